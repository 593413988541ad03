"""Files: indexed when their content changed, removed when they vanished."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, ClassVar, Self

from .errors import Refused
from .events import Event
from .source import UNPARSED, SourceFile


class FileIndexed(Event):
    """A scan recorded a file whose content was new or had changed, with everything the parser found in it."""

    TOPIC: ClassVar[str] = "file.indexed"
    SCHEMA_VERSION: ClassVar[int] = 5

    file: SourceFile
    scan_run_id: str | None = None
    scanned_at: datetime

    @staticmethod
    def upcast_v1_v2(data: dict[str, Any]) -> None:
        """The first parser knew Python only, and neither bindings nor what the sections of a docstring say."""
        file = data["file"]
        file |= {"bindings": [], "public": None, "parser_version": 0}
        for symbol in file["symbols"]:
            symbol |= {"description": None, "returns_description": None, "role": None, "decorators": [], "columns": []}
            symbol["is_exported"] = not symbol["name"].startswith("_")
            for parameter in symbol["parameters"]:
                parameter["description"] = None

    @staticmethod
    def upcast_v2_v3(data: dict[str, Any]) -> None:
        """The second parser of manifests did not look for the name of the project."""
        data["file"]["title"] = None

    @staticmethod
    def upcast_v3_v4(data: dict[str, Any]) -> None:
        """Parsers did not look for the variables of a module."""
        data["file"]["variables"] = []

    @staticmethod
    def upcast_v4_v5(data: dict[str, Any]) -> None:
        """Parsers did not keep how calls look."""
        for reference in data["file"]["references"]:
            reference["code"] = None


class FileRemoved(Event):
    """A scan no longer found a file it knew."""

    TOPIC: ClassVar[str] = "file.removed"

    path: str
    scan_run_id: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """What decisions about one file need to know."""

    id: str
    version: int = 0
    content_hash: str | None = None
    is_parsed: bool = False
    parser_version: int = 0

    @property
    def is_known(self) -> bool:
        return self.content_hash is not None

    def apply(self, event: Event) -> Self:
        match event:
            case FileIndexed():
                file = event.file
                is_parsed = file.problem != UNPARSED
                return replace(
                    self,
                    version=self.version + 1,
                    content_hash=file.content_hash,
                    is_parsed=is_parsed,
                    parser_version=file.parser_version,
                )
            case FileRemoved():
                return replace(self, version=self.version + 1, content_hash=None)
        raise TypeError(f"{event.TOPIC} is not an event of a file")


def file_id(path: str) -> str:
    """The id of a file, which is also the name of its stream."""
    return f"file:{path}"


def index(file: File, source: SourceFile, *, scan_run_id: str | None, at: datetime) -> FileIndexed | None:
    """Record a file's content; None when it is what the log already holds (a changed mtime alone is no change).

    What a newer parser saw in the same content is news; what an older one saw is none.
    """
    is_parsed_as_well = file.is_parsed and file.parser_version >= source.parser_version
    if file.content_hash == source.content_hash and (is_parsed_as_well or source.problem == UNPARSED):
        return None
    return FileIndexed(file=source, scan_run_id=scan_run_id, scanned_at=at)


def remove(file: File, path: str, *, scan_run_id: str | None) -> FileRemoved:
    """Record that a file is gone. Raises Refused when it is not known."""
    if not file.is_known:
        raise Refused(f"file {path!r} is not indexed, so it cannot be removed")
    return FileRemoved(path=path, scan_run_id=scan_run_id)
