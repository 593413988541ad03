"""What is recorded on the command line: told to people and programs, refused by the rules in one line each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docrunch.cli import main
from docrunch.postgres.connection import Database

from .samples import RECORDING, good

Run = Callable[..., Result]
Answer = Callable[..., Any]
Refused = Callable[..., str]

# A second decision and a few texts make all samples possible in their order, but for what ends a task.
STORY = {
    "task create": "Created task t.",
    "task claim": "Task t is yours, ana.",
    "task progress": "Task t is at 40 %.",
    "task log": "Noted in the history of task t.",
    "finding log": "Logged finding f on task t.",
    "finding resolve": "Finding f is resolved.",
    "decision record": "Recorded decision d.",
    "pattern record": "Recorded pattern p.",
    "pattern retire": "Pattern p is retired.",
    "summary record": "Recorded what module:text.py is for.",
    "blocker report": "Task t is blocked by b.",
    "blocker resolve": "Blocker b of task t is resolved.",
    "task complete": "Task t is completed.",
    "task publish": "The report of task t is published.",
    "llm provider configure": "Provider openai is configured.",
    "llm provider disable": "Provider openai is disabled.",
    "llm provider enable": "Provider openai is enabled.",
    "llm profile configure": "Profile chat is configured.",
    "llm profile disable": "Profile chat is disabled.",
    "llm profile enable": "Profile chat is enabled.",
    "llm profile remove": "Profile chat is removed.",
    "llm provider remove": "Provider openai is removed, its secrets are destroyed.",
    "llm models set": "The models of gemini are replaced.",
    "llm models add": "gemini has the model gemini-4.",
    "llm models remove": "gemini has the model gemini-4 no longer.",
    "chat start": "Started chat c.",
    "chat rename": "Renamed chat c.",
    "chat delete": "Deleted chat c.",
}
UNKNOWN = {
    "task": "there is no task t",
    "finding log": "there is no task t",
    "finding resolve": "there is no finding f",
    "decision supersede": "there is no decision d",
    "pattern retire": "there is no pattern p",
    "summary record": "file 'text.py' is not indexed, so nothing in it can be summed up",
    "blocker report": "there is no task t",
    "blocker resolve": "there is no blocker b",
    "llm provider": "there is no provider openai",
    "llm profile configure": "there is no provider openai",
    "llm profile": "there is no profile chat",
    "llm models remove": "gemini has no model 'gemini-4'; it has none",
    "chat": "there is no chat c",
}
CREATING = {
    *("task create", "decision record", "pattern record", "llm provider configure", "llm models set"),
    *("llm models add", "chat start"),
}
AGAIN = {
    "task create": "task t is completed already: the id is taken",
    "task claim": "task t is completed; only a created task can be claimed",
    "task progress": "task t is completed and cannot progress",
    "task status": "task t is completed and cannot be cancelled",
    "task cancel": "task t is completed and cannot be cancelled",
    "task complete": "task t is completed and cannot be completed",
    "finding log": "finding f was logged already: the id is taken",
    "finding resolve": "finding f was resolved already, at ",
    "decision record": "decision d was recorded already: the id is taken",
    "pattern record": "pattern p was recorded already: the id is taken",
    "pattern retire": "pattern p was retired already, at ",
    "blocker report": "task t is completed and cannot be blocked",
    "blocker resolve": "blocker b was resolved already, at ",
    "llm provider enable": "there is no provider openai",
    "llm models remove": "gemini has no model 'gemini-4'; it has gemini-3",
    "chat start": "chat c was started already: the id is taken",
    "chat post": "chat c was deleted at ",
    "chat rename": "chat c was deleted at ",
    "chat delete": "chat c was deleted at ",
}


@pytest.fixture(autouse=True)
def pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "markdown")
    monkeypatch.setenv("DOCRUNCH_ACTOR", "ana")


def events(database: Database) -> int:
    rows: list[Any] = database.connection().execute("SELECT count(*) FROM events").fetchall()
    return int(rows[0][0])


def looked_up(table: dict[str, str], path: str) -> str:
    """The longest entry that the command's name begins with."""
    return table[max((name for name in table if path.startswith(name)), key=len)]


@pytest.mark.usefixtures("scanned")
def test_what_was_typed_is_told_to_the_letter(run: Run) -> None:
    run("task", "create", "T", "--id", "t")

    claimed = run("task", "claim", "t", "--by", "{ana} {task_id}")
    added = run("llm", "models", "add", "gemini", "{0.x} {")
    removed = run("llm", "models", "remove", "gemini", "{0.x} {")

    assert claimed.stdout == "Task t is yours, {ana} {task_id}.\n"
    assert added.stdout == "gemini has the model {0.x} {.\n"
    assert removed.stdout == "gemini has the model {0.x} { no longer.\n"


@pytest.mark.usefixtures("scanned")
def test_every_command_says_what_it_did_and_refuses_to_do_it_twice(
    run: Run, refused: Refused, database: Database
) -> None:
    told = {path: run(*good(path)).stdout.splitlines()[0] for path in STORY}
    recorded = events(database)
    twice = {path: refused(*good(path), code=2) for path in AGAIN}

    assert told == STORY
    assert {path: line for path, line in twice.items() if AGAIN[path] not in line} == {}
    assert events(database) == recorded


