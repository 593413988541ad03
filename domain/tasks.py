"""The rules of a task's life.

created → claimed → in_progress (first progress) → completed. Claimed or in progress it is blocked while a blocker is
open, and then back where it was. Until it is completed it can be cancelled.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from .errors import NotFound, Refused
from .task_events import (
    TaskActionLogged,
    TaskBlockerReported,
    TaskBlockerResolved,
    TaskClaimed,
    TaskCompleted,
    TaskCreated,
    TaskProgressed,
    TaskReportPublished,
    TaskStatus,
    TaskStatusChanged,
)
from .task_state import Task

BY_ANOTHER_COMMAND: dict[TaskStatus, str] = {
    "created": "no task becomes created again",
    "claimed": "a task becomes claimed by claim_task",
    "blocked": "a task becomes blocked by report_blocker",
    "completed": "a task becomes completed by submit_completion only",
    "cancelled": "a task becomes cancelled by update_task_status",
}
SAID_BY: dict[TaskStatus, str] = {
    "claimed": "docrunch task claim",
    "blocked": "docrunch blocker report",
    "completed": "docrunch task complete",
    "cancelled": "docrunch task cancel",
}
"""The same for who sits at a terminal."""
Statuses = frozenset[TaskStatus]
STARTABLE: Statuses = frozenset({"claimed"})
UNDER_WAY: Statuses = frozenset({"claimed", "in_progress"})
BLOCKABLE: Statuses = frozenset({"claimed", "in_progress", "blocked"})
CANCELLABLE: Statuses = frozenset({"created", "claimed", "in_progress", "blocked"})


def create(task: Task, created: TaskCreated, dependencies: Iterable[Task]) -> TaskCreated:
    """Create a task. Raises Refused for a used id, NotFound for a dependency that is not in the log yet."""
    if task.status is not None:
        raise Refused(f"{task.standing} already: the id is taken")
    for other in dependencies:
        if other.id == task.id:
            raise Refused(f"task {task.task_id} cannot depend on itself")
        if other.status is None:
            raise NotFound(f"task {task.task_id} cannot depend on task {other.task_id}: there is no such task")
    return created


def claim(task: Task, *, by: str, at: datetime) -> TaskClaimed:
    """Take a task that nobody has. Raises Refused naming who has it."""
    if task.require_known().status != "created":
        raise Refused(f"{task.standing}; only a created task can be claimed")
    return TaskClaimed(task_id=task.task_id, reported_by=by, reported_at=at)


def change_status(
    task: Task, status: TaskStatus, *, note: str, by: str, at: datetime
) -> TaskClaimed | TaskStatusChanged:
    """Claim a task, take it up or cancel it. Raises Refused for what its state or another command forbids."""
    task.require_known()
    match status:
        case "claimed":
            return claim(task, by=by, at=at)
        case "in_progress":
            require(task, STARTABLE, "become in_progress")
        case "cancelled":
            require(task, CANCELLABLE, "be cancelled")
        case _:
            raise elsewhere(status, task.standing)
    changed: dict[str, Any] = {"previous": task.status, "status": status, "note": note}
    return TaskStatusChanged(task_id=task.task_id, **changed, reported_by=by, reported_at=at)


def progress(task: Task, percentage: int, status: TaskStatus, *, note: str, by: str, at: datetime) -> TaskProgressed:
    """Say how far a task is, in percent. Raises Refused unless it is claimed or in progress, and stays so."""
    require(task, UNDER_WAY, "progress")
    if status != "in_progress":
        raise elsewhere(status, f"{task.standing}; progress makes it in_progress")
    return TaskProgressed(
        task_id=task.task_id, percentage=percentage, status=status, note=note, reported_by=by, reported_at=at
    )


def log_action(task: Task, action: str, details: dict[str, Any], *, by: str, at: datetime) -> TaskActionLogged:
    """Write something into the history of a task, whatever its state."""
    task_id = task.require_known().task_id
    return TaskActionLogged(task_id=task_id, action=action, details=details, reported_by=by, reported_at=at)


def block(task: Task, blocker_id: str, *, by: str, at: datetime) -> TaskBlockerReported:
    """Hold a task up. Raises Refused unless somebody works on it."""
    require(task, BLOCKABLE, "be blocked")
    return TaskBlockerReported(
        task_id=task.task_id, blocker_id=blocker_id, status="blocked", reported_by=by, reported_at=at
    )


def unblock(task: Task, blocker_id: str, *, by: str, at: datetime) -> TaskBlockerResolved:
    """Take one blocker away; the last one lets a blocked task go on where it was. A cancelled task stays cancelled."""
    is_last = set(task.open_blockers) <= {blocker_id}
    status = task.before if task.status == "blocked" and is_last else task.status
    resolved: dict[str, Any] = {"blocker_id": blocker_id, "status": status}
    return TaskBlockerResolved(task_id=task.task_id, **resolved, resolved_by=by, resolved_at=at)


def complete(task: Task, completed: TaskCompleted) -> TaskCompleted:
    """Finish a task, once. Raises Refused unless it is claimed or in progress."""
    require(task, UNDER_WAY, "be completed")
    return completed


def publish(task: Task, *, by: str, at: datetime) -> TaskReportPublished:
    """Publish the report of a task as it stands, whatever its state."""
    now: dict[str, Any] = {"status": task.require_known().status, "percentage": task.percentage}
    return TaskReportPublished(task_id=task.task_id, **now, published_by=by, published_at=at)


def elsewhere(status: TaskStatus, standing: str) -> Refused:
    """Another command than this one leads to that status."""
    hint = f"say it with: {SAID_BY[status]}" if status in SAID_BY else None
    return Refused(f"{standing}; {BY_ANOTHER_COMMAND[status]}", hint=hint)


def require(task: Task, states: Statuses, deed: str) -> None:
    if task.require_known().status not in states:
        hint = "resolve what blocks it first" if task.status == "blocked" else None
        raise Refused(f"{task.standing} and cannot {deed}", hint=hint)


def report_id(task_id: str) -> str:
    """The id of a task's one completion report."""
    return f"{task_id}#report"
