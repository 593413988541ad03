"""The history of a task: which of its events is told there, and how."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .events import Event
from .task_events import (
    TaskActionLogged,
    TaskBlockerReported,
    TaskBlockerResolved,
    TaskClaimed,
    TaskCompleted,
    TaskProgressed,
    TaskReportPublished,
    TaskStatusChanged,
)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One row of a task's history: what was done, by whom, when (aware UTC), and what else is to be said."""

    action: str
    agent: str
    at: datetime
    details: dict[str, Any]


def history_entry(event: Event) -> HistoryEntry | None:
    """How an event of a task is told in its history; None for its creation, which the task itself tells."""
    match event:
        case TaskBlockerResolved():
            details = {"blocker_id": event.blocker_id, "status": event.status}
            return HistoryEntry("blocker_resolved", event.resolved_by, event.resolved_at, details)
        case TaskReportPublished():
            published: dict[str, Any] = {"status": event.status, "percentage": event.percentage}
            return HistoryEntry("report_published", event.published_by, event.published_at, published)
    return reported(event) if isinstance(event, Reported) else None


Noted = TaskProgressed | TaskStatusChanged
Reported = TaskClaimed | TaskProgressed | TaskStatusChanged | TaskActionLogged | TaskBlockerReported | TaskCompleted


def reported(event: Reported) -> HistoryEntry:
    action, details = told(event)
    note = {"note": event.note} if isinstance(event, Noted) and event.note else {}
    return HistoryEntry(action, event.reported_by, event.reported_at, details | note)


def told(event: Reported) -> tuple[str, dict[str, Any]]:
    match event:
        case TaskClaimed():
            return "claimed", {}
        case TaskProgressed():
            return "progressed", {"percentage": event.percentage, "status": event.status}
        case TaskStatusChanged():
            return "status_changed", {"previous": event.previous, "status": event.status}
        case TaskActionLogged():
            return event.action, event.details
        case TaskBlockerReported():
            return "blocker_reported", {"blocker_id": event.blocker_id, "status": event.status}
        case TaskCompleted():
            return "completed", {"report_id": event.report_id, "tests_passed": event.tests_passed}


def history_id(task_id: str, version: int) -> str:
    """The id of the history row that the event of this version on the task's stream makes."""
    return f"{task_id}#{version}"
