"""What was recorded can be listed and shown, to people in tables that fit and to programs as JSON."""

import json
from collections.abc import Callable
from typing import Any, get_args

import pytest
from click.testing import Result
from docrunch.domain.blockers import BlockerStatus
from docrunch.domain.chats import MessageRole
from docrunch.domain.findings import FindingType
from docrunch.domain.profile_events import Role
from docrunch.domain.provider_events import ProviderType
from docrunch.domain.summaries import SummaryKind
from docrunch.domain.task_events import TaskStatus
from docrunch.terminal import choices, console, listing
from docrunch.terminal.console import show_json
from docrunch.terminal.listing import cut, show_card, show_list, show_section

from .samples import good, leaves

Run = Callable[..., Result]
Answer = Callable[..., Any]
Refused = Callable[..., str]

CREATING = (
    *("task create", "task claim", "task progress", "finding log", "decision record", "pattern record"),
    *("summary record", "blocker report", "llm provider configure", "llm profile configure", "llm models set"),
    *("chat start", "chat post"),
)
# What a list shows after that, what shows one of it, and how somebody asks for less.
SHOWN = {
    "task": ("t", "Title", ["--status", "completed"]),
    "finding": ("f", "Leaks", ["--type", "question"]),
    "decision": ("d", "Title", ["--status", "superseded"]),
    "pattern": ("p", "Ports", None),
    "summary": ("module:text.py", "Texts", ["--in", "nosuch.py"]),
    "blocker": ("b", "Needs", ["--status", "resolved"]),
    "llm provider": ("openai", "OpenAI", None),
    "llm profile": ("chat", "gpt", ["--role", "qa"]),
    "chat": ("c", "Hello", None),
}


@pytest.fixture(autouse=True)
def pages_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "markdown")
    monkeypatch.setenv("DOCRUNCH_ACTOR", "ana")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def recorded(run: Run) -> None:
    run("scan")
    for path in CREATING:
        run(*good(path))


@pytest.mark.usefixtures("recorded")
def test_everything_recorded_is_listed_and_shown(run: Run, answer: Answer) -> None:
    for path, (id_, word, filtered) in SHOWN.items():
        group = path.split()
        listed = run(*group, "list").stdout

        assert id_ in listed.splitlines()[1], path
        assert max(map(len, listed.splitlines())) <= 100
        assert [one["id"] for one in answer(*group, "list")] == [id_]
        assert word in run(*group, "show", id_).stdout, path
        assert answer(*group, "show", id_)["id"] == id_
        if filtered is not None:
            assert answer(*group, "list", *filtered) == []
            assert run(*group, "list", *filtered).stdout.startswith("No ")


@pytest.mark.usefixtures("recorded")
def test_a_task_is_shown_with_all_that_belongs_to_it(answer: Answer, run: Run) -> None:
    shown = answer("task", "show", "t")

    assert (shown["status"], shown["percentage"], shown["report"]) == ("blocked", 40, None)
    assert [one["id"] for one in shown["findings"] + shown["blockers"]] == ["f", "b"]
    assert [one["action"] for one in answer("task", "history", "t")] == ["claimed", "progressed", "blocker_reported"]
    assert "b (open): D" in run("task", "show", "t").stdout
    assert run("task", "history", "t").stdout.splitlines()[2].split()[2:4] == ["ana", "progressed"]


@pytest.mark.usefixtures("recorded")
def test_models_and_messages_are_listed(answer: Answer, run: Run) -> None:
    assert answer("llm", "models", "list") == {"gemini": ["gemini-3"]}
    assert "gemini   gemini-3" in run("llm", "models", "list").stdout
    assert [one["content"] for one in answer("chat", "show", "c")["messages"]] == ["Hello"]
    assert answer("chat", "show", "c", "--after", "1")["messages"] == []


@pytest.mark.usefixtures("scanned")
def test_what_is_unknown_or_malformed_is_refused_in_one_line(refused: Refused) -> None:
    for path in SHOWN:
        assert "nosuch" in refused(*path.split(), "show", "nosuch", code=2), path
        assert "Missing argument" in refused(*path.split(), "show", code=2), path
        assert "'--nosuch'" in refused(*path.split(), "list", "--nosuch", code=2), path
    assert "there is no task nosuch" in refused("task", "history", "nosuch", code=2)
    for words in (
        ["task", "list", "--status", "done"],
        ["finding", "list", "--type", "x"],
        ["chat", "show", "c", "--after", "x"],
    ):
        assert "Invalid value for '--" in refused(*words, code=2)


@pytest.mark.usefixtures("scanned")
def test_lists_of_nothing_say_so(run: Run, answer: Answer) -> None:
    for path in SHOWN:
        assert run(*path.split(), "list").stdout.startswith("No "), path
        assert answer(*path.split(), "list") == []


def test_every_command_but_the_endless_ones_answers_programs() -> None:
    mute = {path for path, command in leaves() if not any(one.name == "is_json" for one in command.params)}

    assert mute <= {"docs serve", "init", "migrate", "worker", "projections retry", "graph export"}


def test_a_wide_table_is_cut_at_its_texts_and_nowhere_else(capsys: pytest.CaptureFixture[str]) -> None:
    show_list("x", ("id", "title", "n"), [("i" * 30, "long words " * 20, 7), ("j", "ひらがな" * 20, 12)], flexible=1)

    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("i" * 30 + "  long words")
    assert lines[1].rstrip().endswith("…   7")
    assert max(map(len, lines)) <= 100


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("ab cd", 4, "ab…"), ("ひらがな", 5, "ひら…"), ("", 3, "")],
)
def test_a_text_is_cut_to_the_columns_it_takes(text: str, room: int, shown: str) -> None:
    assert cut(text, room) == shown


def test_a_very_long_text_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []

    def counted(text: str) -> int:
        looked_at.append(len(text))
        return console.width(text)

    monkeypatch.setattr(listing, "width", counted)

    assert cut("x" * 2_000, 40) == "x" * 39 + "…"
    assert sum(looked_at) <= 2 * 2_000


def test_json_for_programs_does_not_steer_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    show_json(["\x9b31m\u202e\x1b"])

    shown = capsys.readouterr().out
    assert json.loads(shown) == ["\x9b31m\u202e\x1b"]
    assert shown.isascii()


def test_what_would_steer_a_terminal_is_not_shown(capsys: pytest.CaptureFixture[str]) -> None:
    # The likes of \x1b[2J are taken out by click too, where the output is no terminal.
    steering = "\x1b]0;x\a"

    show_card(f"a{steering}", {"b": f"c{steering}"}, {"d": f"e{steering}\nf"})
    show_section("g", [f"h{steering}"])
    show_list("things", ["i"], [[f"j{steering}"]], flexible=0)

    shown = capsys.readouterr().out
    assert ("\x1b" in shown, "\a" in shown) == (False, False)
    assert all(letter in shown for letter in "abcdefghij")


@pytest.mark.parametrize(
    ("offered", "known"),
    [
        (choices.OPEN_OR_RESOLVED, BlockerStatus),
        (choices.FINDING_TYPES, FindingType),
        (choices.MESSAGE_ROLES, MessageRole),
        (choices.PROFILE_ROLES, Role),
        (choices.PROVIDER_TYPES, ProviderType),
        (choices.SUMMARY_KINDS, SummaryKind),
        (choices.TASK_STATUSES, TaskStatus),
    ],
)
def test_the_command_line_offers_what_the_domain_knows(offered: tuple[str, ...], known: Any) -> None:
    assert offered == get_args(known)
