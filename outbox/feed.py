"""The feed: committed events in an order that is safe to remember one position of."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from ..domain.changes import EntityChange, changed_entities
from ..domain.events import EVENTS, NewerSchema, upcast
from ..domain.feed import Batch, FeedEvent
from ..postgres.connection import Connection, translated
from ..postgres.statements import Statements

SQL = Statements("docrunch.outbox", "feed.sql")
BATCH = 500
"""Events read at once: enough to write sets, few enough to hold in memory."""


def read(connection: Connection, after: int, limit: int = BATCH) -> Batch | None:
    """The next batch behind `after` with its changes derived from the events; None when there is nothing yet."""
    return batched(connection, after, limit, derived)


def read_live(connection: Connection, after: int, limit: int = BATCH) -> Batch | None:
    """The next batch with its changes as the outbox has them: for the live projector, which empties the outbox."""

    def recorded(events: Sequence[FeedEvent]) -> list[EntityChange]:
        bounds = {"after": after, "upto": events[-1].position}
        rows = SQL.rows(connection, "read_outbox", bounds)
        return [EntityChange(*row) for row in rows]

    return batched(connection, after, limit, recorded)


def fills_a_batch(connection: Connection, after: int, limit: int = BATCH) -> bool:
    """Whether `read` would come back with as many events as it may."""
    with translated():
        rows = SQL.rows(connection, "fills_a_batch", {"after": after, "limit": limit})
        return bool(rows[0][0])


def batched(
    connection: Connection, after: int, limit: int, changes: Callable[[Sequence[FeedEvent]], list[EntityChange]]
) -> Batch | None:
    with translated():
        rows = SQL.rows(connection, "read", {"after": after, "limit": limit + 1})
        events = [feed_event(*row) for row in rows[:limit]]
        has_more = len(rows) > limit
        return Batch(after, events[-1].position, events, changes(events), has_more) if events else None


def derived(events: Sequence[FeedEvent]) -> list[EntityChange]:
    """What the outbox of these events held, from the events alone."""
    readable = [event for event in events if event.problem is None]
    return [change for event in readable for change in changed_entities(event.type, event.data)]


def feed_event(
    position: int,
    stream_id: str,
    version: int,
    topic: str,
    schema_version: int,
    data: dict[str, Any],
    recorded_at: datetime,
) -> FeedEvent:
    data, problem = current(topic, schema_version, data)
    return FeedEvent(position, stream_id, version, topic, schema_version, data, recorded_at, problem)


def current(topic: str, schema_version: int, data: dict[str, Any]) -> tuple[dict[str, Any], str | None]:
    """The data in its current meaning, and why it has none; whatever is wrong with one event, the others must come."""
    if topic not in EVENTS:
        return data, f"this docrunch knows no event {topic!r}; a newer one wrote it"
    try:
        data = upcast(topic, schema_version, data)
        changed_entities(topic, data)
    except NewerSchema as error:
        return data, str(error)
    except Exception as error:  # noqa: BLE001  # an upcaster or derivation may break in any way on broken data
        return data, f"{topic} version {schema_version} cannot be read: {type(error).__name__}: {error}"
    return data, None
