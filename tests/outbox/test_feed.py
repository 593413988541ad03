"""The feed waits below every open write transaction of the cluster, and stops for no event it cannot read."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from docrunch.commands.dispatch import dispatch
from docrunch.commands.scans import FailScan, StartScan
from docrunch.domain.feed import Batch
from docrunch.outbox import feed, health
from docrunch.outbox.appending import append
from docrunch.outbox.log import EventLog
from docrunch.outbox.mapper import LoggedEvent
from docrunch.outbox.rows import Append
from docrunch.postgres.connection import Database
from psycopg import sql


def streams(batch: Batch | None) -> list[str]:
    return [] if batch is None else [event.stream_id for event in batch.events]


def scan(log: EventLog, *ids: str) -> None:
    dispatch(log, [StartScan(scan_run_id=id_) for id_ in ids])


def test_an_empty_log_has_nothing_to_read(any_database: Database) -> None:
    assert feed.read(any_database.connection(), 0) is None
    assert (health.head(any_database).events, health.head(any_database).position) == (0, 0)


def test_a_batch_ends_at_its_last_event_and_the_next_goes_on_there(any_database: Database, any_log: EventLog) -> None:
    scan(any_log, "a", "b", "c")

    first = feed.read(any_database.connection(), 0, 2)
    assert first is not None
    second = feed.read(any_database.connection(), first.upto, 2)
    assert second is not None

    assert (streams(first), streams(second)) == (["scan:a", "scan:b"], ["scan:c"])
    assert (first.has_more, second.has_more) == (True, False)
    assert (first.after, second.after, first.upto) == (0, first.upto, first.events[-1].position)
    assert feed.read(any_database.connection(), second.upto) is None
    assert health.lag(any_database, 0) == 3
    assert health.lag(any_database, first.upto) == 1


def test_the_live_feed_has_its_changes_from_the_outbox(database: Database, log: EventLog) -> None:
    scan(log, "a")
    database.connection().execute("UPDATE outbox SET priority = 0, entity_id = 'from the outbox'")

    live, replayed = feed.read_live(database.connection(), 0), feed.read(database.connection(), 0)

    assert live is not None
    assert replayed is not None
    assert [(change.entity_id, change.scan_run_id) for change in live.changes] == [("from the outbox", "a")]
    assert [change.entity_id for change in replayed.changes] == ["a"]
    assert (live.priority, replayed.priority, live.scan_run_id) == (0, 1, "a")
    assert live.events == replayed.events


@contextmanager
def writing(url: str) -> Iterator[psycopg.Connection]:
    """An open write transaction of somebody else."""
    with psycopg.connect(url) as connection:
        connection.execute("SELECT pg_current_xact_id()")
        yield connection
        connection.rollback()


@pytest.fixture
def elsewhere(any_database: Database) -> Iterator[str]:
    """Another database of the same cluster."""
    name = f"other_{uuid4().hex}"
    connection = any_database.connection()
    connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield psycopg.conninfo.make_conninfo(any_database.url, dbname=name)
    connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def test_readers_wait_below_an_open_transaction_and_are_told_whose_it_is(
    any_database: Database, any_log: EventLog
) -> None:
    scan(any_log, "before")
    with writing(any_database.url) as blocking:
        scan(any_log, "after")

        assert streams(feed.read(any_database.connection(), 0)) == ["scan:before"]
        (blocker,) = health.blockers(any_database)

        assert (blocker.kind, blocker.id) == ("session", str(blocking.info.backend_pid))
        assert blocker.database == blocking.info.dbname
        assert blocker.query == "SELECT pg_current_xact_id()"
        assert blocker.age_seconds is not None
        assert blocker.age_seconds >= 0

    assert streams(feed.read(any_database.connection(), 0)) == ["scan:before", "scan:after"]
    assert health.blockers(any_database) == []


def test_a_transaction_in_another_database_holds_readers_back_and_is_named(
    any_database: Database, any_log: EventLog, elsewhere: str
) -> None:
    with writing(elsewhere) as blocking:
        scan(any_log, "after")

        assert feed.read(any_database.connection(), 0) is None
        (blocker,) = health.blockers(any_database)
        assert (blocker.id, blocker.database) == (str(blocking.info.backend_pid), blocking.info.dbname)


def test_a_prepared_transaction_holds_readers_back_and_is_named(any_database: Database, any_log: EventLog) -> None:
    gid = f"forgotten {uuid4()}"
    with writing(any_database.url) as blocking:
        blocking.execute(sql.SQL("PREPARE TRANSACTION {}").format(sql.Literal(gid)))
    scan(any_log, "after")

    assert feed.read(any_database.connection(), 0) is None
    (blocker,) = health.blockers(any_database)
    assert (blocker.kind, blocker.id, blocker.query) == ("prepared", gid, None)

    any_database.connection().execute(sql.SQL("ROLLBACK PREPARED {}").format(sql.Literal(gid)))
    assert streams(feed.read(any_database.connection(), 0)) == ["scan:after"]


def test_the_oldest_blocker_comes_first(any_database: Database) -> None:
    with writing(any_database.url) as oldest, writing(any_database.url) as youngest:
        pids = [str(connection.info.backend_pid) for connection in (oldest, youngest)]

        assert [blocker.id for blocker in health.blockers(any_database)] == pids


def test_reading_holds_nobody_back(any_database: Database, any_log: EventLog) -> None:
    scan(any_log, "a")
    with any_database.transaction() as reading:
        reading.execute("SELECT * FROM events")
        other = any_database.open()

        assert streams(feed.read(other, 0)) == ["scan:a"]
        other.close()


def test_a_projector_may_read_inside_its_own_write_transaction(any_database: Database, any_log: EventLog) -> None:
    scan(any_log, "before")
    with any_database.transaction() as connection:
        connection.execute("SELECT pg_current_xact_id()")

        assert streams(feed.read(connection, 0)) == ["scan:before"]


@pytest.mark.parametrize(
    ("topic", "version", "data", "problem"),
    [
        ("teapot.boiled", 1, b"{}", "this docrunch knows no event 'teapot.boiled'; a newer one wrote it"),
        ("scan.started", 99, b"{}", "scan.started version 99 was written by a newer docrunch; upgrade this one"),
    ],
)
def test_an_event_that_cannot_be_read_says_why_and_the_others_come(
    database: Database, log: EventLog, topic: str, version: int, data: bytes, problem: str
) -> None:
    scan(log, "before")
    append(database.connection(), Append([LoggedEvent("x", 1, topic, data, version)]))
    dispatch(log, [FailScan(scan_run_id="before", reason="over")])

    for read in (feed.read, feed.read_live):
        batch = read(database.connection(), 0)
        assert batch is not None
        assert [event.problem for event in batch.events] == [None, problem, None]
        assert [change.entity_id for change in batch.changes] == ["before", "before"]


def test_an_event_whose_data_breaks_its_derivation_stops_no_replay(database: Database, log: EventLog) -> None:
    append(database.connection(), Append([LoggedEvent("file:x", 1, "file.indexed", b'{"file":7}')]))
    scan(log, "after")

    batch = feed.read(database.connection(), 0)

    assert batch is not None
    assert [event.problem is None for event in batch.events] == [False, True]
    assert [change.entity_id for change in batch.changes] == ["after"]


def test_our_sessions_end_transactions_that_idle_or_last(any_database: Database) -> None:
    connection = any_database.connection()
    settings = ["idle_in_transaction_session_timeout"]
    settings += ["transaction_timeout"] if connection.info.server_version >= 170000 else []

    for setting in settings:
        shown: Any = connection.execute("SELECT current_setting(%s)", [setting]).fetchone()
        assert shown[0] in {"5min", "30min"}
