"""What can happen to a task."""

from datetime import datetime
from typing import Any, ClassVar, Literal

from .events import Event

TaskStatus = Literal["created", "claimed", "in_progress", "blocked", "completed", "cancelled"]


class TaskCreated(Event):
    """Somebody described work to be done. `depends_on` names tasks that were in the log before."""

    TOPIC: ClassVar[str] = "task.created"

    task_id: str
    type: str
    title: str
    description: str
    priority: str
    assigned_to: str | None = None
    depends_on: tuple[str, ...] = ()
    guardrails: dict[str, Any] | list[Any]
    context: dict[str, Any] | list[Any]
    created_by: str
    created_at: datetime


class TaskClaimed(Event):
    """An agent took the task; from now on it is assigned to it."""

    TOPIC: ClassVar[str] = "task.claimed"

    task_id: str
    reported_by: str
    reported_at: datetime


class TaskStatusChanged(Event):
    """A task was taken up without a figure (`in_progress`), or given up (`cancelled`)."""

    TOPIC: ClassVar[str] = "task.status_changed"

    task_id: str
    previous: TaskStatus
    status: Literal["in_progress", "cancelled"]
    note: str = ""
    reported_by: str
    reported_at: datetime


class TaskProgressed(Event):
    """An agent said how far it is, in percent; the first such word puts the task in progress."""

    TOPIC: ClassVar[str] = "task.progressed"

    task_id: str
    percentage: int
    status: Literal["in_progress"]
    note: str = ""
    reported_by: str
    reported_at: datetime


class TaskActionLogged(Event):
    """Somebody did something about the task that changes nothing about its state."""

    TOPIC: ClassVar[str] = "task.action_logged"

    task_id: str
    action: str
    details: dict[str, Any]
    reported_by: str
    reported_at: datetime


class TaskBlockerReported(Event):
    """A blocker holds the task up; what it is stands on the blocker's own stream."""

    TOPIC: ClassVar[str] = "task.blocker_reported"

    task_id: str
    blocker_id: str
    status: Literal["blocked"]
    reported_by: str
    reported_at: datetime


class TaskBlockerResolved(Event):
    """A blocker of the task is gone. `status` is the task's now: still blocked, or where it was before."""

    TOPIC: ClassVar[str] = "task.blocker_resolved"

    task_id: str
    blocker_id: str
    status: TaskStatus
    resolved_by: str
    resolved_at: datetime


class TaskCompleted(Event):
    """An agent finished the task and reported on it; the ids are of what it noted on that occasion."""

    TOPIC: ClassVar[str] = "task.completed"

    task_id: str
    report_id: str
    summary: str
    changes: dict[str, Any] | list[Any]
    tests_passed: bool
    notes: str = ""
    finding_ids: tuple[str, ...] = ()
    decision_ids: tuple[str, ...] = ()
    reported_by: str
    reported_at: datetime


class TaskReportPublished(Event):
    """Somebody wants the task's report published as the task stands now."""

    TOPIC: ClassVar[str] = "task.report_published"

    task_id: str
    status: TaskStatus
    percentage: int
    published_by: str
    published_at: datetime
