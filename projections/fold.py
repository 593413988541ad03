"""A batch of events becomes the rows that stand in the end; what cannot be read is parked with its reason."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from ..domain.decisions import DecisionRecorded
from ..domain.events import EVENTS
from ..domain.feed import Batch, FeedEvent
from ..domain.files import FileIndexed, FileRemoved
from ..domain.scans import ScanCompleted, ScanFailed, ScanStarted
from .contents import Contents, note
from .file_rows import FileRows, file_rows
from .reports.changes import Reported
from .reports.registry import REPORTS


@dataclass(frozen=True, slots=True)
class Parked:
    """An event that was not applied, and why."""

    event: FeedEvent
    error: str


@dataclass(slots=True)
class Folded:
    """What a batch comes to: per file its rows or None when it is gone, per scan run the columns that it set."""

    files: dict[str, FileRows | None] = field(default_factory=dict)
    contents: Contents = field(default_factory=dict)
    scan_runs: dict[str, dict[str, Any]] = field(default_factory=dict)
    reports: list[Reported] = field(default_factory=list)
    parked: list[Parked] = field(default_factory=list)
    has_more: bool = False
    versions: dict[str, int] = field(default_factory=dict)
    """The last applied version of each stream whose later events make earlier ones good."""


def fold(batch: Batch, after: int) -> Folded:
    """Fold what lies behind `after`."""
    folded = Folded(has_more=batch.has_more)
    changed = {(change.entity_type, change.entity_id) for change in batch.changes}
    for event in batch.events:
        if event.position <= after:
            continue
        if event.problem is not None:
            unreadable(folded, event, event.problem)
            if event.is_refused and ("file", event.stream_id) in changed:
                fold_refused(folded, event)
        elif event.type in FILE_EVENTS:
            if ("file", event.stream_id) in changed:
                fold_file(folded, event)
        elif event.type in SCAN_EVENTS:
            fold_scan(folded, event)
        elif event.type in REPORTS:
            attempt(folded, event, fold_report)
    return folded


def fold_file(folded: Folded, event: FeedEvent) -> None:
    """The last event that can be read says it all, but for how long the content has been what it is."""
    if attempt(folded, event, read_file):
        folded.versions[event.stream_id] = event.version


def fold_refused(folded: Folded, event: FeedEvent) -> None:
    """In another batch a later event of the file may cover it, and nobody would know that it is refused."""
    if event.type in FILE_EVENTS:
        with suppress(LookupError, TypeError):
            note(folded.contents, event, is_gone=event.type == FileRemoved.TOPIC)


def attempt(folded: Folded, event: FeedEvent, step: Callable[[Folded, FeedEvent], None]) -> bool:
    try:
        step(folded, event)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        unreadable(folded, event, f"{type(error).__name__}: {error}")
        return False
    return True


def unreadable(folded: Folded, event: FeedEvent, error: str) -> None:
    folded.parked.append(Parked(event, error))
    # It keeps its number: a program that can read it shall not rename the ones behind it.
    if event.type == DecisionRecorded.TOPIC:
        folded.reports.append(Reported(event, ()))


def read_file(folded: Folded, event: FeedEvent) -> None:
    is_removed = event.type == FileRemoved.TOPIC
    rows = None if is_removed else file_rows(event.stream_id, event.version, event.position, event.data)
    note(folded.contents, event, is_gone=is_removed)
    folded.files[event.stream_id] = rows


def fold_scan(folded: Folded, event: FeedEvent) -> None:
    if attempt(folded, event, read_scan):
        folded.versions[event.stream_id] = event.version


def read_scan(folded: Folded, event: FeedEvent) -> None:
    columns = SCAN_EVENTS[event.type](event.data)
    folded.scan_runs.setdefault(event.data["scan_run_id"], {}).update(columns)


def fold_report(folded: Folded, event: FeedEvent) -> None:
    """Each event counts: one that cannot be read stays parked, whatever comes after it."""
    # Whether its values make sense must not depend on what else is in the batch, so it is asked before they are merged.
    EVENTS[event.type].from_stored(event.data)
    folded.reports.append(Reported(event, list(REPORTS[event.type].rows(event))))


FILE_EVENTS = frozenset({FileIndexed.TOPIC, FileRemoved.TOPIC})

SCAN_EVENTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    ScanStarted.TOPIC: lambda data: {"state": "running", "started_at": data["started_at"]},
    ScanCompleted.TOPIC: lambda data: {
        "state": "completed",
        "ended_at": data["completed_at"],
        "counts": data["counts"],
        "problems": data["problems"],
    },
    ScanFailed.TOPIC: lambda data: {"state": "failed", "ended_at": data["failed_at"], "reason": data["reason"]},
}
