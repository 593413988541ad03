"""Findings: what agents notice on the way, until somebody resolves it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal, Self

from .errors import NotFound, Refused
from .events import Event
from .instants import minute
from .task_state import Task

FindingType = Literal["bug", "improvement", "question", "blocker"]


class FindingLogged(Event):
    """An agent wrote down something it noticed about some files while it worked on a task."""

    TOPIC: ClassVar[str] = "finding.logged"

    finding_id: str
    task_id: str
    type: FindingType
    description: str
    files: tuple[str, ...] = ()
    created_by: str
    created_at: datetime


class FindingResolved(Event):
    """Somebody saw to a finding."""

    TOPIC: ClassVar[str] = "finding.resolved"

    finding_id: str
    resolution: str = ""
    resolved_by: str
    resolved_at: datetime


@dataclass(frozen=True, slots=True)
class Finding:
    """What decisions about one finding need to know."""

    id: str
    version: int = 0
    resolved_at: datetime | None = None

    @property
    def finding_id(self) -> str:
        return self.id.removeprefix(finding_stream(""))

    def apply(self, event: Event) -> Self:
        match event:
            case FindingLogged():
                return replace(self, version=self.version + 1)
            case FindingResolved():
                return replace(self, version=self.version + 1, resolved_at=event.resolved_at)
        raise TypeError(f"{event.TOPIC} is not an event of a finding")


def finding_stream(finding_id: str) -> str:
    """The name of a finding's stream."""
    return f"finding:{finding_id}"


def log(finding: Finding, task: Task, logged: FindingLogged) -> FindingLogged:
    """Note a finding on a task, whatever the task's state. Raises Refused for a used id, NotFound without task."""
    task.require_known()
    if finding.version:
        raise Refused(f"finding {finding.finding_id} was logged already: the id is taken")
    return logged


def resolve(finding: Finding, *, resolution: str, by: str, at: datetime) -> FindingResolved:
    """Resolve a finding, once. Raises Refused when it was resolved before, NotFound when there is none."""
    if not finding.version:
        raise NotFound(f"there is no finding {finding.finding_id}")
    if finding.resolved_at is not None:
        raise Refused(f"finding {finding.finding_id} was resolved already, at {minute(finding.resolved_at)}")
    return FindingResolved(finding_id=finding.finding_id, resolution=resolution, resolved_by=by, resolved_at=at)
