"""One small event at a time, at 1, 4 and 8 connections: recorder, whole command, the library's stock recorder."""

from collections.abc import Callable, Iterator
from functools import partial

import psycopg
from psycopg import sql

from ..commands.dispatch import dispatch
from ..commands.scans import StartScan
from ..outbox.appending import SQL
from ..outbox.log import EventLog
from ..outbox.recorder import PostgresRecorder
from ..postgres.connection import Database
from .crowd import Crowd, Sides, crowd
from .peers import StockApplication, make_stock_tables, stock_settings
from .server import empty_log, empty_schema
from .sizes import Sizes
from .small_events import appends, decided
from .table import Row, compared
from .timing import disk_wait, in_turns

COMMAND_BY_LIBRARY = {1: 2.0, 4: 2.5, 8: 3.0}
"""The wanted ratio by number of connections."""


def append_small_events(url: str, sizes: Sizes) -> Iterator[Row]:
    """Append one small event with its outbox row and its receipt, from 1, 4 and 8 processes with a connection each.

    The bare peer sends the recorder's own statement with the same columns, its parameters ready, prepared and in
    autocommit. The library's peer decides the same event on the same aggregate and saves it by our mapper, so only its
    recorder differs; it writes neither outbox nor receipt. A command's own making is part of its time.
    """
    with empty_log(url) as database, empty_schema(url) as stock_schema:
        stock = stock_settings(url, stock_schema)
        make_stock_tables(stock)
        with crowd(max(sizes.appends), appending_sides, url, database.schema, stock) as processes:
            for connections, each in sizes.appends.items():
                yield from rows(processes, connections, each, sizes)


def waiting(connections: str) -> str:
    """What no side can help: where it is long, all sides become alike."""
    return f"the disk makes a commit wait {1e6 * disk_wait():,.0f} µs, measured right after {connections}"


def rows(processes: Crowd, connections: int, each: int, sizes: Sizes) -> Iterator[Row]:
    names = ("bare", "recorder", "command", "library")
    sides = {name: partial(processes.rate, name, connections, each) for name in names}
    rates = in_turns(sides, sizes.rounds, slices=sizes.slices)
    at = f"{connections} connection{'s' * (connections > 1)}"
    note = waiting(at)
    yield compared(f"append by the recorder / bare statement, {at}", rates, "recorder", "bare", wanted=0.75, note=note)
    yield compared(f"whole command / bare statement, {at}", rates, "command", "bare", wanted=0.5)
    wanted = COMMAND_BY_LIBRARY[connections]
    yield compared(f"whole command / library's stock recorder, {at}", rates, "command", "library", wanted=wanted)


def appending_sides(url: str, schema: str, stock: dict[str, str]) -> Sides:
    """Every side with a connection of its own, for one process."""
    recorder = PostgresRecorder(Database(url, schema))
    application = StockApplication({**stock, "CREATE_TABLE": "n"})
    return {
        "bare": partial(bare, bare_connection(url, schema)),
        "recorder": partial(by_recorder, recorder),
        "command": partial(by_command, EventLog(recorder, recorder)),
        "library": partial(by_library, application),
    }


def bare_connection(url: str, schema: str) -> psycopg.Connection:
    connection = psycopg.connect(url, autocommit=True)
    connection.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(schema)))
    return connection


def bare(connection: psycopg.Connection, count: int) -> Callable[[], None]:
    cursor = psycopg.RawCursor(connection)
    statement, ready = SQL["append_one"], [append.one_change() for append in appends(count)]

    def work() -> None:
        for parameters in ready:
            cursor.execute(statement, parameters, prepare=True).fetchone()

    return work


def by_recorder(recorder: PostgresRecorder, count: int) -> Callable[[], None]:
    ready = list(appends(count))

    def work() -> None:
        for append in ready:
            recorder.insert_events(append.events, commands=append.commands, metadata=append.metadata)

    return work


def by_command(log: EventLog, count: int) -> Callable[[], None]:
    def work() -> None:
        for _ in range(count):
            dispatch(log, [StartScan()])

    return work


def by_library(application: StockApplication, count: int) -> Callable[[], None]:
    def work() -> None:
        for _ in range(count):
            application.save(decided())

    return work
