"""Appending to the log: one statement, or COPY under the same rules for many events."""

from typing import Any

import psycopg
from eventsourcing.persistence import IntegrityError
from psycopg import errors
from psycopg.pq import TransactionStatus

from ..domain.errors import Conflict, DuplicateCommand, Invalid, Misconfigured
from ..postgres.connection import Connection, is_gone, unavailable
from ..postgres.prepared import Prepared
from ..postgres.statements import Statements
from .rows import Append

SQL = Statements("docrunch.outbox", "log.sql")
APPEND = Prepared("append", SQL["append"])
APPEND_ONE = Prepared("append_one", SQL["append_one"])
MAX_EVENTS = 1 << 20
COPY_FROM = 32
"""Appends of this many events or more go in by COPY."""


class VersionConflict(Conflict, IntegrityError):
    """Another writer appended to the same stream first; reload it and decide again."""


def append(connection: Connection, rows: Append) -> int:
    """Write all or nothing; return the position of the first event.

    The append must be its transaction's first write, so the connection must be in autocommit and idle: a transaction
    that had its id before it read a stream could show that stream's versions out of order in the feed.
    Raises VersionConflict, DuplicateCommand, Invalid, Unavailable.
    """
    if len(rows.events) > MAX_EVENTS:
        raise Invalid(f"{len(rows.events)} events in one append; at most {MAX_EVENTS} fit, split them")
    if not connection.autocommit or connection.pgconn.transaction_status != TransactionStatus.IDLE:
        raise Misconfigured("an append needs a connection in autocommit mode without an open transaction")
    return write(connection, rows)


def write(connection: Connection, rows: Append) -> int:
    try:
        return copy(connection, rows) if len(rows.events) >= COPY_FROM else insert(connection, rows)
    except (psycopg.Error, UnicodeEncodeError) as error:
        refused = refusal(error)
        if refused is None:
            raise
        raise refused from error


def insert(connection: Connection, rows: Append) -> int:
    if rows.is_one_change:
        return APPEND_ONE.number(connection, rows.one_change())
    return APPEND.number(connection, (rows.events_json(), rows.changes_json(), rows.commands_json()))


def copy(connection: Connection, rows: Append) -> int:
    with connection.transaction(), connection.cursor() as cursor:
        floor = scalar(cursor.execute(SQL["floor"]).fetchone())
        cursor.execute(SQL["insert_commands"], {"floor": floor, "commands": rows.commands_json()})
        for statement, lines in (
            ("copy_events", rows.event_rows(floor)),
            ("copy_outbox", rows.change_rows(floor)),
        ):
            with cursor.copy(SQL[statement]) as target:
                for line in lines:
                    target.write_row(line)
    return floor


def refusal(error: Exception) -> Exception | None:
    """What an error of the database says of the append: told apart by the name of the constraint; None if nothing."""
    match error:
        case errors.UniqueViolation():
            return unique_violation(error.diag.constraint_name)
        case errors.DeadlockDetected() | errors.SerializationFailure():
            return VersionConflict("another append got in the way; try again")
        case psycopg.DataError() | UnicodeEncodeError():
            reason = f"this cannot be stored: {first_line(error)}"
            return Invalid(reason, hint="remove NUL characters and lone surrogates")
        case errors.ProgramLimitExceeded():
            return Invalid(f"this is too large to be stored: {first_line(error)}")
        case psycopg.Error() if is_gone(error):
            return unavailable(error)
    return None


def first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


def unique_violation(constraint: str | None) -> Exception:
    match constraint:
        case "events_stream_version":
            return VersionConflict("another writer appended to this stream first")
        case "commands_id":
            return DuplicateCommand("this command id was recorded before")
    return Misconfigured(
        "a new event would take the position of an old one: the log was restored from another cluster",
        hint="run: docrunch doctor --repair",
    )


def scalar(row: Any) -> int:
    return int(row[0])
