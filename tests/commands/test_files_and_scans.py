"""What the commands of files and scans decide: given a history, when a command comes, then these events. In memory."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from docrunch.commands.command import Command
from docrunch.commands.dispatch import dispatch
from docrunch.commands.files import FileChange, IndexFile, RecordFileChanges, RemoveFile
from docrunch.commands.scans import CompleteScan, FailScan, StartScan
from docrunch.domain.errors import Refused
from docrunch.domain.events import Event
from docrunch.domain.files import FileIndexed, FileRemoved
from docrunch.domain.receipts import Receipt
from docrunch.domain.scans import ScanCompleted, ScanCounts, ScanFailed, ScanProblem, ScanStarted
from docrunch.outbox.log import EventLog
from eventsourcing.popo import POPOApplicationRecorder

Index = Callable[..., IndexFile]

AT = datetime(2026, 1, 1, tzinfo=UTC)
COUNTS = ScanCounts(
    files_seen=3, files_indexed=1, files_unchanged=1, files_removed=1, functions=2, classes=1, references=5
)


class NoReceipts:
    """Nothing was dispatched before."""

    def receipts(self, _command_ids: Sequence[UUID]) -> dict[UUID, Receipt]:
        return {}


@pytest.fixture
def memory() -> EventLog:
    return EventLog(POPOApplicationRecorder(), NoReceipts())


def events_of(log: EventLog, stream: str) -> list[Event]:
    found: list[Any] = list(log.events.get(stream))
    return [one.event for one in found]


def given(log: EventLog, *commands: Command) -> None:
    for command in commands:
        dispatch(log, [command])


def test_a_new_file_is_indexed(memory: EventLog, index: Index) -> None:
    command = index("a.py", "1")

    given(memory, command)

    assert events_of(memory, "file:a.py") == [FileIndexed(file=command.file, scanned_at=command.scanned_at)]


def test_unchanged_content_is_no_event_whatever_else_changed(memory: EventLog, index: Index) -> None:
    first, touched = index("a.py", "1"), index("a.py", "1")
    touched = touched.model_copy(
        update={"file": touched.file.model_copy(update={"modified_at": AT.replace(year=2030)})}
    )

    given(memory, first, touched)

    assert len(events_of(memory, "file:a.py")) == 1


def test_what_a_newer_parser_saw_in_the_same_content_is_an_event(memory: EventLog, index: Index) -> None:
    first = index("a.py", "1")
    newer = first.model_copy(update={"file": first.file.model_copy(update={"parser_version": 2})})

    given(memory, first, newer, first)

    found = events_of(memory, "file:a.py")
    assert [event.file.parser_version for event in found if isinstance(event, FileIndexed)] == [0, 2]


def test_a_removed_file_may_come_back(memory: EventLog, index: Index) -> None:
    given(memory, index("a.py", "1"), RemoveFile(path="a.py", scan_run_id="s"), index("a.py", "1"))

    removed = FileRemoved(path="a.py", scan_run_id="s")
    assert events_of(memory, "file:a.py")[1] == removed
    assert [type(event) for event in events_of(memory, "file:a.py")] == [FileIndexed, FileRemoved, FileIndexed]


def test_a_file_cannot_be_removed_twice(memory: EventLog, index: Index) -> None:
    given(memory, index("a.py", "1"), RemoveFile(path="a.py"))

    with pytest.raises(Refused, match=r"file 'a\.py' is not indexed, so it cannot be removed"):
        given(memory, RemoveFile(path="a.py"))


def test_a_scan_records_what_it_parsed_and_what_vanished(memory: EventLog, index: Index) -> None:
    given(memory, index("gone.py", "1"))
    indexed = FileIndexed(file=index("new.py", "2").file, scan_run_id="s", scanned_at=AT)
    changes = (
        FileChange(path="new.py", version=0, content_hash="2", event=indexed.canonical()),
        FileChange(path="gone.py", version=1),
    )

    given(memory, RecordFileChanges(scan_run_id="s", changes=changes))

    assert events_of(memory, "file:new.py") == [indexed]
    assert events_of(memory, "file:gone.py")[1:] == [FileRemoved(path="gone.py", scan_run_id="s")]


def test_a_scan_starts_and_is_completed(memory: EventLog) -> None:
    problems = (ScanProblem(code="PARSE_SYNTAX_ERROR", path="a.py", message="line 1"),)

    given(memory, StartScan(scan_run_id="s", started_at=AT))
    given(memory, CompleteScan(scan_run_id="s", counts=COUNTS, problems=problems, completed_at=AT))

    completed = ScanCompleted(scan_run_id="s", completed_at=AT, counts=COUNTS, problems=problems)
    assert events_of(memory, "scan:s") == [ScanStarted(scan_run_id="s", started_at=AT), completed]


def test_a_scan_starts_and_fails(memory: EventLog) -> None:
    given(memory, StartScan(scan_run_id="s", started_at=AT), FailScan(scan_run_id="s", reason="x", failed_at=AT))

    assert events_of(memory, "scan:s")[1:] == [ScanFailed(scan_run_id="s", failed_at=AT, reason="x")]


@pytest.mark.parametrize(
    "second", [CompleteScan(scan_run_id="s", counts=COUNTS), FailScan(scan_run_id="s", reason="again")]
)
def test_an_ended_scan_cannot_be_ended_again(memory: EventLog, second: Command) -> None:
    given(memory, StartScan(scan_run_id="s"), FailScan(scan_run_id="s", reason="x"))

    with pytest.raises(Refused, match="scan 's' is failed, not running"):
        given(memory, second)


def test_a_scan_that_never_started_cannot_be_ended(memory: EventLog) -> None:
    with pytest.raises(Refused, match="scan 's' is new, not running"):
        given(memory, FailScan(scan_run_id="s", reason="x"))
