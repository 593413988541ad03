"""Decisions: recorded once, in force until another one supersedes them.

Only a decision in force can supersede another. Both streams get an event, so the log itself refuses that either end
changes meanwhile, and no chain of decisions can lead back to its beginning.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Self

from .errors import NotFound, Refused
from .events import Event


class DecisionRecorded(Event):
    """Somebody decided something about the architecture and says why; `task_id` where a task led to it."""

    TOPIC: ClassVar[str] = "decision.recorded"

    decision_id: str
    title: str
    context: str
    decision: str
    rationale: str
    task_id: str | None = None
    created_by: str
    created_at: datetime


class DecisionSuperseded(Event):
    """Another decision took the place of this one."""

    TOPIC: ClassVar[str] = "decision.superseded"

    decision_id: str
    superseded_by: str
    reported_by: str
    reported_at: datetime


class PredecessorSuperseded(Event):
    """This decision took the place of another one: the other side of DecisionSuperseded."""

    TOPIC: ClassVar[str] = "decision.predecessor_superseded"

    decision_id: str
    supersedes: str
    reported_by: str
    reported_at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """What decisions about one recorded decision need to know."""

    id: str
    version: int = 0
    superseded_by: str | None = None

    @property
    def decision_id(self) -> str:
        return self.id.removeprefix(decision_stream(""))

    def apply(self, event: Event) -> Self:
        match event:
            case DecisionRecorded() | PredecessorSuperseded():
                return replace(self, version=self.version + 1)
            case DecisionSuperseded():
                return replace(self, version=self.version + 1, superseded_by=event.superseded_by)
        raise TypeError(f"{event.TOPIC} is not an event of a decision")

    def require_in_force(self) -> None:
        """Raises NotFound when there is no such decision, Refused when it is superseded."""
        if not self.version:
            raise NotFound(f"there is no decision {self.decision_id}")
        if self.superseded_by is not None:
            raise Refused(f"decision {self.decision_id} is superseded by {self.superseded_by} already")


def decision_stream(decision_id: str) -> str:
    """The name of a decision's stream."""
    return f"decision:{decision_id}"


def record(decision: Decision, recorded: DecisionRecorded) -> DecisionRecorded:
    """Record a decision. Raises Refused for a used id."""
    if decision.version:
        raise Refused(f"decision {decision.decision_id} was recorded already: the id is taken")
    return recorded


def supersede(
    old: Decision, new: Decision, *, by: str, at: datetime
) -> tuple[DecisionSuperseded, PredecessorSuperseded]:
    """Put `new` in the place of `old`, both in force; one event for each. Raises Refused, NotFound."""
    old.require_in_force()
    if new.id == old.id:
        raise Refused(f"decision {old.decision_id} cannot supersede itself")
    new.require_in_force()
    return (
        DecisionSuperseded(decision_id=old.decision_id, superseded_by=new.decision_id, reported_by=by, reported_at=at),
        PredecessorSuperseded(decision_id=new.decision_id, supersedes=old.decision_id, reported_by=by, reported_at=at),
    )
