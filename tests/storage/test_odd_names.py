"""Names that PostgreSQL cannot look for, and paths that cannot be: a typed error in one line, or nothing is found."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docrunch import Docrunch, MarkdownOutput, PostgresStorage
from docrunch.domain.errors import DocrunchError, Invalid

ODD = ["\0", "a\0b", "\ud800", "a\udfffb", "", " ", "'", "%s", "../..", "x" * 100_000]
NAMED = (
    *("show", "page", "search", "task", "task_history", "completion_report", "finding", "decision", "blocker"),
    *("pattern", "summary", "provider", "profile", "chat", "chat_messages", "api_key", "retry", "rebuild", "inside"),
)
Question = Callable[[Docrunch, str], Any]


def by_method(name: str) -> Question:
    return lambda docrunch, text: getattr(docrunch, name)(text)


QUESTIONS: dict[str, Question] = {name: by_method(name) for name in NAMED} | {
    "tasks of": lambda docrunch, text: docrunch.tasks(assigned_to=text),
    "findings of": lambda docrunch, text: docrunch.findings(task_id=text),
    "summaries of": lambda docrunch, text: docrunch.summaries(path=text),
    "events of": lambda docrunch, text: list(docrunch.events(stream=text)),
    "get_file": lambda docrunch, text: PostgresStorage(docrunch).get_file(text),
    "get_relationships": lambda docrunch, text: PostgresStorage(docrunch).get_relationships(text),
    "get_tasks_by_status": lambda docrunch, text: PostgresStorage(docrunch).get_tasks_by_status(text),
}


@pytest.fixture
def docrunch(hosted: Path) -> Iterator[Docrunch]:
    with Docrunch.open(hosted, has_worker=False) as docrunch:
        yield docrunch


@pytest.mark.parametrize("question", QUESTIONS)
def test_no_name_ends_in_an_error_of_the_database(docrunch: Docrunch, question: str) -> None:
    said = []
    for text in ODD:
        try:
            QUESTIONS[question](docrunch, text)
        except DocrunchError as error:
            said.append(str(error))

    assert [line for line in said if not line.isprintable()] == []
    assert docrunch.search("nothing") == []


@pytest.mark.parametrize("name", ["a\0b", "\ud800", "a\nb"])
def test_pages_are_written_into_no_folder_of_an_odd_name(docrunch: Docrunch, name: str) -> None:
    with pytest.raises(Invalid, match=r"output_dir is .*: expected a path without control characters"):
        MarkdownOutput(docrunch).write_docs(Path(name))
