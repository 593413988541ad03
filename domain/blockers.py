"""Blockers: what holds a task up until it is resolved."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal, Self

from .errors import NotFound, Refused
from .events import Event
from .instants import minute

BlockerStatus = Literal["open", "resolved"]


class BlockerReported(Event):
    """An agent cannot go on with a task and says what it needs; the task's stream says so too."""

    TOPIC: ClassVar[str] = "blocker.reported"

    blocker_id: str
    task_id: str
    description: str
    needs: str
    reported_by: str
    reported_at: datetime


class BlockerResolved(Event):
    """What held a task up is gone; the task's stream says so too."""

    TOPIC: ClassVar[str] = "blocker.resolved"

    blocker_id: str
    task_id: str
    resolution: str = ""
    resolved_by: str
    resolved_at: datetime


@dataclass(frozen=True, slots=True)
class Blocker:
    """What decisions about one blocker need to know; `task_id` is empty where there is no such blocker."""

    id: str
    version: int = 0
    task_id: str = ""
    resolved_at: datetime | None = None

    @property
    def blocker_id(self) -> str:
        return self.id.removeprefix(blocker_stream(""))

    def apply(self, event: Event) -> Self:
        match event:
            case BlockerReported():
                return replace(self, version=self.version + 1, task_id=event.task_id)
            case BlockerResolved():
                return replace(self, version=self.version + 1, resolved_at=event.resolved_at)
        raise TypeError(f"{event.TOPIC} is not an event of a blocker")

    def require_known(self) -> Self:
        """The blocker itself. Raises NotFound when there is none."""
        if not self.task_id:
            raise NotFound(f"there is no blocker {self.blocker_id}")
        return self


def blocker_stream(blocker_id: str) -> str:
    """The name of a blocker's stream."""
    return f"blocker:{blocker_id}"


def report(blocker: Blocker, reported: BlockerReported) -> BlockerReported:
    """Report a blocker. Raises Refused for a used id; whether the task can be blocked is the task's to say."""
    if blocker.version:
        raise Refused(f"blocker {blocker.blocker_id} was reported already, on task {blocker.task_id}: the id is taken")
    return reported


def resolve(blocker: Blocker, *, resolution: str, by: str, at: datetime) -> BlockerResolved:
    """Resolve a blocker, once. Raises Refused when it was resolved before, NotFound when there is none."""
    blocker.require_known()
    if blocker.resolved_at is not None:
        raise Refused(f"blocker {blocker.blocker_id} was resolved already, at {minute(blocker.resolved_at)}")
    ids = {"blocker_id": blocker.blocker_id, "task_id": blocker.task_id}
    return BlockerResolved(**ids, resolution=resolution, resolved_by=by, resolved_at=at)
