"""Commands about files: index one with its facts, take in what a scan parsed, remove one."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, Field

from ..domain import files
from ..domain.changes import SCAN_PRIORITY, EntityChange, SealedEvent
from ..domain.errors import Conflict
from ..domain.events import Fact
from ..domain.files import File, FileIndexed, FileRemoved, file_id
from ..domain.instants import Instant
from ..domain.source import SourceFile
from ..domain.text import Name, Path, path_of_a_file
from .command import Command, now
from .dispatch import handles
from .work import Work

LAST_VERSION = 2**53
"""Of a stream: no integer in the log's JSON is larger."""


def with_a_path(file: SourceFile) -> SourceFile:
    path_of_a_file(file.path)
    return file


Version = Annotated[int, Field(ge=0, le=LAST_VERSION)]


class IndexFile(Command):
    """Record a file's content and what was parsed from it; no event when the log holds that content already.

    `based_on` is the version of the file's stream that `file` was derived from: a Conflict when that has moved on.
    """

    file: Annotated[SourceFile, AfterValidator(with_a_path)]
    based_on: Version | None = None
    scan_run_id: Name | None = None
    scanned_at: Instant = Field(default_factory=now)


class FileChange(Fact):
    """A changed file as a scan found it: `event` is the canonical JSON of its FileIndexed, None when it vanished.

    `version` is that of the file's stream on which the scan decided, 0 for an unknown file.
    """

    path: str
    version: int
    content_hash: str | None = None
    event: bytes | None = None


class RecordFileChanges(Command):
    """Take in many changed files at once, all or nothing; a Conflict when one of them has changed in the log since."""

    scan_run_id: str
    changes: tuple[FileChange, ...]


class RemoveFile(Command):
    """Record that a file is gone."""

    path: Path
    scan_run_id: Name | None = None


@handles(IndexFile)
def index_file(command: IndexFile, work: Work) -> Mapping[str, str]:
    file = work.load(File, file_id(command.file.path))
    if command.based_on not in {None, file.version}:
        raise Conflict(f"{file.id} is at version {file.version}, not {command.based_on}: look at it again")
    event = files.index(file, command.file, scan_run_id=command.scan_run_id, at=command.scanned_at)
    if event is not None:
        work.record(file, event)
    return {"file_id": file.id}


@handles(RemoveFile)
def remove_file(command: RemoveFile, work: Work) -> Mapping[str, str]:
    file = work.load(File, file_id(command.path))
    work.record(file, files.remove(file, command.path, scan_run_id=command.scan_run_id))
    return {"file_id": file.id}


@handles(RecordFileChanges)
def record_file_changes(command: RecordFileChanges, work: Work) -> Mapping[str, str]:
    for change in command.changes:
        work.record_at(file_id(change.path), change.version + 1, event_of(change, command.scan_run_id))
    return {"scan_run_id": command.scan_run_id}


def event_of(change: FileChange, scan_run_id: str) -> SealedEvent | FileRemoved:
    if change.event is None:
        return FileRemoved(path=change.path, scan_run_id=scan_run_id)
    changed = EntityChange("file", file_id(change.path), "upsert", change.content_hash, SCAN_PRIORITY, scan_run_id)
    return SealedEvent(FileIndexed.TOPIC, FileIndexed.SCHEMA_VERSION, change.event, (changed,))
