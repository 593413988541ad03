"""Relational replay: a rebuild from position zero against one transaction per event."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from secrets import token_hex

from ..commands.dispatch import dispatch
from ..commands.files import FileChange, RecordFileChanges
from ..outbox.feed import read
from ..outbox.log import EventLog
from ..outbox.recorder import PostgresRecorder
from ..postgres.connection import Database
from ..projections.generation import add_all_indexes
from ..projections.generations import ensure_generation
from ..projections.rebuild import rebuild
from ..projections.replay import Replay, write_all
from .peers import StockApplication, make_stock_tables, stock_settings
from .real_files import SCAN, about, real_changes
from .server import empty_log, empty_schema
from .sizes import Sizes
from .small_events import decided
from .stock_view import run_projection
from .table import Row, compared
from .timing import Run, in_turns, per_second

AT_ONCE = 1000
FILES_AT_ONCE = 200


def replay_small_events(url: str, sizes: Sizes) -> Iterator[Row]:
    """Replay starts of scan runs, each of which becomes one row without a document.

    Ours is the whole rebuild that `docrunch projections rebuild relational` does, its tables, indexes and switch
    included. The peer is the library's ProjectionRunner over its own store of the same events, with a view that writes
    the same rows. Its start-up is not counted, and as each event costs it the same, it does a quarter of them.
    """
    count, part = sizes.small_replay, sizes.small_replay // 4
    with empty_log(url) as database, empty_schema(url) as stock_schema:
        stock = stock_settings(url, stock_schema)
        make_stock_tables(stock)
        last_id = fill_both(database, stock, count, part)

        def by_library() -> float:
            with empty_schema(url) as view_schema:
                return (part - 1) / run_projection(stock, view_schema, last_id)

        sides: dict[str, Run] = {"ours": partial(rebuilt, database, count), "library": by_library}
        rates = in_turns(sides, sizes.rounds, warm_up=False)
    yield compared(f"replay of {count:,} small events / ProjectionRunner", rates, "ours", "library", wanted=20)


def fill_both(database: Database, stock: dict[str, str], count: int, part: int) -> int:
    """Append events to our log, and the first of them to the library's store; the id of the last one there."""
    ensure_generation(database)
    recorder = PostgresRecorder(database)
    log = EventLog(recorder, recorder)
    with closing(StockApplication(stock)) as application:
        for start in range(0, count, AT_ONCE):
            events = [decided() for _ in range(min(AT_ONCE, count - start))]
            log.append(events)
            application.save(*events[: max(0, part - start)])
        return application.recorder.max_notification_id() or 0


def rebuilt(database: Database, count: int) -> float:
    feed = partial(read, database.connection())
    return per_second(count, lambda: rebuild(database, feed, []))


def replay_real_files(url: str, sizes: Sizes) -> Iterator[Row]:
    """Replay FileIndexed events of real files, about 15 kB each, with the documents of their symbols.

    Ours is the whole rebuild. The peer is the live projector's own step, one event per transaction: rows, resolved
    references, documents of the file and of its neighbours, overview pages, checkpoint. It does the first quarter of
    the events only, which is to its advantage, as each costs it more the more files there are.
    """
    changes = about(real_changes(sizes.file_replay * 5 // 4), sizes.file_replay, sizes.batch_bytes)
    count, part = len(changes), max(1, len(changes) // 4)
    with empty_log(url) as database:
        index_files(database, changes)
        sides = {"ours": partial(rebuilt, database, count), "one by one": partial(one_by_one, database, part)}
        rates = in_turns(sides, sizes.rounds, warm_up=False)
    name = f"replay of {count:,} indexed files / one event per transaction"
    yield compared(name, rates, "ours", "one by one", wanted=2)


def index_files(database: Database, changes: Sequence[FileChange]) -> None:
    ensure_generation(database)
    recorder = PostgresRecorder(database)
    log = EventLog(recorder, recorder)
    for start in range(0, len(changes), FILES_AT_ONCE):
        command = RecordFileChanges(scan_run_id=SCAN, changes=tuple(changes[start : start + FILES_AT_ONCE]))
        dispatch(log, [command])


def one_by_one(database: Database, count: int) -> float:
    """Project so many events into an empty generation that has its indexes, each in its own transaction."""
    feed = partial(read, database.connection(), limit=1)
    with closing(database.open()) as connection:
        replay = Replay(connection, f"{database.schema}_one_{token_hex(2)}", database.schema, lambda _: None)
        replay.create()
        # The live projector waits for the disk.
        connection.execute("SET synchronous_commit TO DEFAULT")
        with connection.transaction():
            replay.enter()
            add_all_indexes(connection)

        def work() -> None:
            position = 0
            for _ in range(count):
                batch = feed(position)
                assert batch is not None
                position = replay.take(batch, write_all)

        return per_second(count, work)
