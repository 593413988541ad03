"""The life of a task: what each state allows, and what it refuses by name."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from docrunch.domain import tasks
from docrunch.domain.errors import NotFound, Refused
from docrunch.domain.events import Event
from docrunch.domain.findings import FindingLogged
from docrunch.domain.history import history_entry
from docrunch.domain.task_events import (
    TaskActionLogged,
    TaskBlockerReported,
    TaskBlockerResolved,
    TaskClaimed,
    TaskCompleted,
    TaskCreated,
    TaskProgressed,
    TaskReportPublished,
    TaskStatusChanged,
)
from docrunch.domain.task_state import Task, task_stream

from .given import AT, LATER, given

CREATED = TaskCreated(
    task_id="t",
    type="task",
    title="T",
    description="",
    priority="normal",
    guardrails=[],
    context={},
    created_by="ana",
    created_at=AT,
)
CLAIMED = TaskClaimed(task_id="t", reported_by="ana", reported_at=AT)
PROGRESSED = TaskProgressed(task_id="t", percentage=40, status="in_progress", reported_by="ana", reported_at=AT)
COMPLETED = TaskCompleted(
    task_id="t", report_id="t#report", summary="s", changes=[], tests_passed=True, reported_by="ana", reported_at=AT
)
CANCELLED = TaskStatusChanged(task_id="t", previous="claimed", status="cancelled", reported_by="bo", reported_at=AT)


def blocked_by(blocker_id: str) -> TaskBlockerReported:
    return TaskBlockerReported(task_id="t", blocker_id=blocker_id, status="blocked", reported_by="ana", reported_at=AT)


PASTS: dict[str, list[Event]] = {
    "unknown": [],
    "created": [CREATED],
    "claimed": [CREATED, CLAIMED],
    "in_progress": [CREATED, CLAIMED, PROGRESSED],
    "blocked": [CREATED, CLAIMED, PROGRESSED, blocked_by("b-1")],
    "completed": [CREATED, CLAIMED, COMPLETED],
    "cancelled": [CREATED, CLAIMED, CANCELLED],
}


def change(status: Any) -> Callable[[Task], Event]:
    return lambda task: tasks.change_status(task, status, note="", by="bo", at=LATER)


DECISIONS: dict[str, Callable[[Task], Event]] = {
    "claim": lambda task: tasks.claim(task, by="bo", at=LATER),
    "start": change("in_progress"),
    "claim by status": change("claimed"),
    "cancel": change("cancelled"),
    "complete by status": change("completed"),
    "block by status": change("blocked"),
    "create by status": change("created"),
    "progress": lambda task: tasks.progress(task, 50, "in_progress", note="", by="bo", at=LATER),
    "block": lambda task: tasks.block(task, "b-2", by="bo", at=LATER),
    "complete": lambda task: tasks.complete(task, COMPLETED),
    "publish": lambda task: tasks.publish(task, by="bo", at=LATER),
    "log": lambda task: tasks.log_action(task, "looked", {}, by="bo", at=LATER),
}
KNOWN = PASTS.keys() - {"unknown"}
ALLOWED = {
    "claim": {"created"},
    "claim by status": {"created"},
    "start": {"claimed"},
    "cancel": {"created", "claimed", "in_progress", "blocked"},
    "progress": {"claimed", "in_progress"},
    "block": {"claimed", "in_progress", "blocked"},
    "complete": {"claimed", "in_progress"},
    "publish": KNOWN,
    "log": KNOWN,
}
BECOMES = {
    "claim": "claimed",
    "claim by status": "claimed",
    "start": "in_progress",
    "cancel": "cancelled",
    "progress": "in_progress",
    "block": "blocked",
    "complete": "completed",
}


def task_in(state: str) -> Task:
    return given(Task(task_stream("t")), *PASTS[state])


@pytest.mark.parametrize(("state", "decision"), list(product(PASTS, DECISIONS)))
def test_each_state_allows_what_it_should_and_refuses_the_rest_by_name(state: str, decision: str) -> None:
    task = task_in(state)

    if state in ALLOWED.get(decision, set()):
        after = task.apply(DECISIONS[decision](task))
        assert after.status == BECOMES.get(decision, state)
    elif state == "unknown":
        with pytest.raises(NotFound, match=r"^there is no task t$"):
            DECISIONS[decision](task)
    else:
        with pytest.raises(Refused, match=f"task t is {state}"):
            DECISIONS[decision](task)


def test_a_claim_names_who_has_the_task() -> None:
    with pytest.raises(Refused, match=r"is claimed by ana, who claimed it at 2026-01-31 12:00 UTC; only a created"):
        tasks.claim(task_in("claimed"), by="bo", at=LATER)


def test_completing_by_status_says_which_command_does_it() -> None:
    with pytest.raises(Refused, match="a task becomes completed by submit_completion only") as refused:
        DECISIONS["complete by status"](task_in("in_progress"))
    assert refused.value.hint == "say it with: docrunch task complete"


def test_what_a_blocker_forbids_says_that_it_is_resolved_first() -> None:
    with pytest.raises(Refused, match="task t is blocked by b-1 and cannot be completed") as refused:
        DECISIONS["complete"](given(task_in("claimed"), blocked_by("b-1")))
    assert refused.value.hint == "resolve what blocks it first"


@pytest.mark.parametrize("status", ["created", "claimed", "blocked", "completed", "cancelled"])
def test_progress_makes_a_task_nothing_but_in_progress(status: Any) -> None:
    with pytest.raises(Refused, match="progress makes it in_progress"):
        tasks.progress(task_in("claimed"), 50, status, note="", by="ana", at=LATER)


@pytest.mark.parametrize("state", ["claimed", "in_progress"])
def test_a_blocked_task_goes_back_where_it_was_when_its_last_blocker_is_resolved(state: str) -> None:
    task = given(task_in(state), blocked_by("b-1"), blocked_by("b-2"))

    one_left = task.apply(tasks.unblock(task, "b-1", by="bo", at=LATER))
    none_left = one_left.apply(tasks.unblock(one_left, "b-2", by="bo", at=LATER))

    assert (task.status, one_left.status, none_left.status) == ("blocked", "blocked", state)
    assert (one_left.open_blockers, none_left.open_blockers) == (("b-2",), ())


def test_a_cancelled_task_stays_cancelled_when_its_blocker_is_resolved() -> None:
    blocked = task_in("blocked")
    cancelled = blocked.apply(change("cancelled")(blocked))

    resolved = tasks.unblock(cancelled, "b-1", by="bo", at=LATER)

    assert (resolved.status, cancelled.apply(resolved).open_blockers) == ("cancelled", ())


def test_an_id_is_taken_for_ever() -> None:
    for state in KNOWN:
        with pytest.raises(Refused, match=f"task t is {state}.*the id is taken"):
            tasks.create(task_in(state), CREATED, [])


def test_a_task_depends_on_tasks_that_exist() -> None:
    new, other, missing = Task("task:t"), given(Task("task:o"), CREATED), Task("task:m")

    assert tasks.create(new, CREATED, [other]) == CREATED
    with pytest.raises(NotFound, match="task t cannot depend on task m: there is no such task"):
        tasks.create(new, CREATED, [other, missing])
    with pytest.raises(Refused, match="task t cannot depend on itself"):
        tasks.create(new, CREATED, [new])


def test_a_published_report_is_of_the_task_as_it_stands() -> None:
    published = tasks.publish(task_in("in_progress"), by="bo", at=LATER)

    assert (published.status, published.percentage) == ("in_progress", 40)
    assert tasks.publish(task_in("completed"), by="bo", at=LATER).percentage == 100


def test_a_task_takes_no_events_of_others() -> None:
    finding = FindingLogged(finding_id="f", task_id="t", type="bug", description="d", created_by="ana", created_at=AT)

    with pytest.raises(TypeError, match=r"finding\.logged is not an event of a task"):
        Task("task:t").apply(finding)


HISTORY = [
    (CLAIMED, ("claimed", "ana", AT, {})),
    (PROGRESSED, ("progressed", "ana", AT, {"percentage": 40, "status": "in_progress"})),
    (CANCELLED, ("status_changed", "bo", AT, {"previous": "claimed", "status": "cancelled"})),
    (CANCELLED.model_copy(update={"note": "why"}), ("status_changed", "bo", AT, {"note": "why"})),
    (blocked_by("b"), ("blocker_reported", "ana", AT, {"blocker_id": "b", "status": "blocked"})),
    (
        TaskBlockerResolved(task_id="t", blocker_id="b", status="claimed", resolved_by="bo", resolved_at=LATER),
        ("blocker_resolved", "bo", LATER, {"blocker_id": "b", "status": "claimed"}),
    ),
    (
        TaskActionLogged(task_id="t", action="looked", details={"a": 1}, reported_by="bo", reported_at=LATER),
        ("looked", "bo", LATER, {"a": 1}),
    ),
    (COMPLETED, ("completed", "ana", AT, {"report_id": "t#report", "tests_passed": True})),
    (
        TaskReportPublished(task_id="t", status="claimed", percentage=0, published_by="bo", published_at=LATER),
        ("report_published", "bo", LATER, {"status": "claimed", "percentage": 0}),
    ),
]


@pytest.mark.parametrize(("event", "told"), HISTORY)
def test_history_tells_who_did_what_and_when(event: Event, told: tuple[Any, ...]) -> None:
    entry = history_entry(event)

    assert entry is not None
    assert (entry.action, entry.agent, entry.at) == told[:3]
    assert entry.details.items() >= told[3].items()


def test_the_creation_of_a_task_is_told_by_the_task_itself() -> None:
    assert history_entry(CREATED) is None
