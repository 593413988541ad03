"""I2: every committed event is read exactly once, in an order that respects each stream's versions."""

import json
import os
import random
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from docrunch.domain.feed import FeedEvent
from docrunch.outbox import feed
from docrunch.outbox.health import head
from docrunch.postgres.connection import Database

WRITERS = 8
EVENTS = int(os.environ.get("DOCRUNCH_PROVE_EVENTS", "50000"))
SCRIPT = Path(__file__).parent / "log_writer.py"

Processes = list["subprocess.Popen[str]"]


@contextmanager
def writing(database: Database, events: int) -> Iterator[Processes]:
    """Writer processes that commit so many events together."""
    command = [sys.executable, "-P", str(SCRIPT), database.url, database.schema]
    processes = [
        subprocess.Popen([*command, f"w{number}", str(-(-events // WRITERS))], stdout=subprocess.PIPE, text=True)
        for number in range(WRITERS)
    ]
    try:
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def reported(processes: Processes) -> Counter[str]:
    """What the writers did; fails when one of them failed."""
    done = Counter[str]()
    for process in processes:
        assert process.wait() == 0
        assert process.stdout
        done.update(json.loads(process.stdout.read()))
    return done


class FeedReader:
    """Remembers nothing but its position; `read` is what it was given."""

    def __init__(self, database: Database) -> None:
        self.connection = database.open()
        self.after = 0
        self.read: list[FeedEvent] = []

    def poll(self) -> bool:
        batch = feed.read(self.connection, self.after, random.choice([1, 7, 500, 5000]))
        if batch is None:
            return False
        assert batch.upto > self.after
        self.read += batch.events
        self.after = batch.upto
        return True


class SequenceReader:
    """Follows a sequence, as is so often done."""

    def __init__(self, database: Database) -> None:
        self.connection = database.open()
        self.after = 0
        self.read: list[int] = []

    def poll(self) -> bool:
        rows: list[Any] = self.connection.execute(
            "SELECT number, position FROM events WHERE number > %s ORDER BY number LIMIT 5000", [self.after]
        ).fetchall()
        self.read += [position for _, position in rows]
        self.after = rows[-1][0] if rows else self.after
        return bool(rows)


def run(database: Database, events: int, *readers: FeedReader | SequenceReader) -> Counter[str]:
    """Let the readers poll while the writers write, and afterwards until nothing comes any more."""
    with writing(database, events) as processes:
        while any(process.poll() is None for process in processes):
            poll_all(readers)
        done = reported(processes)
    while poll_all(readers):
        pass
    for reader in readers:
        reader.connection.close()
    return done


def poll_all(readers: tuple[FeedReader | SequenceReader, ...]) -> bool:
    return any([reader.poll() for reader in readers])  # noqa: C419  # every reader polls each time


def is_in_order(events: list[FeedEvent]) -> bool:
    """Whether each stream's versions came one after another, from 1."""
    last: dict[str, int] = defaultdict(int)
    for event in events:
        if event.version != last[event.stream_id] + 1:
            return False
        last[event.stream_id] = event.version
    return True


def positions(database: Database) -> list[int]:
    rows: list[Any] = database.connection().execute("SELECT position FROM events ORDER BY position").fetchall()
    return [position for (position,) in rows]


def test_no_event_is_lost_repeated_or_out_of_order(
    database: Database, record_testsuite_property: Callable[[str, object], None]
) -> None:
    """The feed loses nothing where a reader that follows a sequence, on the very same transactions, does."""
    database.connection().execute("ALTER TABLE events ADD COLUMN number bigserial")
    reader, naive = FeedReader(database), SequenceReader(database)

    done = run(database, EVENTS, reader, naive)

    committed = positions(database)
    missed = len(committed) - len(set(naive.read))
    record_testsuite_property("feed", f"{dict(done)}, the sequence missed {missed}")
    assert [event.position for event in reader.read] == committed
    assert is_in_order(reader.read)
    assert done["events"] == len(committed) == head(database).events >= EVENTS
    assert min(done["conflicts"], done["rollbacks"], done["slow"]) > 0
    assert missed > 0


@pytest.mark.parametrize("readers", [3])
def test_each_reader_reads_everything_on_every_server(any_database: Database, readers: int) -> None:
    every = [FeedReader(any_database) for _ in range(readers)]

    run(any_database, EVENTS // 20, *every)

    committed = positions(any_database)
    assert all([event.position for event in reader.read] == committed for reader in every)
    assert all(is_in_order(reader.read) for reader in every)
