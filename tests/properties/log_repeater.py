"""One of several programs that dispatch the very same commands, each in an order and in batches of its own.

Usage: python log_repeater.py URL SCHEMA NAME COMMANDS; prints `command_id position` for every answer.
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from uuid import UUID, uuid5

from docrunch.commands.command import Command
from docrunch.commands.dispatch import dispatch
from docrunch.commands.files import IndexFile
from docrunch.commands.scans import StartScan
from docrunch.domain.source import SourceFile
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database

NAMESPACE = UUID(int=10)
AT = datetime(2026, 1, 1, tzinfo=UTC)


def command(number: int) -> Command:
    """The same for every program: a scan, a change of a file that others change too, or one that changes nothing."""
    command_id = uuid5(NAMESPACE, str(number))
    match number % 3:
        case 0:
            return StartScan(command_id=command_id, scan_run_id=f"run{number}", started_at=AT)
        case 1:
            return IndexFile(command_id=command_id, file=source(f"changing{number % 5}.py", str(number)), scanned_at=AT)
    return IndexFile(command_id=command_id, file=source("constant.py", "always"), scanned_at=AT)


def source(path: str, content: str) -> SourceFile:
    return SourceFile(path=path, language="python", size=1, modified_at=AT, content_hash=content, module="m")


def batches(numbers: list[int]) -> Iterator[list[int]]:
    while numbers:
        size = random.choice([1, 1, 3, 40])
        yield numbers[:size]
        del numbers[:size]


def main(url: str, schema: str, name: str, total: str) -> None:
    """Dispatch all of them twice, with commands of one's own among them."""
    recorder = PostgresRecorder(Database(url, schema))
    log = EventLog(recorder, recorder)
    for _ in range(2):
        numbers = random.sample(range(int(total)), int(total))
        for batch in batches(numbers):
            own = StartScan() if random.random() < 0.3 else StartScan(scan_run_id=f"{name}/{random.random()}")
            for receipt in dispatch(log, [*map(command, batch), own]):
                print(receipt.command_id, receipt.position)


if __name__ == "__main__":
    main(*sys.argv[1:])
