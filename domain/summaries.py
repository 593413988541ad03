"""Summaries of files, functions and classes, written by people or models; the latest one counts."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar, Literal, Self

from .errors import NotFound
from .events import Event
from .files import File

SummaryKind = Literal["file", "function", "class"]


class SummaryRecorded(Event):
    """Somebody summed up what a file, function or class is for.

    `document_id` is that of its document; `file_hash` the content hash of the file that was summed up, so that an older
    summary can be told.
    """

    TOPIC: ClassVar[str] = "summary.recorded"

    document_id: str
    path: str
    text: str
    model: str | None = None
    file_hash: str
    recorded_by: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Summary:
    """What decisions about the summary of one document need to know: nothing but its place in the stream."""

    id: str
    version: int = 0

    def apply(self, event: Event) -> Self:
        match event:
            case SummaryRecorded():
                return replace(self, version=self.version + 1)
        raise TypeError(f"{event.TOPIC} is not an event of a summary")


def summary_stream(document_id: str) -> str:
    """The name of the stream of a document's summaries."""
    return f"summary:{document_id}"


def document_id(kind: SummaryKind, path: str, qualified_name: str) -> str:
    """The id of the document of a function or class in a file, or of the file itself, which is a module."""
    return f"module:{path}" if kind == "file" else f"{kind}:{path}::{qualified_name}"


def record(
    document: str, file: File, path: str, text: str, *, model: str | None, by: str, at: datetime
) -> SummaryRecorded:
    """Sum a document up. Raises NotFound when its file is not indexed."""
    if file.content_hash is None:
        raise NotFound(f"file {path!r} is not indexed, so nothing in it can be summed up")
    source = {"document_id": document, "path": path, "file_hash": file.content_hash}
    return SummaryRecorded(**source, text=text, model=model, recorded_by=by, recorded_at=at)
