"""The recorder behind the eventsourcing library's interface, on Postgres."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent, Subscription

from ..domain.receipts import Receipt
from ..postgres.connection import Database, looked_for, translated
from ..postgres.statements import Statements
from .appending import append
from .mapper import LoggedEvent, current_state
from .rows import Append
from .subscription import PollingSubscription

SQL = Statements("docrunch.outbox", "log.sql")
END = (1 << 63) - 1
"""Larger than any position or version."""


class PostgresRecorder(ApplicationRecorder):
    """Appends to and reads from the log of one schema, on the calling thread's own connection."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int]:
        """Append all or nothing and return the positions.

        Keywords: `commands` (Dispatched) and `metadata` (a mapping for each event) go in in the same transaction.
        Raises TypeError for events that do not come from a JsonMapper: they would change nothing in the outbox.
        Raises VersionConflict, DuplicateCommand, Invalid, Unavailable.
        """
        events = [logged(event) for event in stored_events]
        rows = Append(events, kwargs.get("commands", ()), kwargs.get("metadata", ()))
        floor = append(self.database.connection(), rows)
        return range(floor, floor + len(events))

    def receipts(self, command_ids: Sequence[UUID]) -> dict[UUID, Receipt]:
        """The first receipts of those ids that were dispatched before."""
        with translated():
            rows = SQL.rows(self.database.connection(), "receipts", {"command_ids": list(command_ids)})
        return {id_: Receipt(id_, last or 0, receipt["ids"]) for id_, last, receipt in rows}

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """The events of one stream with `gt` < version <= `lte`."""
        statement = "select_stream_desc" if desc else "select_stream"
        bounds = {"stream": str(originator_id), "gt": gt or 0, "lte": END if lte is None else lte, "limit": limit}
        with translated(), looked_for():
            rows = SQL.rows(self.database.connection(), statement, bounds)
        return [LoggedEvent(row[0], row[1], row[2], row[4].encode(), row[3]) for row in rows]

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Committed events in feed order, with their data in its current meaning."""
        bounds = {
            "start": (start or 0) + (0 if inclusive_of_start else 1),
            "stop": END if stop is None else stop,
            "topics": list(topics) or None,
            "limit": limit,
        }
        with translated():
            rows = SQL.rows(self.database.connection(), "select_notifications", bounds)
        return [notification(row) for row in rows]

    def max_notification_id(self) -> int | None:
        """The last position readers may see, None for an empty log."""
        with translated():
            row: Any = self.database.connection().execute(SQL["last_position"]).fetchone()
        return None if row[0] is None else int(row[0])

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> Subscription[ApplicationRecorder]:
        """Follow the log by polling: an append sends no notification, as that would cost it half its speed."""
        return PollingSubscription(self, gt, topics)


def logged(event: StoredEvent) -> LoggedEvent:
    if not isinstance(event, LoggedEvent):
        raise TypeError(f"{event.topic} is a {type(event).__name__}, not a LoggedEvent as JsonMapper makes them")
    return event


def notification(row: Any) -> Notification:
    position, stream_id, version, topic, schema_version, data = row
    stored = LoggedEvent(stream_id, version, topic, data.encode(), schema_version)
    try:
        state = current_state(stored)
    except LookupError:
        # Of a newer program: the mapper will say so of this one, the others must come.
        state = stored.state
    return Notification(stream_id, version, topic, state, position)
