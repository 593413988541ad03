"""Writers to be killed: they dispatch commands until then, one by one and in batches large enough for COPY.

Usage: python log_writer.py URL SCHEMA ROUNDS; prints each writer's pid, then for every
dispatch a line of answers `command_id:position`.
"""

import os
import random
import sys
from itertools import count
from typing import NoReturn

from docrunch.commands.command import Command
from docrunch.commands.dispatch import dispatch
from docrunch.commands.files import RemoveFile
from docrunch.commands.scans import FailScan, StartScan
from docrunch.domain.errors import Refused
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database

WORDS_PER_LINE = 60


def main(url: str, schema: str, rounds: str) -> None:
    """Fork one writer after the other; each begins where its forerunner was killed."""
    for number in range(int(rounds)):
        pid = os.fork()
        if pid == 0:
            write(Database(url, schema), f"w{number}")
        os.waitpid(pid, 0)


def write(database: Database, name: str) -> NoReturn:
    say(os.getpid())
    recorder = PostgresRecorder(database)
    log = EventLog(recorder, recorder)
    for number in count():
        run = f"{name}/{number}"
        commands = batch(run) if random.random() < 0.5 else [StartScan(scan_run_id=run)]
        say(*(f"{receipt.command_id}:{receipt.position}" for receipt in dispatch(log, commands)))
        refused(log)
    raise AssertionError


def say(*words: object) -> None:
    """One write for each line, and none longer than a pipe takes whole (PIPE_BUF): a kill leaves no half of it."""
    for start in range(0, len(words), WORDS_PER_LINE):
        os.write(1, (" ".join(map(str, words[start : start + WORDS_PER_LINE])) + "\n").encode())


def batch(run: str) -> list[Command]:
    ids = [f"{run}/{at}" for at in range(random.choice([2, 20, 60]))]
    starts: list[Command] = [StartScan(scan_run_id=id_) for id_ in ids]
    return starts + [FailScan(scan_run_id=id_, reason="killed") for id_ in ids]


def refused(log: EventLog) -> None:
    try:
        dispatch(log, [StartScan(), RemoveFile(path="unknown.py")])
    except Refused:
        return
    raise AssertionError


if __name__ == "__main__":
    main(*sys.argv[1:])
