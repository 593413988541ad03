"""Changes of rows into the tables, in sets: whole rows by one statement per table."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import orjson
from psycopg import sql
from psycopg.rows import tuple_row

from ...postgres.connection import Connection
from ...postgres.statements import Statements
from .changes import Columns, Pending, RowChanges
from .pages import decision_page

SQL = Statements("docrunch.projections.reports", "rows.sql")
TABLES = (
    *("llm_providers", "llm_profiles", "chat_sessions", "chat_messages", "tasks", "task_history", "findings"),
    *("decisions", "completion_reports", "blockers", "patterns", "summaries", "pages"),
)
"""Each behind those that it refers to."""


class Row(NamedTuple):
    """A row as it stands now, None when it went, and which of its columns this batch set."""

    columns: Columns | None
    changed: frozenset[str]


Written = Mapping[str, Mapping[str, Row]]
"""By table and id."""


def write_rows(connection: Connection, changes: RowChanges) -> Written:
    """Write what a batch comes to. Ahead of what it parks: parked decisions are counted."""
    if not changes.rows:
        return {}
    number_decisions(connection, changes)
    written = {table: merged(connection, table, rows) for table, rows in changes.rows.items()}
    for table in TABLES:
        upsert(connection, table, written.get(table, {}))
    for table in reversed(TABLES):
        drop(connection, table, [id_ for id_, row in written.get(table, {}).items() if row.columns is None])
    return written


def number_decisions(connection: Connection, changes: RowChanges) -> None:
    """The batch counted from one; here the count goes on from what came before. The number is part of the page."""
    rows = changes.rows.get("decisions", {})
    recorded = {id_: row.columns for id_, row in rows.items() if row.columns and "number" in row.columns}
    if not recorded:
        return
    counted: Any = connection.execute(SQL["recorded_decisions"]).fetchone()
    for id_, columns in recorded.items():
        columns["number"] += counted[0]
        page = decision_page(columns["number"], columns["title"])
        changes.rows.setdefault("pages", {})[f"decision:{id_}"] = Pending(page, {}, is_whole=True)


def merged(connection: Connection, table: str, rows: Mapping[str, Pending]) -> dict[str, Row]:
    known = load(connection, table, [id_ for id_, row in rows.items() if not row.is_whole])
    return {
        id_: Row(
            None if row.columns is None else {**known.get(id_, row.first), **row.columns, "id": id_},
            frozenset(row.columns or ()),
        )
        for id_, row in rows.items()
    }


def load(connection: Connection, table: str, ids: list[str]) -> dict[str, Columns]:
    if not ids:
        return {}
    statement = sql.SQL(SQL["known"]).format(table=sql.Identifier(table))
    with connection.cursor(row_factory=tuple_row) as cursor:
        return dict(cursor.execute(statement, {"ids": ids}).fetchall())


def upsert(connection: Connection, table: str, rows: Mapping[str, Row]) -> None:
    present = [row.columns for row in rows.values() if row.columns is not None]
    if present:
        connection.execute(SQL[table], {"rows": orjson.dumps(present).decode()})


def drop(connection: Connection, table: str, ids: list[str]) -> None:
    if ids:
        connection.execute(sql.SQL(SQL["drop"]).format(table=sql.Identifier(table)), {"ids": ids})


def settle_pages(connection: Connection) -> list[str]:
    """Give every page the path that the set of pages asks for; returns the documents whose page moved."""
    with connection.cursor(row_factory=tuple_row) as cursor:
        return [id_ for (id_,) in cursor.execute(SQL["settle_pages"])]
