"""What cannot be applied is parked with its reason, and the others go on."""

from dataclasses import replace
from typing import Any

import pytest
from docrunch.commands.chats import DeleteChat, PostMessage, RenameChat, StartChat
from docrunch.commands.command import Command
from docrunch.commands.decisions import RecordDecision, SupersedeDecision
from docrunch.commands.findings import LogFinding
from docrunch.commands.tasks import ClaimTask, CreateTask, UpdateProgress
from docrunch.postgres.connection import Database

from ...commands.memory import Memory
from .replica import Feed, Replica, feed_of


@pytest.fixture
def model(database: Database) -> Replica:
    return Replica(database)


def feed(*commands: Command, unreadable: int | None = None) -> Feed:
    memory = Memory()
    memory.do(*commands)
    return feed_of(memory.history, frozenset() if unreadable is None else frozenset({unreadable}))


def spoiled(feed: Feed, index: int, **fields: Any) -> Feed:
    """The feed with one event whose data a program never wrote."""
    events = list(feed.events)
    events[index] = replace(events[index], data=events[index].data | fields)
    return Feed(events)


def decision(name: str) -> RecordDecision:
    return RecordDecision(decision_id=name, title=name, context="c", decision="d", rationale="r", created_by="ana")


DECISIONS = [decision("a"), decision("b"), decision("c")]
AT_WORK = [
    CreateTask(task_id="t", title="T"),
    ClaimTask(task_id="t", reported_by="ana"),
    UpdateProgress(task_id="t", percentage=40, status="in_progress", reported_by="ana"),
]


def parked(model: Replica) -> list[tuple[str, int, str]]:
    with model.reading() as read:
        return [(event.stream_id, event.version, event.error) for event in read.parked()]


@pytest.mark.parametrize("size", [1, 3])
def test_an_unreadable_decision_keeps_its_number(model: Replica, size: int) -> None:
    """A program that can read it shall not move the pages of those that came after it."""
    made = feed(*DECISIONS, unreadable=1)

    for first in range(0, 3, size):
        model.apply(made.batch(first, first + size))

    assert model.rows("SELECT id, number FROM decisions ORDER BY number") == [("a", 1), ("c", 3)]
    model.rebuild(feed(*DECISIONS), 3)
    assert model.rows("SELECT id, number FROM decisions ORDER BY number") == [("a", 1), ("b", 2), ("c", 3)]


def test_what_rests_on_a_parked_event_is_parked_with_the_reason(model: Replica) -> None:
    finding = LogFinding(finding_id="f", task_id="t", type="bug", description="Bad.", created_by="ana")
    model.apply(feed(*AT_WORK, finding, decision("a"), unreadable=0).batch())

    assert parked(model) == [
        ("task:t", 1, "written by a newer docrunch"),
        ("task:t", 2, "there is no t in tasks"),
        ("task:t", 3, "there is no t in tasks"),
        ("finding:f", 1, "there is no t in tasks"),
    ]
    assert model.rows("SELECT id FROM decisions") == [("a",)]


def test_a_later_event_does_not_make_a_parked_one_good(model: Replica) -> None:
    """Unlike a file's: each event of a task tells something that no other one repeats."""
    made = feed(*AT_WORK, unreadable=1)

    model.apply(made.batch())

    assert parked(model) == [("task:t", 2, "written by a newer docrunch")]
    assert model.rows("SELECT status, percentage FROM tasks") == [("in_progress", 40)]


@pytest.mark.parametrize("size", [1, 9])
def test_what_is_parked_does_not_depend_on_what_shares_a_batch(model: Replica, size: int) -> None:
    chat = [StartChat(chat_id="x"), PostMessage(chat_id="x", role="user", content="Hello"), DeleteChat(chat_id="x")]
    made = feed(*chat, unreadable=0)

    for first in range(0, 3, size):
        model.apply(made.batch(first, first + size))

    assert [version for _, version, _ in parked(model)] == [1, 2, 3]


@pytest.mark.parametrize("size", [1, 9])
@pytest.mark.parametrize("fields", [{"title": None}, {"title": 5}, {"renamed_at": "soon"}, {"more": 1}])
def test_a_value_that_makes_no_sense_is_parked_though_a_later_one_covers_it(
    model: Replica, size: int, fields: dict[str, Any]
) -> None:
    renamed = [RenameChat(chat_id="x", title=title) for title in ("First", "Second")]
    made = spoiled(feed(StartChat(chat_id="x"), *renamed), 1, **fields)

    for first in range(0, 3, size):
        model.apply(made.batch(first, first + size))

    assert [version for _, version, _ in parked(model)] == [2]
    assert model.rows("SELECT title FROM chat_sessions") == [("Second",)]


def test_a_decision_superseded_by_a_parked_one_stays_accepted(model: Replica) -> None:
    superseded = SupersedeDecision(decision_id="a", superseded_by="b")

    model.apply(feed(*DECISIONS, superseded, unreadable=1).batch())

    assert model.rows("SELECT id, status FROM decisions ORDER BY id") == [("a", "accepted"), ("c", "accepted")]
    assert ("decision:a", 2, "there is no b in decisions") in parked(model)
