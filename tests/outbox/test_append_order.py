"""Appends to several streams or with several commands take their locks in one order, so they never deadlock."""

import random
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from docrunch.domain.changes import EntityChange
from docrunch.domain.errors import DuplicateCommand
from docrunch.domain.receipts import Dispatched
from docrunch.outbox.appending import COPY_FROM, VersionConflict, append
from docrunch.outbox.mapper import LoggedEvent
from docrunch.outbox.rows import Append
from docrunch.postgres.connection import Database

SIZES = pytest.mark.parametrize("size", [COPY_FROM - 2, COPY_FROM + 2])
ROUNDS = 40
# Where collations differ from the order of the bytes.
STREAMS = ["A", "B", "a", "b", "_", "file:é", "file:z", "file:Z", "file:a b", "file:a_b", "𝄞", "\ue000"]


def event(stream: str, version: int = 1) -> LoggedEvent:
    change = EntityChange("file", stream, "delete", None, 1, None)
    return LoggedEvent(stream, version, "file.removed", b"{}", changes=(change,))


def note_inserts(database: Database) -> None:
    """From now on `inserted` tells in which order rows came."""
    database.connection().execute("""
        CREATE TABLE inserted (number bigserial, source text, row jsonb);
        CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO inserted (source, row) VALUES (TG_TABLE_NAME, to_jsonb(NEW)); RETURN NEW; END $$;
        CREATE TRIGGER note BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION note();
        CREATE TRIGGER note BEFORE INSERT ON commands FOR EACH ROW EXECUTE FUNCTION note()""")


@SIZES
def test_rows_go_in_in_one_order_however_they_were_given(any_database: Database, size: int) -> None:
    note_inserts(any_database)
    events = [event(stream, version + 1) for stream in STREAMS for version in range(size // len(STREAMS) + 1)]
    commands = [Dispatched(UUID(int=number << 100 | number), {"ids": {}}) for number in range(9)]
    random.shuffle(events)
    random.shuffle(commands)

    append(any_database.connection(), Append(events[:size], commands))

    rows: list[Any] = any_database.connection().execute("SELECT source, row FROM inserted ORDER BY number").fetchall()
    streams = [(row["stream_id"].encode(), row["version"]) for source, row in rows if source == "events"]
    ids = [row["command_id"] for source, row in rows if source == "commands"]
    assert (streams, ids) == (sorted(streams), sorted(ids))
    assert [source for source, _ in rows] == ["commands"] * len(commands) + ["events"] * size


@SIZES
def test_opposite_appends_do_not_deadlock(database: Database, size: int) -> None:
    """One of two wins each round and the other learns why; a deadlock would be told as one."""
    names = [f"s{number}" for number in range(size)]
    barrier = Barrier(2, timeout=20)

    def append_all(turn: int) -> list[str]:
        return [attempt(database, names[:: 1 if turn else -1], version, barrier) for version in range(1, ROUNDS + 1)]

    with ThreadPoolExecutor(2) as threads:
        answers = list(zip(*threads.map(append_all, (0, 1)), strict=True))

    assert [sorted(both) for both in answers] == [["another writer appended to this stream first", "won"]] * ROUNDS


def attempt(database: Database, streams: list[str], version: int, barrier: Barrier) -> str:
    events = [event(stream, version) for stream in streams]
    barrier.wait()
    try:
        append(database.connection(), Append(events))
    except VersionConflict as conflict:
        return str(conflict)
    return "won"


def test_opposite_batches_of_commands_without_events_do_not_deadlock(database: Database) -> None:
    barrier = Barrier(2, timeout=20)

    def dispatch_all(turn: int) -> list[bool]:
        return [is_first(round_ * 200, -1 if turn else 1) for round_ in range(ROUNDS)]

    def is_first(lowest: int, step: int) -> bool:
        commands = [Dispatched(UUID(int=lowest + number), {"ids": {}}) for number in range(200)][::step]
        barrier.wait()
        try:
            append(database.connection(), Append([], commands))
        except DuplicateCommand:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        answers = list(zip(*threads.map(dispatch_all, (0, 1)), strict=True))

    assert all(sorted(both) == [False, True] for both in answers)
