"""Random commands of several agents, in random batches, come to what a replay from zero comes to."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any

import pytest
from docrunch.commands.command import Command
from docrunch.commands.patterns import RecordPattern, RetirePattern
from docrunch.commands.reports import PublishTaskReport
from docrunch.commands.summaries import RecordSummary
from docrunch.commands.tasks import CreateTask, LogTaskAction
from docrunch.domain.decisions import DecisionRecorded
from docrunch.domain.errors import DocrunchError
from docrunch.domain.history import history_entry
from docrunch.domain.task_state import Task
from docrunch.postgres.connection import Database
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from ...commands.memory import Memory
from ..schedules import Step, steps
from .replica import Feed, Replica, feed_of
from .wishes import index, opening, wishes

HARD_TO_MISS = {"profile.removed"}
"""What a provider's removal rests on: without it the database refuses that."""


@pytest.fixture(scope="module")
def replicas(fresh_database: Callable[[], AbstractContextManager[Database]]) -> Iterator[tuple[Replica, Replica]]:
    with fresh_database() as one, fresh_database() as other:
        yield Replica(one), Replica(other)


# Told by these names where a test fails: what they are made of would fill pages.
@st.composite
def beginnings(draw: st.DrawFn) -> list[Command]:
    return draw(opening)


@st.composite
def work(draw: st.DrawFn) -> list[tuple[Command, int]]:
    """Commands, each with the program that dispatches it."""
    return draw(st.lists(st.tuples(wishes, st.integers(0, 1)), min_size=40, max_size=100))


def one_by_one(*commands: Command) -> dict[str, Any]:
    """An example in which each event comes in a batch of its own, so that something is shown before the next."""
    told = [(command, 0) for command in commands]
    return {"first": [], "commands": told, "schedule": [Step(1, False, 0, False)] * 9, "unreadable": frozenset()}  # noqa: FBT003 - as steps are


FUNCTION = index("a.py", ("f",), None, 1)
SUMMARY = RecordSummary(kind="function", path="a.py", qualified_name="f", text="Told.")
TASK = (CreateTask(task_id="t", title="T"), PublishTaskReport(task_id="t"), LogTaskAction(task_id="t", action="x"))
PATTERN = (RecordPattern(pattern_id="y", name="Y", description="In a.py."), RetirePattern(pattern_id="y"))
MOVED = (FUNCTION, RecordPattern(pattern_id="y", name="Y", description="See a.f."), index("A.py", ("f",), None, 2))


# A long example of what failed would be a warning, and hide the failure.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@example(**one_by_one(FUNCTION, SUMMARY))
@example(**one_by_one(*TASK))
@example(**one_by_one(*PATTERN))
@example(**one_by_one(*MOVED))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(
    first=beginnings(),
    commands=work(),
    schedule=st.lists(steps(st.integers(1, 12)), min_size=2, max_size=8),
    unreadable=st.just(frozenset()) | st.frozensets(st.integers(0, 40), max_size=2),
)
def test_any_schedule_ends_like_a_replay_from_zero(
    replicas: tuple[Replica, Replica],
    first: list[Command],
    commands: list[tuple[Command, int]],
    schedule: list[Step],
    unreadable: frozenset[int],
) -> None:
    """I3, I4: batches of any size, repeated, overlapping, unreadable events, rebuilds in between change nothing."""
    memory = agreed([*((command, 0) for command in first), *commands])
    history = memory.history
    hidden = frozenset(at for at in unreadable if at < len(history) and history[at].event.TOPIC not in HARD_TO_MISS)
    feed = feed_of(history, hidden)
    live, replayed = replicas
    live.empty()
    replayed.empty()

    follow(live, feed, schedule)
    replayed.apply(feed.batch())

    expected = replayed.state()
    for table, rows in live.state().items():
        assert rows == expected[table], table
    assert live.rows("SELECT id, problem FROM documents WHERE problem IS NOT NULL") == []
    if not hidden:
        assert_told(live, memory)


def agreed(commands: Sequence[tuple[Command, int]]) -> Memory:
    """The log of what was not refused, written by two programs."""
    memory = Memory(programs=2)
    for command, program in commands:
        try:
            memory.do(command, program=program)
        except DocrunchError:
            continue
    return memory


def follow(model: Replica, feed: Feed, schedule: Sequence[Step]) -> None:
    done = 0
    for step in schedule:
        batch = feed.batch(max(0, done - step.overlap), done + step.size)
        done = min(done + step.size, len(feed.events))
        for _ in range(2 if step.is_repeated else 1):
            model.apply(batch)
        assert model.stale_documents() == []
        if step.is_rebuilt:
            model.rebuild(feed, done)
    model.apply(feed.batch(done))


def assert_told(model: Replica, memory: Memory) -> None:
    """The tables say what the log says: tasks as their states fold, each history entry, decisions by their order."""
    assert model.rows("SELECT error FROM parked_events") == []
    tasks: dict[str, Task] = {}
    entries = []
    for stored in memory.history:
        if stored.originator_id.startswith("task:"):
            known = tasks.get(stored.originator_id, Task(stored.originator_id))
            tasks[stored.originator_id] = known.apply(stored.event)
            entries.append(history_entry(stored.event))
    told = {id_: tuple(row) for id_, *row in model.rows("SELECT id, status, percentage FROM tasks")}
    assert told == {task.task_id: (task.status, task.percentage) for task in tasks.values()}
    assert model.rows("SELECT count(*) FROM task_history") == [(sum(entry is not None for entry in entries),)]
    recorded = [event.decision_id for event in memory.events() if isinstance(event, DecisionRecorded)]
    assert model.rows("SELECT id FROM decisions ORDER BY number") == [(id_,) for id_ in recorded]
