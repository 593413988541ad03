"""The feed of a log in memory, and read models that it is applied to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from docrunch.domain.changes import changed_entities
from docrunch.domain.events import StreamEvent
from docrunch.domain.feed import Batch, FeedEvent
from docrunch.postgres.connection import Connection
from docrunch.projections.catching_up import is_behind
from docrunch.projections.documents import refresh, refresh_overview
from docrunch.projections.generations import enter_live
from docrunch.projections.rebuild import rebuild
from docrunch.projections.relational import apply
from docrunch.projections.reports.rendering import all_reports

from .office import AT, TABLES, TARGETS, Office

CONVERGING = {table: f"SELECT * FROM {table} AS t ORDER BY t" for table in TABLES} | {  # noqa: S608
    "mentions": "SELECT * FROM mentions AS t ORDER BY t",
    "documents": "SELECT * FROM documents ORDER BY id",
    "parked_events": "SELECT position, stream_id, version, type, error FROM parked_events ORDER BY position",
    "checkpoint": "SELECT position FROM checkpoint",
    "ledger": "SELECT target, document_id, wanted_hash FROM storage_sync WHERE wanted_hash IS NOT NULL ORDER BY 1, 2",
}


@dataclass(frozen=True, slots=True)
class Feed:
    """Events at sparse positions, cut into batches as a relay would."""

    events: Sequence[FeedEvent]

    def batch(self, first: int = 0, end: int | None = None) -> Batch:
        """The events from index `first` up to, without, `end`."""
        events = self.events[first:end]
        after = self.events[first - 1].position if first else 0
        readable = [event for event in events if event.problem is None]
        changes = [change for event in readable for change in changed_entities(event.type, event.data)]
        upto = events[-1].position if events else after
        return Batch(after, upto, events, changes, has_more=end is not None and end < len(self.events))

    def up_to(self, end: int, limit: int) -> Callable[[int], Batch | None]:
        """Reads batches of so many events, up to index `end`."""

        def read(after: int) -> Batch | None:
            first = sum(event.position <= after for event in self.events)
            batch = self.batch(first, min(first + limit, end))
            return batch if batch.events else None

        return read


def feed_of(history: Sequence[StreamEvent], unreadable: frozenset[int] = frozenset()) -> Feed:
    """The feed of these events; those at `unreadable` were written by a newer program."""
    return Feed(
        [
            FeedEvent(
                (index + 1) * 1000,
                stored.originator_id,
                stored.originator_version,
                stored.event.TOPIC,
                1,
                orjson.loads(stored.event.canonical()),
                AT,
                "written by a newer docrunch" if index in unreadable else None,
            )
            for index, stored in enumerate(history)
        ]
    )


class Replica(Office):
    """A read model without a log of its own."""

    def apply(self, batch: Batch) -> None:
        assert apply(self.database.connection(), batch, TARGETS).state == "applied"

    def rebuild(self, feed: Feed, end: int) -> None:
        rebuild(self.database, feed.up_to(end, limit=3), TARGETS)

    def state(self) -> dict[str, list[Any]]:
        """Everything that must converge."""
        with self.reading() as read:
            return {name: read.connection.execute(query.encode()).fetchall() for name, query in CONVERGING.items()}

    def stale_documents(self) -> list[str]:
        """Documents that are not what their rows give: rendering all again would write them."""
        with self.database.transaction() as connection:
            enter_live(connection)
            rows: list[Any] = connection.execute("SELECT id FROM symbols").fetchall()
            symbols = [id_ for (id_,) in rows]
            written = refresh(connection, [*symbols, *all_reports(connection)], [])
            return written if is_behind(connection) else written + refresh_overview(connection)

    def empty(self) -> None:
        """Forget everything; quicker than making the tables again."""
        with self.database.transaction() as connection:
            enter_live(connection)
            for table in (
                *("mentions", "documents", "overview_behind", "parked_events", "storage_sync", "relationships"),
                *IN_ORDER,
            ):
                forget(connection, table)
            connection.execute("UPDATE checkpoint SET position = 0")


IN_ORDER = (
    *("symbol_references", "symbols", "files", "contents", "scan_runs", "pages", "summaries", "patterns", "blockers"),
    *("completion_reports", "decisions", "findings", "task_history", "tasks", "chat_messages", "chat_sessions"),
    *("llm_profiles", "llm_providers"),
)


def forget(connection: Connection, table: str) -> None:
    connection.execute(f"DELETE FROM {table}".encode())  # noqa: S608
