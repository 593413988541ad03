"""I1 under SIGKILL: whatever moment a writer dies at, the log is whole and keeps every answer it gave."""

import os
import random
import signal
import subprocess
import sys
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
KILLS = 40


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
    """Let each writer give a random number of answers, kill it, and yield what it had answered by then."""
    victim, patience = 0, 0
    for line in lines:
        word, *position = line.split()
        if position:
            yield UUID(word), int(position[0])
            patience -= 1
        else:
            victim, patience = int(word), random.randint(0, 200)
        if patience == 0:
            os.kill(victim, signal.SIGKILL)


def test_a_log_whose_writers_were_killed_is_whole(database: Database) -> None:
    with writers(database) as lines:
        answers = list(answers_of_killed_writers(lines))

    rows: list[Any] = database.connection().execute(BROKEN).fetchall()
    assert rows == []
    assert head(database).events > KILLS
    assert len(answers) > KILLS
    receipts = PostgresRecorder(database).receipts([id_ for id_, _ in answers])
    assert [(id_, receipts[id_].position) for id_, _ in answers] == answers
