"""Small events to append: starts of scan runs."""

from collections.abc import Iterator
from uuid import uuid4

from ..commands.command import now
from ..commands.scans import StartScan
from ..domain.events import StreamEvent
from ..domain.receipts import Dispatched
from ..domain.scans import ScanRun, ScanStarted, scan_stream, start
from ..outbox.mapper import JsonMapper
from ..outbox.rows import Append

MAPPER = JsonMapper()


def decided() -> StreamEvent:
    """A new scan run's first event, decided and folded as the command does it."""
    run_id = str(uuid4())
    run = ScanRun(scan_stream(run_id))
    event = start(run, run_id, at=now())
    return StreamEvent(run.id, run.apply(event).version, event)


def appends(count: int) -> Iterator[Append]:
    """The rows that so many StartScan commands come to."""
    for _ in range(count):
        command = StartScan()
        event = ScanStarted(scan_run_id=command.scan_run_id, started_at=command.started_at)
        stored = MAPPER.to_stored_event(StreamEvent(scan_stream(command.scan_run_id), 1, event))
        receipt = {"command": "StartScan", "ids": {"scan_run_id": command.scan_run_id}}
        yield Append([stored], [Dispatched(command.command_id, receipt, 0, 0)], [command.metadata()])
