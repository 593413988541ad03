"""Commands that only read: status, search, show, events."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner, Result
from docrunch.cli import main
from docrunch.terminal.console import show_table

Run = Callable[..., Result]
Answer = Callable[..., Any]

pytestmark = pytest.mark.usefixtures("scanned")


def test_status_answers_with_the_log_the_projections_and_the_blockers(answer: Answer) -> None:
    status = answer("status")

    relational = status["projections"][0]
    assert set(status) == {"log", "projections", "blockers"}
    assert set(status["log"]) == {"events", "position"}
    assert set(relational) >= {"name", "position", "lag_events", "state", "pending", "failed"}
    assert (relational["name"], relational["lag_events"], relational["state"]) == ("relational", 0, "current")
    assert relational["position"] == status["log"]["position"]
    assert status["blockers"] == []


def test_a_target_that_was_never_reached_is_absent_and_says_so(answer: Answer) -> None:
    states = {row["name"]: (row["state"], row["error"]) for row in answer("status")["projections"]}

    assert states["lightrag"] == ("absent", "it was never reached")
    assert states["markdown"] == ("current", None)


def test_delivery_that_is_switched_off_collects_rows_and_says_so(
    answer: Answer, run: Run, scanned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__ENABLED", "false")
    (scanned / "more.py").write_text("def more() -> None: ...\n")

    run("scan")

    markdown = {row["name"]: row for row in answer("status")["projections"]}["markdown"]
    assert markdown["state"] == "disabled"
    assert markdown["pending"] > 0
    assert not (scanned / "docrunch-docs/modules/more.md").exists()


@pytest.mark.parametrize("query", ["greeting_text", "GreetingText", "greeting text"])
def test_names_are_found_however_they_are_written(answer: Answer, query: str) -> None:
    found = [hit["document_id"] for hit in answer("search", query)]

    assert set(found[:2]) == {"function:text.py::greeting", "module:text.py"}


@pytest.mark.parametrize("query", ["!!!", "'", "a & | !", "\\", "%", ":*", "é", "x" * 9000, "\N{RIGHT-TO-LEFT MARK}"])
def test_odd_queries_find_nothing_and_break_nothing(run: Run, query: str) -> None:
    result = run("search", query)

    assert result.stdout.startswith("Nothing found for")
    assert len(result.stdout) < 120


def test_a_document_is_found_by_the_end_of_its_name(run: Run, answer: Answer) -> None:
    assert "# greeting" in run("show", "greeting").stdout
    assert answer("show", "text.greeting")["id"] == "function:text.py::greeting"


def test_events_are_one_a_line_from_a_position_on_and_of_one_stream(run: Run) -> None:
    events = [orjson.loads(line) for line in run("events", "--json").stdout.splitlines()]
    rest = run("events", "--from", str(events[0]["position"])).stdout.splitlines()
    of_a_file = run("events", "--stream", "file:text.py").stdout

    assert [event["type"] for event in events] == ["scan.started", "file.indexed", "file.indexed", "scan.completed"]
    assert len(rest) == 3
    assert of_a_file.count("\n") == of_a_file.count("file:text.py") == 1


def test_a_table_is_as_wide_as_its_cells_on_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show_table(("name", "n"), [("日本", 1), ("e\N{COMBINING ACUTE ACCENT}\x1b", 200)])

    assert capsys.readouterr().out.splitlines() == [
        "name    n",
        "日本    1",
        "e\N{COMBINING ACUTE ACCENT}\N{REPLACEMENT CHARACTER}    200",
    ]


def test_a_search_is_narrowed_by_scope_type_and_path(run: Run, answer: Answer) -> None:
    assert {hit["type"] for hit in answer("search", "greeting", "--type", "module")} == {"module"}
    assert {hit["file"] for hit in answer("search", "greeting run", "--path", "app")} == {"app/main.py"}
    assert answer("search", "greeting", "--scope", "reports") == []
    assert "'nonsense' is not one of" in run("search", "greeting", "--type", "nonsense", code=2).stderr


def test_matches_are_bold_on_a_terminal_and_plain_in_a_pipe(run: Run) -> None:
    plain = run("search", "what to say").stdout
    colored = CliRunner().invoke(main, ["search", "what to say"], color=True).stdout

    assert "What to say." in plain
    assert "\x1b" not in plain
    assert "What to \x1b[1msay\x1b[0m." in colored
