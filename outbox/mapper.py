"""Between domain events and stored ones: canonical JSON out, upcast and validated facts in."""

from dataclasses import dataclass
from typing import Any, cast

import orjson
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import JSONTranscoder, Mapper, StoredEvent
from pydantic import ValidationError

from ..domain.canonical import canonical_json, digest
from ..domain.changes import EntityChange, SealedEvent, changed_entities
from ..domain.errors import Misconfigured
from ..domain.events import EVENTS, StreamEvent, upcast


@dataclass(frozen=True)
class LoggedEvent(StoredEvent):
    """A stored event with the schema version of its data and the entities it changes; `state` is canonical JSON."""

    schema_version: int = 1
    changes: tuple[EntityChange, ...] = ()


class JsonMapper(Mapper[str]):
    """Stores an event's data as canonical JSON under its topic; reads every older schema version by upcasting."""

    def __init__(self) -> None:
        super().__init__(transcoder=JSONTranscoder())

    def to_stored_event(self, domain_event: DomainEventProtocol[str]) -> LoggedEvent:
        """Serialise one StreamEvent and derive what it changes."""
        event = cast("StreamEvent", domain_event).event
        if isinstance(event, SealedEvent):
            state, changes = event.data, event.changes
        else:
            data = event.model_dump()
            state, changes = canonical_json(data), tuple(changed_entities(event.TOPIC, data))
        return LoggedEvent(
            domain_event.originator_id,
            domain_event.originator_version,
            event.TOPIC,
            state,
            event.SCHEMA_VERSION,
            changes,
        )

    def to_domain_event(self, stored_event: StoredEvent) -> StreamEvent:
        """Read one event back in its current meaning. Raises Misconfigured for what a newer program wrote."""
        stream, version = str(stored_event.originator_id), stored_event.originator_version
        try:
            event = EVENTS[stored_event.topic].model_validate_json(current_state(stored_event))
        except (LookupError, ValidationError) as error:
            raise Misconfigured(
                f"version {version} of {stream}, a {stored_event.topic!r}, cannot be read by this docrunch",
                hint="a newer docrunch wrote it: upgrade this one",
            ) from error
        return StreamEvent(stream, version, event)


def current_state(stored_event: StoredEvent) -> bytes:
    """The event's data as JSON of the current schema version."""
    current = EVENTS[stored_event.topic].SCHEMA_VERSION
    version = getattr(stored_event, "schema_version", current)
    if version == current:
        return stored_event.state
    return orjson.dumps(upcast(stored_event.topic, version, orjson.loads(stored_event.state)))


def event_hash(event: LoggedEvent) -> str:
    """SHA-256 over the canonical JSON of data, schema_version, stream, type and version, without serialising twice."""
    rest: Any = {
        "schema_version": event.schema_version,
        "stream": event.originator_id,
        "type": event.topic,
        "version": event.originator_version,
    }
    return digest(b'{"data":' + event.state + b"," + canonical_json(rest)[1:])
