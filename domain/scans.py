"""Scan runs: one pass over a repository on disk, started, then completed or failed."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal, Self

from .errors import Refused
from .events import Event, Fact


class ScanProblem(Fact):
    """A file the scan could not take in full: `code` as documented, `path` relative, one line of `message`."""

    code: str
    path: str
    message: str


class ScanCounts(Fact):
    """What a scan saw and did, counted in files, symbols and references."""

    files_seen: int
    files_indexed: int
    files_unchanged: int
    files_removed: int
    functions: int
    classes: int
    references: int


class ScanStarted(Event):
    """A scan of the project began."""

    TOPIC: ClassVar[str] = "scan.started"

    scan_run_id: str
    started_at: datetime


class ScanCompleted(Event):
    """A scan reached its end; files it could not take are listed, they do not fail it."""

    TOPIC: ClassVar[str] = "scan.completed"

    scan_run_id: str
    completed_at: datetime
    counts: ScanCounts
    problems: tuple[ScanProblem, ...] = ()


class ScanFailed(Event):
    """A scan was given up; what it had recorded stays recorded."""

    TOPIC: ClassVar[str] = "scan.failed"

    scan_run_id: str
    failed_at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class ScanRun:
    """What decisions about one scan run need to know."""

    id: str
    version: int = 0
    state: Literal["new", "running", "completed", "failed"] = "new"

    def apply(self, event: Event) -> Self:
        match event:
            case ScanStarted():
                return replace(self, version=self.version + 1, state="running")
            case ScanCompleted():
                return replace(self, version=self.version + 1, state="completed")
            case ScanFailed():
                return replace(self, version=self.version + 1, state="failed")
        raise TypeError(f"{event.TOPIC} is not an event of a scan run")


def scan_stream(scan_run_id: str) -> str:
    """The name of a scan run's stream."""
    return f"scan:{scan_run_id}"


def start(run: ScanRun, scan_run_id: str, *, at: datetime) -> ScanStarted:
    """Begin a scan. Raises Refused when this id was used before."""
    if run.state != "new":
        raise Refused(f"scan {scan_run_id!r} was started before and is {run.state}")
    return ScanStarted(scan_run_id=scan_run_id, started_at=at)


def complete(
    run: ScanRun, scan_run_id: str, counts: ScanCounts, problems: tuple[ScanProblem, ...], *, at: datetime
) -> ScanCompleted:
    """End a running scan well. Raises Refused when it is not running."""
    require_running(run, scan_run_id)
    return ScanCompleted(scan_run_id=scan_run_id, completed_at=at, counts=counts, problems=problems)


def fail(run: ScanRun, scan_run_id: str, reason: str, *, at: datetime) -> ScanFailed:
    """Give a running scan up. Raises Refused when it is not running."""
    require_running(run, scan_run_id)
    return ScanFailed(scan_run_id=scan_run_id, failed_at=at, reason=reason)


def require_running(run: ScanRun, scan_run_id: str) -> None:
    if run.state != "running":
        raise Refused(f"scan {scan_run_id!r} is {run.state}, not running")
