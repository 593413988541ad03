"""A scan's batch: many large events in one transaction."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import count
from typing import Any

import orjson
import psycopg

from ..commands.dispatch import dispatch
from ..commands.files import FileChange, RecordFileChanges
from ..outbox.appending import SQL
from ..outbox.log import EventLog
from ..outbox.recorder import PostgresRecorder
from .appending import bare_connection
from .real_files import SCAN, about, real_changes
from .server import empty_log
from .sizes import Sizes
from .table import Row, compared
from .timing import in_turns, per_second

HASH = "0" * 64


def append_a_batch(url: str, sizes: Sizes) -> Iterator[Row]:
    """Append real FileIndexed events of about 15 kB each in one transaction, both sides from ready JSON bytes.

    Ours is the whole command that a scan dispatches, with hashes, outbox rows and receipt. The peer is COPY of the
    event rows alone by bare psycopg, everything but their positions ready. Each round appends a new version of every
    stream.
    """
    changes = about(real_changes(2 * sizes.batch_events), sizes.batch_events, sizes.batch_bytes)
    with empty_log(url) as database, closing(bare_connection(url, database.schema)) as connection:
        recorder = PostgresRecorder(database)
        log = EventLog(recorder, recorder)
        sides = {
            "ours": partial(by_command, log, changes, count()),
            "COPY": partial(by_copy, connection, changes, count(1)),
        }
        rates = in_turns(sides, sizes.rounds)
    yield compared(f"scan's batch of {len(changes)} events / COPY of its event rows", rates, "ours", "COPY", wanted=0.5)


def by_command(log: EventLog, changes: Sequence[FileChange], versions: Iterator[int]) -> float:
    version = next(versions)
    known = tuple(change.model_copy(update={"version": version}) for change in changes)
    return per_second(len(known), lambda: dispatch(log, [RecordFileChanges(scan_run_id=SCAN, changes=known)]))


def by_copy(connection: psycopg.Connection, changes: Sequence[FileChange], versions: Iterator[int]) -> float:
    version, metadata = next(versions), RecordFileChanges(scan_run_id=SCAN, changes=()).metadata()
    text = orjson.dumps(metadata).decode()
    rows = [("bare:" + one.path, version, "file.indexed", 1, one.event, text, HASH) for one in changes]
    return per_second(len(rows), lambda: copy(connection, rows))


def copy(connection: psycopg.Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    with connection.transaction(), connection.cursor() as cursor:
        row: Any = cursor.execute(SQL["floor"]).fetchone()
        with cursor.copy(SQL["copy_events"]) as target:
            for position, (*place, data, metadata, content_hash) in enumerate(rows, start=row[0]):
                target.write_row((position, *place, data.decode(), metadata, content_hash))
