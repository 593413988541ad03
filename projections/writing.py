"""Rows into the tables of a generation, in sets: one statement per table and batch."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from ..postgres.connection import Connection
from ..postgres.statements import Statements
from .file_rows import FileRows, Row
from .fold import Folded, Parked
from .resolution.definitions import Name

SQL = Statements("docrunch.projections", "relational.sql")


def write_scan_runs(connection: Connection, scan_runs: Mapping[str, Mapping[str, Any]]) -> None:
    if not scan_runs:
        return
    rows = [{"id": id_, **columns} for id_, columns in scan_runs.items()]
    connection.execute(SQL["write_scan_runs"], {"rows": orjson.dumps(rows).decode()})


def write_files(connection: Connection, files: Sequence[FileRows]) -> None:
    """The files with their symbols, references and bindings, of which the tables must hold none."""
    if not files:
        return
    columns = {name: [rows.file[name] for rows in files] for name in files[0].file}
    connection.execute(SQL["write_files"], columns)
    copy(connection, "copy_symbols", (row for rows in files for row in rows.symbols))
    copy(connection, "copy_references", (row for rows in files for row in rows.references))
    copy(connection, "copy_bindings", (row for rows in files for row in rows.bindings))


def copy(connection: Connection, statement: str, rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor, cursor.copy(SQL[statement]) as writer:
        for row in rows:
            writer.write_row(row)


class Forgotten(NamedTuple):
    """What files had: page keys that others may share, and names that others may use."""

    page_keys: set[str]
    names: set[Name]


def forget_symbols(connection: Connection, files: Collection[str]) -> Forgotten:
    """Delete the symbols, references and bindings of these files."""
    values = {"files": list(files)}
    names = {Name(*name) for name in SQL.rows(connection, "forget_references", values) if name[0] is not None}
    connection.execute(SQL["forget_bindings"], values)
    keys = {key for (key,) in SQL.rows(connection, "forget_symbols", values) if key is not None}
    return Forgotten(keys, names)


def park(connection: Connection, parked: Iterable[Parked]) -> None:
    for event, error in ((one.event, one.error) for one in parked):
        values = {"position": event.position, "stream_id": event.stream_id, "version": event.version}
        connection.execute(SQL["park"], {**values, "type": event.type, "error": error})


def unpark(connection: Connection, folded: Folded) -> None:
    """Forget parked events that a later one of their stream made good."""
    if SQL.rows(connection, "has_parked") == [(True,)]:
        streams = {"streams": list(folded.versions), "versions": list(folded.versions.values())}
        connection.execute(SQL["unpark"], streams)


def forget_files(connection: Connection, files: Collection[str]) -> None:
    if files:
        connection.execute(SQL["forget_files"], {"files": list(files)})
