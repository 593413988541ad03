"""I1 under SIGKILL: whatever moment a writer dies at, the log is whole and keeps every answer it gave."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from docrunch.outbox.health import head
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database

SCRIPT = Path(__file__).parent / "log_writer.py"
BROKEN = (Path(__file__).parents[1] / "outbox/broken.sql").read_bytes()
KILLS = 120


@contextmanager
def writers(database: Database) -> Iterator[IO[str]]:
    """What the writers say, one after the other."""
    command = [sys.executable, "-P", str(SCRIPT), database.url, database.schema, str(KILLS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout
        try:
            yield process.stdout
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def answers_of_killed_writers(lines: Iterable[str]) -> Iterator[tuple[UUID, int]]:
    """Let each writer answer a few times, kill it a moment later, and yield what it had answered by then."""
    victim, patience = 0, 0
    for line in lines:
        if ":" in line:
            yield from answers(line)
            patience -= 1
        else:
            victim, patience = int(line), random.randint(0, 8)
        if patience == 0:
            spin(random.random() * 0.02)
            os.kill(victim, signal.SIGKILL)


def answers(line: str) -> Iterator[tuple[UUID, int]]:
    for answer in line.split():
        command_id, position = answer.split(":")
        yield UUID(command_id), int(position)


def spin(seconds: float) -> None:
    """Let the writer run on to any instant of its next appends."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        pass


def test_a_log_whose_writers_were_killed_is_whole(database: Database) -> None:
    with writers(database) as lines:
        given = list(answers_of_killed_writers(lines))

    rows: list[Any] = database.connection().execute(BROKEN).fetchall()
    assert rows == []
    assert head(database).events > KILLS
    assert len(given) > KILLS
    receipts = PostgresRecorder(database).receipts([id_ for id_, _ in given])
    assert [(id_, receipts[id_].position) for id_, _ in given] == given
