"""`docrunch scan` as its users meet it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from docrunch.postgres.connection import Database

Run = Callable[..., Result]
Answer = Callable[..., Any]
KEYS = (
    "scan_run_id files_seen files_indexed files_unchanged files_removed functions classes references events_appended "
    "errors duration_seconds"
)


def test_a_scan_answers_with_one_object_of_these_keys(answer: Answer) -> None:
    report = answer("scan")

    assert list(report) == KEYS.split()
    assert [report[key] for key in KEYS.split()[1:9]] == [2, 2, 0, 0, 2, 1, 4, 4]


def test_a_scan_says_what_it_did_and_where_the_pages_are(run: Run, project: Path) -> None:
    result = run("scan")

    assert "Scanned 2 files" in result.stdout
    assert "2 functions, 1 class, " in result.stdout
    assert f"Pages: {project / 'docrunch-docs/index.md'}" in result.stdout
    assert result.stderr == ""


def test_a_folder_that_belongs_to_no_project_becomes_one_that_every_command_finds(run: Run, project: Path) -> None:
    run("scan", "app")

    assert (project / "app/.docrunch/.gitignore").is_file()
    assert "Log: 3 events" in run("status", "--project", "app").stdout


def test_a_scan_below_a_folder_of_a_project_leaves_the_others_alone(answer: Answer, scanned: Path) -> None:
    (scanned / "text.py").unlink()
    (scanned / "app/main.py").unlink()

    below = answer("scan", "app")

    assert (below["files_seen"], below["files_removed"]) == (0, 1)
    assert answer("scan")["files_removed"] == 1


def test_a_scan_in_a_hidden_folder_finds_it(answer: Answer, scanned: Path) -> None:
    (scanned / ".hidden").mkdir()
    (scanned / "hidden.py").write_text("x = 1\n")

    assert answer("scan", ".hidden")["files_seen"] == 0


def test_files_with_problems_are_named_and_stop_nothing(run: Run, project: Path) -> None:
    (project / "broken.py").write_text("def f(:\n")

    result = run("scan")

    assert "Scanned 3 files" in result.stdout
    assert "PARSE_SYNTAX_ERROR broken.py" in result.stderr


def test_an_empty_folder_is_a_project_without_files(run: Run, project: Path) -> None:
    (project / "empty").mkdir()

    assert "Scanned 0 files" in run("scan", "empty").stdout


def test_pages_that_cannot_be_written_wait_and_the_scan_is_recorded(run: Run, project: Path) -> None:
    (project / "docrunch-docs").write_text("in the way")

    result = run("scan", code=1)

    assert "Scanned 2 files" in result.stdout
    assert "Pages:" not in result.stdout
    assert result.stderr == (
        f"docrunch: the scan is recorded, but markdown waits: {project}/docrunch-docs: Not a directory; "
        "set storage.markdown.output_dir to a folder, or move the file away\n"
    )
    assert (project / "docrunch-docs").read_text() == "in the way"


def test_once_the_folder_is_mended_the_next_scan_writes_the_pages(run: Run, project: Path) -> None:
    (project / "docrunch-docs").write_text("in the way")
    run("scan", code=1)
    (project / "docrunch-docs").unlink()

    run("scan")

    assert (project / "docrunch-docs/index.md").is_file()


def test_an_open_write_transaction_is_named(run: Run, database: Database) -> None:
    with database.open() as other, other.transaction():
        other.execute("CREATE TEMPORARY TABLE held (id int)")
        result = run("scan")

    assert "relational is behind" in result.stderr
    assert "readers wait for an open write transaction: session" in result.stderr


@pytest.mark.usefixtures("outdated")
def test_an_upgraded_program_rebuilds_the_read_model_by_itself(run: Run) -> None:
    refusal = run("search", "greeting", code=2).stderr

    run("scan")

    assert "made by another version of docrunch; run: docrunch projections rebuild relational" in refusal
    assert "greeting" in run("search", "greeting").stdout


@pytest.mark.usefixtures("outdated")
def test_migrate_does_so_too(run: Run) -> None:
    assert "its read model was rebuilt by this version" in run("migrate").stdout
    assert "its read model is up to date" in run("migrate").stdout


@pytest.mark.usefixtures("outdated")
def test_a_worker_of_another_version_says_so_and_ends(refused: Callable[..., str]) -> None:
    assert "projections rebuild relational" in refused("worker", code=2)
