"""Files that somebody else found: recorded, and parsed when their content is at hand."""

import asyncio
from collections.abc import Iterator
from typing import Any

import orjson

from ..application.docrunch import Docrunch
from ..commands.files import IndexFile
from ..commands.parsing import parse
from ..domain.errors import Conflict, Invalid
from ..domain.files import FileIndexed, file_id
from ..domain.source import UNPARSED, SourceFile
from ..projections.records import FileRecord
from ..scanner.indexing import ScanContext, scan_file
from ..scanner.languages import LANGUAGES, language_of

ATTEMPTS = 5


class StorageHub:
    """Coordinates writes; what they change is in the outbox with them, so the derived stores follow."""

    def __init__(self, docrunch: Docrunch) -> None:
        self.docrunch = docrunch

    async def on_file_indexed(self, file: FileRecord) -> None:
        """Record a file; returns when queries show it, the derived stores follow.

        The file is read and parsed when it is there, inside the project, with the record's content hash. Otherwise the
        record is kept, marked UNPARSED, with the symbols of what was parsed before, if anything was; the next scan that
        sees the content parses it. Raises Invalid for a path outside the project, Conflict, Unavailable.
        """
        await asyncio.to_thread(self.record, file)

    def record(self, file: FileRecord) -> None:
        path = self.path_of(file)
        for _ in range(ATTEMPTS):
            try:
                return self.docrunch.wait_for(self.docrunch.dispatch(self.indexing(file, path)))
            except Conflict:
                continue
        raise Conflict(f"others kept recording {path}; try again")

    def path_of(self, file: FileRecord) -> str:
        if not file.path.isprintable():
            raise Invalid(f"path is {file.path!r}: expected text on one line, without control characters")
        path = self.docrunch.inside(self.docrunch.project.root / file.path)
        if not path or file.path != path:
            raise Invalid(f"path is {file.path!r}: expected one relative to the project, such as {path or 'a.py'!r}")
        if file.id != file_id(path):
            raise Invalid(f"id is {file.id!r}: expected {file_id(path)!r}, which is file: and the path")
        return path

    def indexing(self, file: FileRecord, path: str) -> IndexFile:
        parsed = self.parsed(file, path)
        if parsed is not None:
            return IndexFile(file=parsed, scanned_at=file.last_scanned)
        version, known = self.known(path)
        return IndexFile(file=unparsed(file, known), based_on=version, scanned_at=file.last_scanned)

    def parsed(self, file: FileRecord, path: str) -> SourceFile | None:
        """What a parser finds in the file; None where its content is not the one of the record."""
        if language_of(path) is None:
            return None
        context = ScanContext(str(self.docrunch.project.root), None, file.last_scanned)
        scanned = scan_file(context, path)
        if scanned.event is None or scanned.content_hash != file.content_hash:
            return None
        return FileIndexed.from_stored(orjson.loads(scanned.event)).file

    def known(self, path: str) -> tuple[int, SourceFile | None]:
        """The version of the file's stream, and what its last event holds of the file."""
        events: Iterator[Any] = iter(self.docrunch.project.log.events.get(file_id(path), desc=True, limit=1))
        for last in events:
            return last.originator_version, last.event.file if isinstance(last.event, FileIndexed) else None
        return 0, None


def unparsed(file: FileRecord, known: SourceFile | None) -> SourceFile:
    """The record as it came, with what an earlier content had. Raises Invalid for values that do not fit."""
    module = (language_of(file.path) or LANGUAGES[0]).module_of(file.path)
    before = {"module": module} if known is None else known.model_dump()
    facts = {name: getattr(file, name) for name in ("path", "language", "size", "modified_at", "content_hash")}
    return parse(SourceFile, {**before, **facts, "problem": UNPARSED})
