"""The rows that a batch touches, as they stand after each of its events."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from .changes import Change, Columns

REFERENCES = {
    "llm_profiles": {"provider_id": "llm_providers"},
    "chat_messages": {"session_id": "chat_sessions"},
    "task_history": {"task_id": "tasks"},
    "findings": {"task_id": "tasks"},
    "decisions": {"task_id": "tasks", "superseded_by": "decisions"},
    "completion_reports": {"task_id": "tasks"},
    "blockers": {"task_id": "tasks"},
}
"""The foreign keys of the tables, asked for event by event: what is parked must not depend on what shares a batch."""
OWNED = {"chat_sessions": ("chat_messages", "session_id")}
"""Rows that go with the row they belong to."""


class Row(NamedTuple):
    """A row as it stands now, None when it went, and which of its columns this batch set."""

    columns: Columns | None
    changed: frozenset[str]


Written = Mapping[str, Mapping[str, Row]]
"""By table and id."""


@dataclass(slots=True)
class Sheet:
    """`known` are the rows of the tables that the batch may touch or refer to, `written` those that it has changed."""

    known: Mapping[str, Mapping[str, Columns]]
    written: defaultdict[str, dict[str, Row]] = field(default_factory=lambda: defaultdict(dict))

    def missing(self, changes: Iterable[Change]) -> str | None:
        """What these changes need and is not there, because its own event is parked."""
        for change in changes:
            for table, id_ in needs(change):
                if self.row(table, id_) is None:
                    return f"there is no {id_} in {table}"
        return None

    def row(self, table: str, id_: str) -> Columns | None:
        written = self.written[table].get(id_)
        return self.known.get(table, {}).get(id_) if written is None else written.columns

    def write(self, change: Change) -> None:
        rows = self.written[change.table]
        if change.columns is None:
            rows[change.id] = Row(None, frozenset())
            self.drop_owned(change)
            return
        before = rows.get(change.id)
        base = self.row(change.table, change.id) or change.first or {}
        changed = frozenset(change.columns) | (before.changed if before else frozenset())
        rows[change.id] = Row({**base, **change.columns, "id": change.id}, changed)

    def drop_owned(self, change: Change) -> None:
        if change.table not in OWNED:
            return
        table, owner = OWNED[change.table]
        rows = self.written[table]
        for id_ in [id_ for id_, row in rows.items() if row.columns and row.columns[owner] == change.id]:
            del rows[id_]


def needs(change: Change) -> Iterable[tuple[str, str]]:
    """The rows that must be there for a change, by table and id."""
    if not change.is_new and change.first is None:
        yield change.table, change.id
    columns = change.columns or {}
    for column, table in REFERENCES.get(change.table, {}).items():
        if columns.get(column) is not None:
            yield table, columns[column]


def touched(change: Change) -> Iterable[tuple[str, str]]:
    """The rows that must be known to make a change."""
    if not change.is_new:
        yield change.table, change.id
    yield from needs(change)
