"""The state of a task, folded from its events, and how it is told to people."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from . import task_events as on
from .errors import NotFound
from .events import Event
from .instants import minute
from .task_events import TaskStatus

FULL = 100
"""The percentage of what is done."""


def task_stream(task_id: str) -> str:
    """The name of a task's stream."""
    return f"task:{task_id}"


@dataclass(frozen=True, slots=True)
class Task:
    """What decisions about one task need to know; `status` is None where there is no such task.

    `before` is where a blocked task goes back to; `holder` claimed it, at `claimed_at`.
    """

    id: str
    version: int = 0
    status: TaskStatus | None = None
    before: TaskStatus | None = None
    holder: str | None = None
    claimed_at: datetime | None = None
    percentage: int = 0
    open_blockers: tuple[str, ...] = ()

    @property
    def task_id(self) -> str:
        return self.id.removeprefix(task_stream(""))

    @property
    def standing(self) -> str:
        """Its state in words: `task t-1 is claimed by ana, who claimed it at 2026-01-31 12:00 UTC`."""
        told = f"task {self.task_id} is {self.status}"
        match self.status:
            case "claimed" | "in_progress" if self.claimed_at is not None:
                return f"{told} by {self.holder}, who claimed it at {minute(self.claimed_at)}"
            case "blocked":
                return f"{told} by {', '.join(self.open_blockers)}"
        return told

    def require_known(self) -> Self:
        """The task itself. Raises NotFound when there is none."""
        if self.status is None:
            raise NotFound(f"there is no task {self.task_id}")
        return self

    def apply(self, event: Event) -> Self:
        return replace(self, version=self.version + 1, **self.changed(event))

    def changed(self, event: Event) -> dict[str, Any]:
        match event:
            case on.TaskCreated():
                return {"status": "created"}
            case on.TaskClaimed():
                return {"status": "claimed", "holder": event.reported_by, "claimed_at": event.reported_at}
            case on.TaskStatusChanged():
                return {"status": event.status}
            case on.TaskProgressed():
                return {"status": event.status, "percentage": event.percentage}
            case on.TaskBlockerReported():
                return self.with_blocker(event)
            case on.TaskBlockerResolved():
                left = tuple(one for one in self.open_blockers if one != event.blocker_id)
                return {"status": event.status, "open_blockers": left}
            case on.TaskCompleted():
                return {"status": "completed", "percentage": FULL}
            case on.TaskActionLogged() | on.TaskReportPublished():
                return {}
        raise TypeError(f"{event.TOPIC} is not an event of a task")

    def with_blocker(self, event: on.TaskBlockerReported) -> dict[str, Any]:
        before = self.before if self.status == "blocked" else self.status
        return {"status": "blocked", "before": before, "open_blockers": (*self.open_blockers, event.blocker_id)}
