"""Patterns: how this project's code does a thing, until that is given up."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Self

from .errors import NotFound, Refused
from .events import Event
from .instants import minute


class PatternRecorded(Event):
    """Somebody described a way of doing things that the code follows; `files` are where it can be seen."""

    TOPIC: ClassVar[str] = "pattern.recorded"

    pattern_id: str
    name: str
    description: str
    example: str = ""
    files: tuple[str, ...] = ()
    created_by: str
    created_at: datetime


class PatternRetired(Event):
    """The code follows this pattern no longer."""

    TOPIC: ClassVar[str] = "pattern.retired"

    pattern_id: str
    reason: str = ""
    retired_by: str
    retired_at: datetime


@dataclass(frozen=True, slots=True)
class Pattern:
    """What decisions about one pattern need to know."""

    id: str
    version: int = 0
    retired_at: datetime | None = None

    @property
    def pattern_id(self) -> str:
        return self.id.removeprefix(pattern_stream(""))

    def apply(self, event: Event) -> Self:
        match event:
            case PatternRecorded():
                return replace(self, version=self.version + 1)
            case PatternRetired():
                return replace(self, version=self.version + 1, retired_at=event.retired_at)
        raise TypeError(f"{event.TOPIC} is not an event of a pattern")


def pattern_stream(pattern_id: str) -> str:
    """The name of a pattern's stream."""
    return f"pattern:{pattern_id}"


def record(pattern: Pattern, recorded: PatternRecorded) -> PatternRecorded:
    """Record a pattern. Raises Refused for a used id, a retired pattern's too."""
    if pattern.version:
        raise Refused(f"pattern {pattern.pattern_id} was recorded already: the id is taken")
    return recorded


def retire(pattern: Pattern, *, reason: str, by: str, at: datetime) -> PatternRetired:
    """Give a pattern up, once. Raises Refused when it was retired before, NotFound when there is none."""
    if not pattern.version:
        raise NotFound(f"there is no pattern {pattern.pattern_id}")
    if pattern.retired_at is not None:
        raise Refused(f"pattern {pattern.pattern_id} was retired already, at {minute(pattern.retired_at)}")
    return PatternRetired(pattern_id=pattern.pattern_id, reason=reason, retired_by=by, retired_at=at)
