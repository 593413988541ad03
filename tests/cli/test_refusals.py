"""Whatever is wrong ends in one line that says what to do, the right exit code, and nothing half done."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from docrunch.postgres.connection import Database

Run = Callable[..., Result]
Refused = Callable[..., str]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["nosuch"], "No such command 'nosuch'; see: docrunch --help"),
        (["--nosuch"], "No such option '--nosuch'; see: docrunch --help"),
        (["search"], "Missing argument 'QUERY'; see: docrunch search --help"),
        (["search", " "], "the query is ' ', expected words; such as: docrunch search 'parse file'"),
        (["search", "x", "--limit", "0"], "Invalid value for '--limit': 0 is not in the range 1<=x<=1000; see: "),
        (["task", "status", "t", "done"], "Invalid value for 'STATUS': 'done' is not one of 'created', 'claimed', "),
        (["finding", "log", "t", "bugs"], "Invalid value for 'TYPE': 'bugs' is not one of 'bug', 'improvement', "),
        (["summary", "record", "module", "x"], "Invalid value for 'KIND': 'module' is not one of 'file', "),
        (["chat", "post", "c", "robot"], "Invalid value for 'ROLE': 'robot' is not one of 'user', "),
        (["chat", "post", "c"], "Missing argument 'ROLE'"),
        (["events", "--from", "-1"], "Invalid value for '--from': -1 is not in the range x>=0; see: "),
        (["scan", "nosuch"], "nosuch does not exist; name a folder"),
        (["scan", "text.py"], "text.py is a file; name a folder"),
        (["scan", "x" * 300], "cannot be used: File name too long; name a folder"),
        (["init", "nosuch"], "nosuch does not exist; name a folder"),
        (["projections", "rebuild"], "name projections (relational, markdown), or give --all; see: "),
        (["projections", "rebuild", "--all", "markdown"], "name projections (relational, markdown), or give --all"),
    ],
)
def test_wrong_usage_is_told_in_one_line(refused: Refused, arguments: list[str], line: str) -> None:
    assert line in refused(*arguments, code=2)


@pytest.mark.usefixtures("scanned")
def test_an_unknown_projection_is_refused_before_anything_is_done(refused: Refused) -> None:
    assert "nothing here is named 'nosuch'; there are: relational, markdown, lightrag" in refused(
        "projections", "rebuild", "relational", "nosuch", code=2
    )
    assert "there are: markdown, lightrag" in refused("projections", "retry", "relational", code=2)


@pytest.mark.parametrize("command", [["status"], ["search", "x"], ["show", "x"], ["events"], ["migrate"], ["worker"]])
def test_a_folder_without_a_project_is_told_how_it_becomes_one(refused: Refused, command: list[str]) -> None:
    assert "run `docrunch scan` in its top folder first" in refused(*command, code=2)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("storage: [", "not valid YAML at line 1"),
        ("storage: {nosuch: 1}", "storage.nosuch is no setting"),
        ("storage: {sync: {enabled: maybe}}", "storage.sync.enabled is 'maybe'"),
        ("just text", "holds no settings"),
        ("storage: {markdown: {output_dir: ../..}}", "storage.markdown.output_dir is '../..'"),
    ],
)
def test_a_broken_configuration_writes_nothing(refused: Refused, project: Path, text: str, reason: str) -> None:
    (project / ".docrunch").mkdir()
    (project / ".docrunch/config.yaml").write_text(text)

    assert reason in refused("scan", code=2)
    assert not (project / "docrunch-docs").exists()


def test_a_database_that_refuses_is_named_without_its_password(
    refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__POSTGRES_URL", "postgresql://me:hunter2@127.0.0.1:1/x")

    line = refused("scan", code=1)

    assert "Postgres cannot be reached" in line
    assert "check that the server runs" in line
    assert "hunter2" not in line


@pytest.mark.usefixtures("scanned")
def test_a_schema_that_is_newer_than_the_program_is_refused(refused: Refused, database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("INSERT INTO schema_migrations VALUES (999, '0999_future', 'x')")

    assert "upgrade docrunch" in refused("scan", code=2)


@pytest.mark.usefixtures("scanned")
def test_several_documents_of_a_name_are_listed(refused: Refused, project: Path, run: Run) -> None:
    (project / "other.py").write_text("def greeting() -> None: ...\n")
    run("scan")

    line = refused("show", "greeting", code=2)

    assert "function:other.py::greeting, function:text.py::greeting; name one of these" in line


@pytest.mark.usefixtures("scanned")
def test_an_unknown_document_is_told_how_to_look_for_it(refused: Refused) -> None:
    assert "nothing is known as 'nosuch'; try: docrunch search 'nosuch'" in refused("show", "nosuch", code=2)


def test_what_nobody_foresaw_is_one_line_too(refused: Refused, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("docrunch.application.docrunch.Docrunch.open", lambda *_, **__: 1 / 0)

    assert "unforeseen ZeroDivisionError" in refused("scan", code=1)


def test_a_configuration_is_not_written_twice(refused: Refused, run: Run) -> None:
    run("init")

    assert "exists; it is not overwritten" in refused("init", code=2)
