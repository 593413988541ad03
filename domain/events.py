"""Events: frozen facts in the past tense, stored under stable topics, never under import paths."""

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self

import orjson
from pydantic import BaseModel, ConfigDict

from .canonical import canonical_json


class Fact(BaseModel):
    """A frozen, closed value: what is stored is exactly what is declared."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_timedelta="float")


class Event(Fact):
    """Something that happened to one stream.

    `TOPIC` is the stored name. `SCHEMA_VERSION` counts the meanings the data had: version n+1 comes with a static
    method `upcast_vN_vM(data)` that turns stored data of version N into version M in place.
    """

    TOPIC: ClassVar[str] = ""
    SCHEMA_VERSION: ClassVar[int] = 1

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if cls.TOPIC and EVENTS.setdefault(cls.TOPIC, cls) is not cls:
            raise TypeError(f"two event classes share the topic {cls.TOPIC!r}")

    def canonical(self) -> bytes:
        """The data of this event as canonical JSON."""
        return canonical_json(self.model_dump(mode="python"))

    @classmethod
    def from_stored(cls, data: dict[str, Any]) -> Self:
        """Read data of the current schema version back."""
        return cls.model_validate_json(orjson.dumps(data))


EVENTS: dict[str, type[Event]] = {}
"""Every event class by its topic."""


class NewerSchema(LookupError):
    """Stored data has a schema version that only a newer program understands."""


def upcast(topic: str, schema_version: int, data: dict[str, Any]) -> dict[str, Any]:
    """Bring stored data to the current meaning of its topic, one version at a time.

    Raises KeyError for an unknown topic and NewerSchema for data written by a newer program.
    """
    event_class = EVENTS[topic]
    if schema_version > event_class.SCHEMA_VERSION:
        raise NewerSchema(f"{topic} version {schema_version} was written by a newer docrunch; upgrade this one")
    for version in range(schema_version, event_class.SCHEMA_VERSION):
        getattr(event_class, f"upcast_v{version}_v{version + 1}")(data)
    return data


@dataclass(frozen=True, slots=True)
class StreamEvent:
    """An event at its place in a stream; the field names are the eventsourcing library's."""

    originator_id: str
    originator_version: int
    event: Any
    """An `Event`, or a `SealedEvent` on its way in."""


class Aggregate(Protocol):
    """The state of one stream, folded from its events; `version` counts them, 0 is a stream without events."""

    @property
    def id(self) -> str: ...

    @property
    def version(self) -> int: ...

    def apply(self, event: Event) -> Self: ...
