"""I1: an event is in the log exactly when its outbox rows and its receipt are."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from docrunch.domain.changes import EntityChange
from docrunch.domain.errors import DuplicateCommand, Invalid, Misconfigured, Unavailable
from docrunch.domain.receipts import Dispatched
from docrunch.outbox.appending import COPY_FROM, MAX_EVENTS, VersionConflict, append
from docrunch.outbox.mapper import LoggedEvent
from docrunch.outbox.rows import Append
from docrunch.postgres.connection import Database

# The statement for one change, the one for several, and COPY.
SIZES = pytest.mark.parametrize("size", [1, COPY_FROM - 1, COPY_FROM, 3 * COPY_FROM])


def event(stream: str, version: int = 1, **fields: Any) -> LoggedEvent:
    change = EntityChange("scan_run", stream, "upsert", "0" * 64, 1, "run")
    values: dict[str, Any] = {"state": b'{"n":1}', "changes": (change, change), **fields}
    return LoggedEvent(stream, version, "scan.started", schema_version=1, **values)


def rows(count: int, command_id: UUID | None = None) -> Append:
    """Events that change two entities each; an event alone changes one."""
    events = [event(f"s{at}") for at in range(count)]
    if count == 1:
        events = [replace(events[0], changes=events[0].changes[:1])]
    return Append(events, [Dispatched(command_id or uuid4(), {"ids": {}}, 0, count - 1)], [{"at": 1}] * count)


def changes(size: int) -> int:
    return 1 if size == 1 else 2 * size


def contents(database: Database) -> list[list[Any]]:
    """All rows of all three tables."""
    connection = database.connection()
    queries = (b"SELECT * FROM events", b"SELECT * FROM outbox", b"SELECT * FROM commands")
    return [connection.execute(query).fetchall() for query in queries]


def counts(database: Database) -> list[int]:
    return [len(table) for table in contents(database)]


@SIZES
def test_events_outbox_rows_and_receipts_come_together(any_database: Database, size: int) -> None:
    floor = append(any_database.connection(), rows(size))

    assert counts(any_database) == [size, changes(size), 1]
    positions = any_database.connection().execute("SELECT position FROM events ORDER BY 1").fetchall()
    assert positions == [(floor + at,) for at in range(size)]
    outbox = any_database.connection().execute("SELECT position, ordinal FROM outbox ORDER BY 1, 2").fetchall()
    assert outbox == [(floor + at, ordinal) for at in range(size) for ordinal in range(changes(size) // size)]
    assert any_database.connection().execute("SELECT first, last FROM commands").fetchall() == [
        (floor, floor + size - 1)
    ]


@SIZES
def test_every_way_to_append_stores_the_same(database: Database, size: int) -> None:
    append(database.connection(), rows(size))

    stored = database.connection().execute(
        "SELECT DISTINCT version, type, schema_version, data, metadata, length(content_hash) FROM events"
    )
    assert stored.fetchall() == [(1, "scan.started", 1, {"n": 1}, {"at": 1}, 64)]
    changed = database.connection().execute(
        "SELECT DISTINCT entity_type, left(entity_id, 1), action, content_hash, priority, scan_run_id FROM outbox"
    )
    assert changed.fetchall() == [("scan_run", "s", "upsert", "0" * 64, 1, "run")]
    assert database.connection().execute("SELECT receipt FROM commands").fetchall() == [({"ids": {}},)]


@SIZES
def test_a_conflicting_append_leaves_no_trace(any_database: Database, size: int) -> None:
    append(any_database.connection(), Append([event("s0")]))
    before = contents(any_database)

    with pytest.raises(VersionConflict):
        append(any_database.connection(), rows(size))

    assert contents(any_database) == before


@SIZES
def test_a_repeated_command_id_leaves_no_trace(any_database: Database, size: int) -> None:
    command_id = uuid4()
    append(any_database.connection(), Append([], [Dispatched(command_id, {"ids": {}})]))

    with pytest.raises(DuplicateCommand):
        append(any_database.connection(), rows(size, command_id))

    assert counts(any_database) == [0, 0, 1]


UNSTORABLE: dict[str, dict[str, Any]] = {
    "NUL in data": {"state": rb'{"text":"a\u0000b"}'},
    "surrogate in data": {"state": rb'{"text":"\ud800"}'},
    "NUL in type": {"topic": "nul\0"},
    "NUL in entity": {"changes": (EntityChange("nul\0", "x", "upsert", None, 1, None),)},
    "surrogate in entity": {"changes": (EntityChange("\ud800", "x", "upsert", None, 1, None),)},
    "NUL in stream": {"originator_id": "file:\0"},
    "surrogate in stream": {"originator_id": "file:\udfff"},
    "endless stream": {"originator_id": "".join(chr(0x4E00 + at) for at in range(3000))},
}


@SIZES
@pytest.mark.parametrize("fields", UNSTORABLE.values(), ids=UNSTORABLE)
def test_what_cannot_be_stored_is_invalid_and_leaves_no_trace(
    database: Database, size: int, fields: dict[str, Any]
) -> None:
    good = rows(size)
    bad = Append([*good.events[:-1], replace(good.events[-1], **fields)], good.commands, good.metadata)

    with pytest.raises(Invalid):
        append(database.connection(), bad)

    assert counts(database) == [0, 0, 0]


def test_too_many_events_for_one_transaction_are_invalid(database: Database) -> None:
    with pytest.raises(Invalid, match="at most 1048576"):
        append(database.connection(), Append([event("s")] * (MAX_EVENTS + 1)))

    assert counts(database) == [0, 0, 0]


def test_the_last_ordinal_stays_below_the_next_transaction() -> None:
    assert (7 << 20) + MAX_EVENTS - 1 < 8 << 20


@SIZES
def test_an_append_inside_a_transaction_is_refused(database: Database, size: int) -> None:
    with database.transaction() as connection, pytest.raises(Misconfigured, match="without an open transaction"):
        append(connection, rows(size))

    assert counts(database) == [0, 0, 0]


@SIZES
def test_an_append_without_autocommit_is_refused(database: Database, size: int) -> None:
    connection = database.open()
    connection.autocommit = False

    with pytest.raises(Misconfigured, match="autocommit"):
        append(connection, rows(size))

    connection.close()
    assert counts(database) == [0, 0, 0]


@SIZES
def test_the_transaction_id_is_taken_by_the_append_itself(database: Database, size: int) -> None:
    first = append(database.connection(), rows(size))
    xid: Any = database.connection().execute("SELECT DISTINCT xmin::text::bigint FROM events").fetchall()

    assert [first >> 20 & 0xFFFFFFFF] == [number for (number,) in xid]


@SIZES
@pytest.mark.parametrize("table", ["events", "outbox", "commands"])
def test_a_connection_lost_in_the_middle_leaves_no_trace(database: Database, size: int, table: str) -> None:
    die_on_insert(database, table)

    with pytest.raises(Unavailable):
        append(database.connection(), rows(size))

    assert counts(database) == [0, 0, 0]


def die_on_insert(database: Database, table: str) -> None:
    """From now on the server ends the session that inserts into the table."""
    database.connection().execute("""
        CREATE FUNCTION die() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); PERFORM pg_sleep(10); RETURN NEW; END $$""")
    trigger = psycopg.sql.SQL("CREATE TRIGGER die BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION die()")
    database.connection().execute(trigger.format(psycopg.sql.Identifier(table)))


@pytest.fixture
def lost(database: Database) -> Iterator[Callable[[], None]]:
    """Ends this thread's session from outside."""
    pid = database.connection().info.backend_pid
    other = database.open()

    def terminate() -> None:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])

    yield terminate
    other.close()


@SIZES
def test_after_a_lost_session_the_next_append_works_again(
    database: Database, lost: Callable[[], None], size: int
) -> None:
    lost()
    with pytest.raises(Unavailable):
        append(database.connection(), rows(size))

    append(database.connection(), rows(size))

    assert counts(database) == [size, changes(size), 1]


@pytest.mark.parametrize("table", ["events", "commands"])
@pytest.mark.parametrize("change", ["UPDATE {} SET version = 2", "DELETE FROM {}", "TRUNCATE {}"])
def test_facts_cannot_be_changed_even_in_the_database(any_database: Database, table: str, change: str) -> None:
    append(any_database.connection(), rows(1))
    column = "version = version" if table == "events" else "first = first"
    statement = change.format(table).replace("version = 2", column).encode()

    with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
        any_database.connection().execute(statement)

    assert counts(any_database) == [1, 1, 1]
