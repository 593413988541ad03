"""The rows one append writes: events, what they changed, and the receipts of the commands that decided them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from ..domain.changes import EntityChange
from ..domain.errors import Invalid
from ..domain.receipts import Dispatched
from .mapper import LoggedEvent, event_hash


@dataclass(frozen=True, slots=True)
class Append:
    """Everything one transaction puts into the log."""

    events: Sequence[LoggedEvent]
    commands: Sequence[Dispatched] = ()
    metadata: Sequence[Mapping[str, Any]] = ()
    """Metadata of each event; empty for none."""

    def events_json(self) -> str:
        return json_text(
            [
                {
                    "stream_id": event.originator_id,
                    "version": event.originator_version,
                    "type": event.topic,
                    "schema_version": event.schema_version,
                    "data": orjson.Fragment(event.state),
                    "metadata": metadata,
                    "content_hash": event_hash(event),
                }
                for event, metadata in self.with_metadata()
            ]
        )

    def changes_json(self) -> str:
        return json_text(
            [
                {
                    "event": at,
                    "ordinal": ordinal,
                    "entity_type": change.entity_type,
                    "entity_id": change.entity_id,
                    "action": change.action,
                    "content_hash": change.content_hash,
                    "priority": change.priority,
                    "scan_run_id": change.scan_run_id,
                }
                for at, event in enumerate(self.events)
                for ordinal, change in enumerate(event.changes)
            ]
        )

    def commands_json(self) -> str:
        return json_text(
            [
                {"command_id": row.command_id, "first": row.first, "last": row.last, "receipt": row.receipt}
                for row in self.commands
            ]
        )

    def event_rows(self, floor: int) -> Iterator[tuple[Any, ...]]:
        """Rows for COPY, in (stream, version) order like the statement's."""
        rows = [(floor + at, *event_columns(*pair)) for at, pair in enumerate(self.with_metadata())]
        return iter(sorted(rows, key=lambda row: (row[1], row[2])))

    def change_rows(self, floor: int) -> Iterator[tuple[Any, ...]]:
        """Rows for COPY of the outbox."""
        for at, event in enumerate(self.events):
            for ordinal, change in enumerate(event.changes):
                yield (floor + at, ordinal, *change_columns(change))

    @property
    def is_one_change(self) -> bool:
        """Whether this is what most commands come to: one event that changed one entity."""
        return len(self.events) == len(self.commands) == 1 and len(self.events[0].changes) == 1

    def one_change(self) -> tuple[Any, ...]:
        """The rows of such an append as the parameters of one statement."""
        (event,), (command,) = self.events, self.commands
        metadata = self.metadata[0] if self.metadata else {}
        receipt = (command.command_id, command.first, command.last, json_text(command.receipt))
        return (*event_columns(event, metadata), *change_columns(event.changes[0]), *receipt)

    def with_metadata(self) -> Iterator[tuple[LoggedEvent, Mapping[str, Any]]]:
        return zip(self.events, self.metadata or [{}] * len(self.events), strict=True)


def event_columns(event: LoggedEvent, metadata: Mapping[str, Any]) -> tuple[Any, ...]:
    return (
        event.originator_id,
        event.originator_version,
        event.topic,
        event.schema_version,
        event.state.decode(),
        json_text(metadata),
        event_hash(event),
    )


def change_columns(change: EntityChange) -> tuple[Any, ...]:
    return (
        change.entity_type,
        change.entity_id,
        change.action,
        change.content_hash,
        change.priority,
        change.scan_run_id,
    )


def json_text(value: Any) -> str:
    try:
        return orjson.dumps(value).decode()
    except TypeError as error:
        raise Invalid(f"this cannot be stored as JSON: {error}") from error