def test_every_command_refuses_what_is_unknown_by_name(
    run: Run, refused: Refused, project: Path, database: Database
) -> None:
    (project / "text.py").unlink()
    run("scan")
    before = events(database)

    lines = {path: refused(*good(path), code=2) for path in RECORDING if path not in CREATING}

    assert {path: line for path, line in lines.items() if looked_up(UNKNOWN, path) not in line} == {}
    assert events(database) == before


@pytest.mark.usefixtures("scanned")
def test_a_program_gets_the_receipt_with_the_ids(answer: Answer) -> None:
    receipt = answer("task", "create", "Title")

    assert set(receipt) == {"command_id", "position", "ids"}
    assert receipt["ids"]["task_id"].startswith("task-")


@pytest.mark.usefixtures("scanned")
def test_a_repeated_command_id_answers_with_the_first_receipt(answer: Answer, database: Database) -> None:
    words = ("task", "create", "Title", "--command-id", "00000000-0000-4000-8000-000000000001")
    first = answer(*words)
    before = events(database)

    assert answer(*words) == first
    assert events(database) == before


@pytest.mark.usefixtures("scanned")
def test_who_and_when_are_the_environments_unless_said(run: Run) -> None:
    run("task", "create", "Title", "--id", "t", "--at", "2026-01-31T12:00:00+01:00")
    run("task", "claim", "t", "--by", "ben")

    created, claimed = (event for event in streamed(run, "task:t"))
    assert (created["data"]["created_by"], created["data"]["created_at"]) == ("ana", "2026-01-31T11:00:00Z")
    assert claimed["data"]["reported_by"] == "ben"


def streamed(run: Run, stream: str) -> list[dict[str, Any]]:
    import orjson

    return [orjson.loads(line) for line in run("events", "--stream", stream, "--json").stdout.splitlines()]


def test_long_texts_and_json_come_from_files_and_standard_input(run: Run, scanned: Path) -> None:
    (scanned / "why.md").write_text("# Why\n\nBecause.\n\n")
    (scanned / "context.json").write_text('{"epic": 7}')
    (scanned / "decisions.json").write_text('[{"title": "A", "context": "B", "decision": "C", "rationale": "D"}]')
    run("task", "create", "T", "--id", "t", "--file", "why.md", "--guardrail", "no", "--context-file", "context.json")
    run("task", "claim", "t")

    report = ["--summary-file", "-", "--change", "a.py", "--tests-failed", "--finding", "bug", "Leaks"]
    words = ["task", "complete", "t", *report, "--decisions-file", "decisions.json"]
    done = CliRunner().invoke(main, words, input="Done\nindeed.\n")

    page = scanned / "docrunch-docs/tasks/t.md"
    assert (done.exit_code, done.stdout) == (0, "Task t is completed.\nPage: docrunch-docs/tasks/t.md\n")
    assert "Done\nindeed." in page.read_text()
    created, _, completed = (event["data"] for event in streamed(run, "task:t"))
    assert (created["description"], created["guardrails"]) == ("# Why\n\nBecause.", ["no"])
    assert created["context"] == {"epic": 7}
    assert (completed["summary"], completed["tests_passed"]) == ("Done\nindeed.", False)
    assert (len(completed["finding_ids"]), len(completed["decision_ids"])) == (1, 1)


@pytest.mark.parametrize(
    ("options", "complaint"),
    [
        (["--summary", "x", "--file", "text.py"], "summary is given twice"),
        (["--file", "-", "--notes-file", "-"], "standard input is read for --"),
        (["--findings-file", "bad.json"], "has no field 'findings[0].kind'"),
        (["--decisions-file", "bad.json"], "decisions[0]"),
        (["--finding", "bug"], "Option '--finding' requires 2 arguments"),
        (["--changes-file", "bad.json"], "changes is given twice"),
        (["--no-changes"], "give --change or --no-changes, not both"),
        (["--findings-file", "bad.json", "--finding", "bug", "x"], "findings is given twice"),
    ],
)
def test_texts_and_json_that_do_not_fit_are_told_in_one_line(
    refused: Refused, project: Path, options: list[str], complaint: str
) -> None:
    (project / "bad.json").write_text('[{"kind": "bug"}]')

    line = refused("task", "complete", "t", "--change", "a.py", "--tests-passed", *options, code=2)

    assert complaint in line


def test_a_command_is_done_although_its_page_cannot_be_written(run: Run, scanned: Path) -> None:
    (scanned / "docrunch-docs").rename(scanned / "elsewhere")

    result = run("task", "create", "Title", "--id", "t")

    assert result.stdout == "Created task t.\n"
    assert "markdown is" in result.stderr


@pytest.mark.usefixtures("scanned")
def test_a_task_may_end_without_a_change(run: Run, answer: Answer, refused: Refused) -> None:
    run("task", "create", "Look", "--id", "t")
    run("task", "claim", "t")
    report = ("task", "complete", "t", "--summary", "All is well.", "--tests-passed")

    assert "changes is missing" in refused(*report, code=2)
    run(*report, "--no-changes")

    assert answer("task", "show", "t")["report"]["changes"] == []


@pytest.mark.usefixtures("outdated")
def test_a_read_model_of_another_version_refuses_the_command_before_it_is_recorded(
    refused: Refused, database: Database
) -> None:
    before = events(database)

    assert "docrunch projections rebuild relational" in refused("task", "create", "Title", code=2)
    assert events(database) == before
