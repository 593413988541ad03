"""Who answers a search, and what happens when LightRAG does not."""

import json
from collections.abc import Iterator, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest
from click.testing import CliRunner
from docrunch import Docrunch, Invalid, TargetUnavailable
from docrunch.application import semantic
from docrunch.cli import main
from docrunch.projections.lightrag.client import LightRagClient
from docrunch.projections.lightrag.names import source
from docrunch.projections.lightrag.reading import first_of_each

from .server import Server, free_port

FILES = {
    "text.py": '"""Texts we say."""\n\n\ndef greeting() -> str:\n    """What to say."""\n    return "Hello"\n',
    "gone.py": '"""What to say when it is over."""\n',
    "deep/app.py": "def go() -> None:\n    '''Say it aloud.'''\n",
}


@pytest.fixture
def files() -> Mapping[str, str]:
    return FILES


@pytest.fixture
def indexed(reachable: Path) -> Path:
    """A project whose documents are on the server."""
    with Docrunch.open(reachable, has_worker=False) as project:
        project.scan()
        project.drain()
    return reachable


@pytest.fixture
def project(indexed: Path) -> Iterator[Docrunch]:
    with Docrunch.open(indexed, has_worker=False) as project:
        yield project


@pytest.fixture
def away(indexed: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The server cannot be reached any more."""
    monkeypatch.setenv("DOCRUNCH_STORAGE__LIGHTRAG__BASE_URL", f"http://127.0.0.1:{free_port()}")
    return indexed


@pytest.fixture
def silent_server() -> Iterator[str]:
    """A server that takes every request and answers none until the test is over."""
    is_over = Event()

    class Silent(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_over.wait()

        def log_message(self, *_args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Silent)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    is_over.set()
    server.shutdown()
    server.server_close()


def run(folder: Path, *arguments: str) -> Any:
    result = CliRunner().invoke(main, ["search", *arguments, "--project", str(folder)], prog_name="docrunch")
    assert "Traceback" not in result.output
    return result


def test_a_server_that_is_there_is_asked_and_named(project: Docrunch, indexed: Path) -> None:
    hits = project.search("what to say")

    assert {hit.via for hit in hits} == {"lightrag"}
    assert [hit.score for hit in hits] == [1 / rank for rank in range(1, len(hits) + 1)]
    assert {hit.file for hit in hits} == set(FILES)
    assert "answered by LightRAG" in run(indexed, "what to say").stderr
    assert {hit["via"] for hit in json.loads(run(indexed, "what to say", "--json").stdout)} == {"lightrag"}


def test_what_is_named_just_so_comes_first_whoever_else_is_asked(project: Docrunch) -> None:
    named, *near = project.search("GREETING")

    assert (named.title, named.via) == ("greeting", "postgres")
    assert {hit.via for hit in near} == {"lightrag"}
    assert "greeting" not in {hit.title for hit in near}
    assert [hit.score for hit in (named, *near)] == sorted([hit.score for hit in (named, *near)], reverse=True)


def test_overloads_that_lightrag_finds_answer_once(indexed: Path) -> None:
    (indexed / "load.py").write_text("def load(): ...\n\n\ndef load(): ...\n")
    with Docrunch.open(indexed, has_worker=False) as project:
        project.scan()
        project.drain()

        found = [hit.title for hit in project.search("a function of load", via="lightrag", type_="function")]

    assert sum(title.startswith("load") for title in found) == 1


def test_a_document_whose_name_is_too_long_for_the_server_is_found(indexed: Path) -> None:
    path = f"{'far' * 20}/{'away' * 30}.py"
    (indexed / path).parent.mkdir()
    (indexed / path).write_text('"""Distant thunder."""\n')
    with Docrunch.open(indexed, has_worker=False) as project:
        project.scan()
        project.drain()

        assert project.search("distant thunder", via="lightrag")[0].document_id == f"module:{path}"


def test_a_text_of_many_pieces_crowds_no_other_out() -> None:
    pieces = [(source("module:a.py"), "first"), (source("module:a.py"), "second"), (source("module:b.py"), "third")]

    with LightRagClient("http://127.0.0.1:1") as client:
        found = first_of_each(client, pieces, 2)

    assert [(one.document_id, one.excerpt) for one in found] == [("module:a.py", "first"), ("module:b.py", "third")]


@pytest.mark.parametrize("via", ["postgres", "both", "lightrag"])
def test_whoever_is_asked_for_answers(project: Docrunch, via: Any) -> None:
    hits = project.search("what to say", via=via)

    assert hits
    assert {hit.via for hit in hits} == {via}


@pytest.mark.parametrize("via", ["both", "lightrag"])
def test_what_lightrag_finds_is_narrowed_too(project: Docrunch, via: Any) -> None:
    assert {hit.file for hit in project.search("say it", via=via, path="deep")} == {"deep/app.py"}
    assert {hit.type for hit in project.search("say it", via=via, type_="function")} == {"function"}
    assert len(project.search("say it", 1, via=via)) == 1


def test_what_the_project_no_longer_knows_is_dropped(project: Docrunch, indexed: Path) -> None:
    (indexed / "gone.py").unlink()
    project.scan()
    project.wait_for(project.dispatch(made_task()))

    for via in ("lightrag", "both"):
        assert "module:gone.py" not in {hit.document_id for hit in project.search("what to say", via=via)}


def made_task() -> Any:
    from docrunch import CreateTask

    return CreateTask(title="Later", created_by="ana")


def test_a_server_that_is_away_costs_a_line(away: Path) -> None:
    asked = run(away, "what to say")
    both = run(away, "what to say", "--via", "both")

    assert asked.exit_code == both.exit_code == 0
    assert "answered by Postgres: no LightRAG server answers" in asked.stderr
    assert "answered by Postgres: no LightRAG server answers" in both.stderr
    assert "greeting" in asked.stdout


def test_a_server_that_is_away_is_an_error_where_only_that_is_asked(away: Path) -> None:
    asked = run(away, "what to say", "--via", "lightrag")

    assert (asked.exit_code, asked.stdout, asked.stderr.count("\n")) == (1, "", 1)
    assert "no LightRAG server answers" in asked.stderr


def test_without_a_server_nothing_is_asked_and_nothing_said(folder: Path) -> None:
    with Docrunch.open(folder, has_worker=False) as project:
        project.scan()
        project.drain()

    asked = run(folder, "what to say")

    assert asked.stderr == ""
    assert "greeting" in asked.stdout
    assert "no LightRAG server was reached yet" in run(folder, "what to say", "--via", "lightrag").stderr


def test_a_server_that_does_not_answer_costs_a_short_time(
    indexed: Path, silent_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__LIGHTRAG__BASE_URL", silent_server)
    monkeypatch.setattr(semantic, "SECONDS", 0.2)
    told: list[str] = []

    with Docrunch.open(indexed, has_worker=False) as project:
        hits = project.search("what to say", tell=told.append)

    assert {hit.via for hit in hits} == {"postgres"}
    assert told == ["answered by Postgres: the LightRAG server did not answer within 0.2 s"]


def test_whoever_asks_for_lightrag_waits_longer_for_it(
    indexed: Path, silent_server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__LIGHTRAG__BASE_URL", silent_server)
    monkeypatch.setattr(semantic, "SECONDS", 0.1)
    monkeypatch.setattr(semantic, "ASKED_SECONDS", 0.2)

    told: list[str] = []
    with Docrunch.open(indexed, has_worker=False) as project:
        project.search("what to say", via="both", tell=told.append)
        with pytest.raises(TargetUnavailable, match=r"within 0\.2 s"):
            project.search("what to say", via="lightrag")

    assert told == ["answered by Postgres: the LightRAG server did not answer within 0.2 s"]


def test_a_server_that_was_emptied_is_not_believed(project: Docrunch, server: Server) -> None:
    with LightRagClient(server.url) as client:
        client.delete("/documents", {})

    with pytest.raises(TargetUnavailable, match="another project's, or was emptied"):
        project.search("what to say", via="lightrag")
    assert {hit.via for hit in project.search("what to say")} == {"postgres"}


def test_a_query_too_short_for_lightrag_is_answered_by_postgres(project: Docrunch) -> None:
    assert {hit.via for hit in project.search("go")} == {"postgres"}


def test_nobody_else_can_be_asked(project: Docrunch) -> None:
    with pytest.raises(Invalid, match="via is 'oracle': expected one of auto, lightrag, postgres, both"):
        project.search("x", via="oracle")  # type: ignore[arg-type]
