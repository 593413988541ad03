"""Tasks, their history and their completion reports."""

from collections.abc import Callable, Iterable
from typing import Any

from ...domain import task_events as on
from ...domain.events import EVENTS
from ...domain.feed import FeedEvent
from ...domain.history import history_entry, history_id
from ...domain.task_state import FULL
from .changes import Change, Columns, Projected
from .pages import task_page

FACTS = ("type", "title", "description", "priority", "assigned_to", "depends_on", "guardrails", "context")
REPORTED = ("summary", "changes", "tests_passed", "notes")
PUBLISHED = frozenset({"task_report", "finding", "decision", "index"})
"""What shows a report that is written: itself, and whatever links to it."""


def created(event: FeedEvent) -> Iterable[Change]:
    data = event.data
    at = {"created_at": data["created_at"], "updated_at": data["created_at"], "created_by": data["created_by"]}
    facts = {name: data[name] for name in FACTS}
    yield Change("tasks", data["task_id"], {**facts, **at, "status": "created", "percentage": 0}, is_new=True)


def history(event: FeedEvent) -> Iterable[Change]:
    """The history row that any event but the first one makes."""
    entry = history_entry(EVENTS[event.type].from_stored(event.data))
    if entry is None:
        raise ValueError(f"{event.type} is not told in a history")
    task_id = event.data["task_id"]
    told = {"action": entry.action, "agent": entry.agent, "details": entry.details, "timestamp": entry.at}
    row = {"task_id": task_id, "version": event.version, **told}
    yield Change("task_history", history_id(task_id, event.version), row, is_new=True)


def moving(columns: Callable[[dict[str, Any]], Columns], *, at: str = "reported_at") -> Callable[..., Iterable[Change]]:
    """History, and these columns of the task."""

    def rows(event: FeedEvent) -> Iterable[Change]:
        data = event.data
        yield Change("tasks", data["task_id"], {**columns(data), "updated_at": data[at]})
        yield from history(event)

    return rows


def completed(event: FeedEvent) -> Iterable[Change]:
    data = event.data
    report = {"task_id": data["task_id"], "created_at": data["reported_at"], "created_by": data["reported_by"]}
    report |= {name: data[name] for name in REPORTED}
    yield Change("completion_reports", data["report_id"], report, is_new=True)
    finished = {"status": "completed", "percentage": FULL, "completed_at": data["reported_at"]}
    shown = publication(event, "completed", FULL, by=data["reported_by"], at=data["reported_at"])
    yield Change("tasks", data["task_id"], {**finished, **shown, "updated_at": data["reported_at"]})
    yield task_page(data["task_id"])
    yield from history(event)


def published(event: FeedEvent) -> Iterable[Change]:
    data = event.data
    shown = publication(event, data["status"], data["percentage"], by=data["published_by"], at=data["published_at"])
    yield Change("tasks", data["task_id"], shown)
    yield task_page(data["task_id"])
    yield from history(event)


def publication(event: FeedEvent, status: str, percentage: int, *, by: str, at: str) -> Columns:
    """What the report tells of the task's state: what comes later rewrites no page until it is published again."""
    now = {"published_status": status, "published_percentage": percentage, "published_version": event.version}
    return {**now, "published_by": by, "published_at": at}


MOVED = frozenset({"tasks", "task_history"})

TASKS = {
    on.TaskCreated.TOPIC: Projected(created, frozenset({"tasks"})),
    on.TaskClaimed.TOPIC: Projected(
        moving(lambda data: {"status": "claimed", "assigned_to": data["reported_by"]}), MOVED
    ),
    on.TaskStatusChanged.TOPIC: Projected(moving(lambda data: {"status": data["status"]}), MOVED),
    on.TaskProgressed.TOPIC: Projected(
        moving(lambda data: {"status": data["status"], "percentage": data["percentage"]}), MOVED
    ),
    on.TaskActionLogged.TOPIC: Projected(history, frozenset({"task_history"})),
    on.TaskBlockerReported.TOPIC: Projected(moving(lambda data: {"status": data["status"]}), MOVED),
    on.TaskBlockerResolved.TOPIC: Projected(moving(lambda data: {"status": data["status"]}, at="resolved_at"), MOVED),
    on.TaskCompleted.TOPIC: Projected(completed, MOVED | {"completion_reports", "pages"}, PUBLISHED),
    on.TaskReportPublished.TOPIC: Projected(published, MOVED | {"pages"}, PUBLISHED),
}
