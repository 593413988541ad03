"""What queries of the read model answer with."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class FileRecord:
    """A file of the project: `id` is `file:` and its `path`, which is relative to the project, with `/`.

    `size` in bytes; `content_hash` the SHA-256 of its bytes in hex; `last_scanned` when a scan last recorded this
    content. `problem` is a code where it was not parsed in full; UNPARSED where its content was not at hand.
    """

    id: str
    path: str
    language: str
    size: int
    modified_at: datetime
    content_hash: str
    last_scanned: datetime
    module: str = ""
    docstring: str | None = None
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class SymbolRecord:
    """A module, function, method or class of a file; lines count from 1, the end is inclusive."""

    id: str
    file_id: str
    kind: str
    name: str
    qualified_name: str
    dotted_name: str
    signature: str
    docstring: str | None
    start_line: int
    end_line: int | None
    parameters: list[dict[str, Any]]
    returns: str | None
    is_async: bool
    description: str | None
    returns_description: str | None
    role: str | None
    is_exported: bool
    decorators: list[str]
    columns: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class ScanRunRecord:
    """One scan: `state` is running, completed or failed."""

    id: str
    state: str
    started_at: datetime | None
    ended_at: datetime | None
    counts: dict[str, int] | None
    problems: list[dict[str, str]] | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class DocumentName:
    """How to find a document; the smaller the `distance`, the better it fits what was asked for."""

    id: str
    type: str
    title: str
    page: str | None
    distance: int = 0


@dataclass(frozen=True, slots=True)
class ParkedEvent:
    """An event that could not be applied, and why."""

    position: int
    stream_id: str
    version: int
    type: str
    error: str
    parked_at: datetime


@dataclass(frozen=True, slots=True)
class DocumentProblem:
    """A document that could not be rendered, and why."""

    document_id: str
    problem: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How much the read model holds."""

    files: int
    functions: int
    classes: int
    references: int
    relationships: int
    documents: int
