"""What events do to rows: changes, and what those of one batch come to."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ...domain.feed import FeedEvent

Columns = dict[str, Any]
OWNED = {"chat_sessions": ("chat_messages", "session_id")}
"""Rows that go with the row they belong to."""


class Change(NamedTuple):
    """Columns of one row that become something else; `columns` is None when the row goes.

    A row that is not there yet begins with `first`. With `is_new` nothing needs to be looked up.
    """

    table: str
    id: str
    columns: Columns | None
    first: Columns = {}  # noqa: RUF012 - nobody writes into it
    is_new: bool = False


class Projected(NamedTuple):
    """What one kind of event comes to: its row changes, a pure function; the tables and document types it touches."""

    rows: Callable[[FeedEvent], Iterable[Change]]
    tables: frozenset[str]
    documents: frozenset[str] = frozenset()


@dataclass(slots=True)
class Pending:
    """A row as far as the batch tells it; unless it `is_whole`, the rest is what the table holds."""

    columns: Columns | None
    first: Columns
    is_whole: bool

    def changed(self, change: Change) -> "Pending":
        if change.columns is None:
            return Pending(None, {}, is_whole=True)
        if self.columns is None:
            return Pending({**change.first, **change.columns}, {}, is_whole=True)
        return Pending({**self.columns, **change.columns}, self.first or change.first, self.is_whole)


@dataclass(slots=True)
class RowChanges:
    """What the events of a batch come to, by table and id."""

    rows: dict[str, dict[str, Pending]] = field(default_factory=dict)
    decisions: int = 0
    """How many decisions were recorded so far, the unreadable ones too: gives each its number within the batch."""

    def add(self, change: Change) -> None:
        rows = self.rows.setdefault(change.table, {})
        if change.table == "decisions" and change.is_new:
            change = change._replace(columns={**(change.columns or {}), "number": self.decisions + 1})
        known = rows.get(change.id)
        if known is not None:
            rows[change.id] = known.changed(change)
        else:
            is_whole = change.is_new or change.columns is None
            rows[change.id] = Pending(change.columns, change.first, is_whole)
        if change.columns is None and change.table in OWNED:
            self.drop_owned(change)

    def drop_owned(self, change: Change) -> None:
        table, owner = OWNED[change.table]
        for id_, row in list(self.rows.get(table, {}).items()):
            if row.columns and row.columns[owner] == change.id:
                del self.rows[table][id_]
