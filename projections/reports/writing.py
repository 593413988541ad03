"""Changes of rows into the tables, in sets: whole rows by one statement per table."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import orjson
from psycopg import sql
from psycopg.rows import tuple_row

from ...domain.decisions import DecisionRecorded
from ...domain.feed import FeedEvent
from ...postgres.connection import Connection
from ...postgres.statements import Statements
from .changes import Change, Columns, Reported
from .pages import decision_page
from .sheet import Row, Sheet, Written, touched

SQL = Statements("docrunch.projections.reports", "rows.sql")
TABLES = (
    *("llm_providers", "llm_profiles", "chat_sessions", "chat_messages", "tasks", "task_history", "findings"),
    *("decisions", "completion_reports", "blockers", "patterns", "summaries", "pages"),
)
"""Each behind those that it refers to."""
Problems = list[tuple[FeedEvent, str]]
"""Events that could not be applied, and why."""


def write_reports(connection: Connection, reported: Sequence[Reported]) -> tuple[Written, Problems]:
    """Write what these events come to. Ahead of parking any event of their batch: parked decisions are counted."""
    if not reported:
        return {}, []
    sheet = Sheet(load_all(connection, reported))
    problems = fill(sheet, reported, decisions_before(connection, reported))
    for table in TABLES:
        upsert(connection, table, sheet.written[table])
    for table in reversed(TABLES):
        drop(connection, table, [id_ for id_, row in sheet.written[table].items() if row.columns is None])
    return sheet.written, problems


def fill(sheet: Sheet, reported: Iterable[Reported], number: int) -> Problems:
    """Event by event; returns those that could not be applied. `number` is that of the last decision."""
    problems = []
    for event, changes in reported:
        number += event.type == DecisionRecorded.TOPIC
        missing = sheet.missing(changes)
        if missing is not None:
            problems.append((event, missing))
            continue
        for change in changes:
            for one in numbered(change, number):
                sheet.write(one)
    return problems


def numbered(change: Change, number: int) -> Iterable[Change]:
    """A new decision gets its number, which is a part of its page's path."""
    if change.table != "decisions" or not change.is_new or change.columns is None:
        return (change,)
    page = decision_page(number, change.columns["title"])
    return (
        change._replace(columns={**change.columns, "number": number}),
        Change("pages", f"decision:{change.id}", page, is_new=True),
    )


def decisions_before(connection: Connection, reported: Iterable[Reported]) -> int:
    """How many decisions were recorded before these events, if any of them records one."""
    if not any(event.type == DecisionRecorded.TOPIC for event, _ in reported):
        return 0
    ((count,),) = SQL.rows(connection, "recorded_decisions")
    return int(count)


def load_all(connection: Connection, reported: Iterable[Reported]) -> dict[str, dict[str, Columns]]:
    """The rows that these events touch or refer to, by table and id."""
    ids: dict[str, set[str]] = defaultdict(set)
    for _, changes in reported:
        for change in changes:
            for table, id_ in touched(change):
                ids[table].add(id_)
    return {table: load(connection, table, sorted(wanted)) for table, wanted in ids.items()}


def load(connection: Connection, table: str, ids: list[str]) -> dict[str, Columns]:
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
    return [id_ for (id_,) in SQL.rows(connection, "settle_pages")]
