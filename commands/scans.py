"""Commands of a scan run: start, complete, fail."""

from collections.abc import Mapping
from typing import Annotated
from uuid import uuid4

from pydantic import AfterValidator, Field

from ..domain import scans
from ..domain.instants import Instant
from ..domain.scans import ScanCounts, ScanProblem, ScanRun
from ..domain.text import Name, Text, lines
from .command import Command, now
from .dispatch import handles
from .work import Work

REASON_BYTES = 10_000

Reason = Annotated[Text, AfterValidator(lines(REASON_BYTES))]


class StartScan(Command):
    """Begin a scan of the project."""

    scan_run_id: Name = Field(default_factory=lambda: str(uuid4()))
    started_at: Instant = Field(default_factory=now)


class CompleteScan(Command):
    """End a running scan well, with what it saw and which files it could not take."""

    scan_run_id: Name
    counts: ScanCounts
    problems: tuple[ScanProblem, ...] = ()
    completed_at: Instant = Field(default_factory=now)


class FailScan(Command):
    """Give a running scan up."""

    scan_run_id: Name
    reason: Reason
    failed_at: Instant = Field(default_factory=now)


@handles(StartScan)
def start_scan(command: StartScan, work: Work) -> Mapping[str, str]:
    run = work.create(ScanRun, scans.scan_stream(command.scan_run_id))
    work.record(run, scans.start(run, command.scan_run_id, at=command.started_at))
    return {"scan_run_id": command.scan_run_id}


@handles(CompleteScan)
def complete_scan(command: CompleteScan, work: Work) -> Mapping[str, str]:
    run = work.load(ScanRun, scans.scan_stream(command.scan_run_id))
    event = scans.complete(run, command.scan_run_id, command.counts, command.problems, at=command.completed_at)
    work.record(run, event)
    return {"scan_run_id": command.scan_run_id}


@handles(FailScan)
def fail_scan(command: FailScan, work: Work) -> Mapping[str, str]:
    run = work.load(ScanRun, scans.scan_stream(command.scan_run_id))
    work.record(run, scans.fail(run, command.scan_run_id, command.reason, at=command.failed_at))
    return {"scan_run_id": command.scan_run_id}
