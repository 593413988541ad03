"""After a restore transaction ids start lower than the log's positions: nobody writes until the epoch is raised."""

import os
import secrets
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from docrunch.commands.dispatch import dispatch
from docrunch.commands.scans import FailScan, StartScan
from docrunch.domain.errors import Misconfigured
from docrunch.outbox import feed
from docrunch.outbox.appending import SQL as LOG
from docrunch.outbox.health import head, raise_epoch, require_epoch
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.binaries import installation
from docrunch.postgres.connection import Database
from docrunch.postgres.embedded import EmbeddedServer, start_server

FAR = 1 << 33
"""A transaction number that no test's cluster reaches."""


def restore(database: Database, *transactions: int) -> None:
    """Put events into the log as a restore would: at the positions they had in their first cluster."""
    database.connection().execute(
        """INSERT INTO events (position, stream_id, version, type, schema_version, data, metadata, content_hash)
           SELECT number << 20, 'scan:' || number, 1, 'scan.started', 1,
                  jsonb_build_object('scan_run_id', number::text), '{}', ''
             FROM unnest(%s::bigint[]) AS number""",
        [list(transactions)],
    )


def log_on(database: Database) -> EventLog:
    recorder = PostgresRecorder(database)
    return EventLog(recorder, recorder)


def everything(database: Database, after: int = 0) -> list[str]:
    batch = feed.read(database.connection(), after, 5000)
    return [] if batch is None else [f"{event.stream_id} {event.version}" for event in batch.events]


def test_a_log_of_this_cluster_may_be_written_to(any_database: Database, any_log: EventLog) -> None:
    require_epoch(any_database)
    dispatch(any_log, [StartScan()])
    require_epoch(any_database)


def test_a_restored_log_is_refused_until_its_epoch_is_raised(any_database: Database) -> None:
    restore(any_database, FAR, FAR + 1)

    with pytest.raises(Misconfigured, match="restored from another cluster") as refusal:
        require_epoch(any_database)

    assert refusal.value.hint is not None
    assert "docrunch doctor --repair" in refusal.value.hint
    raise_epoch(any_database)
    require_epoch(any_database)


def test_new_events_sort_behind_the_restored_ones(any_database: Database, any_log: EventLog) -> None:
    restore(any_database, FAR, FAR + 1)
    assert everything(any_database) == []

    raise_epoch(any_database)
    (receipt,) = dispatch(any_log, [StartScan(scan_run_id="new")])

    assert receipt.position >> 20 > FAR + 1
    assert everything(any_database) == [f"scan:{FAR} 1", f"scan:{FAR + 1} 1", "scan:new 1"]
    assert everything(any_database, after=(FAR + 1) << 20) == ["scan:new 1"]


def test_raising_the_epoch_again_keeps_everything_in_order(any_database: Database, any_log: EventLog) -> None:
    for number in ("a", "b", "c"):
        dispatch(any_log, [StartScan(scan_run_id=number)])
        raise_epoch(any_database)
        require_epoch(any_database)

    assert everything(any_database) == ["scan:a 1", "scan:b 1", "scan:c 1"]


def test_an_event_never_takes_the_position_of_a_restored_one(database: Database, log: EventLog) -> None:
    """The last line of defence, when nobody asked whether writing is allowed."""
    row: Any = database.connection().execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
    restore(database, *range(row[0], row[0] + 600))

    with pytest.raises(Misconfigured, match="take the position of an old one"):
        dispatch(log, [StartScan()])

    assert head(database).events == 600


def test_a_batch_under_way_keeps_the_epoch_from_rising_above_it(any_database: Database) -> None:
    """It took its position before: raised meanwhile, the epoch would put it behind every reader."""
    restore(any_database, FAR)
    batch = any_database.open()
    with ThreadPoolExecutor(1) as thread:
        with batch.transaction():
            row: Any = batch.execute(LOG["floor"]).fetchone()
            raised = thread.submit(raise_epoch, any_database)
            wait_until_it_waits(any_database, raised)
            has_waited = not raised.done()
            restore_at(batch, row[0])
        assert raised.result() > FAR

    assert has_waited
    batch.close()


def wait_until_it_waits(database: Database, raised: "Future[int]") -> None:
    query = b"SELECT FROM pg_locks WHERE NOT granted AND relation = 'epoch'::regclass"
    while not raised.done() and database.connection().execute(query).fetchone() is None:
        pass


def restore_at(connection: Any, position: int) -> None:
    connection.execute(
        """INSERT INTO events (position, stream_id, version, type, schema_version, data, metadata, content_hash)
           VALUES (%s, 'batch', 1, 'x', 1, '{}', '{}', '')""",
        [position],
    )


@pytest.fixture
def new_server() -> Iterator[EmbeddedServer]:
    """A cluster of its own, whose transaction ids start anew."""
    folder = Path(os.environ["DOCRUNCH_TEST_SERVERS"]) / f"restored-{secrets.token_hex(4)}"
    server = start_server(folder, options=("fsync=off",))
    yield server
    server.close()


def copy_schema(database: Database, url: str) -> Database:
    """Dump the schema and restore it elsewhere, as an operator would."""
    programs = installation(18, None) / "bin"
    dump = subprocess.run(
        [programs / "pg_dump", "--schema", database.schema, database.url], check=True, capture_output=True
    )
    subprocess.run(
        [programs / "psql", "--quiet", "--no-psqlrc", "--set", "ON_ERROR_STOP=1", "--dbname", url],
        input=dump.stdout,
        check=True,
        capture_output=True,
    )
    return Database(url, database.schema)


def test_a_dumped_log_goes_on_in_a_new_cluster(database: Database, log: EventLog, new_server: EmbeddedServer) -> None:
    for number in range(400):
        dispatch(log, [StartScan(scan_run_id=str(number))])
    old = everything(database)
    checkpoint = head(database).position

    restored = copy_schema(database, new_server.url)

    with pytest.raises(Misconfigured, match="restored from another cluster"):
        require_epoch(restored)
    raise_epoch(restored)
    require_epoch(restored)
    dispatch(log_on(restored), [FailScan(scan_run_id="7", reason="after the restore")])
    assert everything(restored) == [*old, "scan:7 2"]
    assert everything(restored, after=checkpoint) == ["scan:7 2"]
    restored.close()
