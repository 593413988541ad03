"""The command that records a summary of a file, function or class."""

from collections.abc import Mapping

from pydantic import Field, ValidationInfo, field_validator

from ..domain import summaries
from ..domain.files import File, file_id
from ..domain.instants import Instant
from ..domain.summaries import Summary, SummaryKind, summary_stream
from ..domain.text import Content, Name, Path, Title, unfit
from .command import Command, now
from .dispatch import handles
from .work import Work


class RecordSummary(Command):
    """Sum up what a file, function or class is for, in place of an earlier summary.

    `path` is the file's, relative to the project; `qualified_name` names the function or class within it
    (`Class.method`) and is left out for a file. `model` is what wrote it, if a model did.
    """

    kind: SummaryKind
    path: Path
    qualified_name: Title | None = Field(default=None, validate_default=True)
    text: Content
    model: Name | None = None
    recorded_by: Name | None = None
    recorded_at: Instant = Field(default_factory=now)

    @field_validator("qualified_name")
    @classmethod
    def fits_the_kind(cls, name: str | None, info: ValidationInfo) -> str | None:
        kind = info.data.get("kind")
        if kind == "file" and name is not None:
            raise unfit("nothing, as kind is file")
        if kind in {"function", "class"} and name is None:
            raise unfit(f"the qualified name of the {kind}")
        return name


@handles(RecordSummary)
def record_summary(command: RecordSummary, work: Work) -> Mapping[str, str]:
    file = work.load(File, file_id(command.path))
    document = summaries.document_id(command.kind, command.path, command.qualified_name or "")
    who, at = command.recorded_by or command.actor, command.recorded_at
    event = summaries.record(document, file, command.path, command.text, model=command.model, by=who, at=at)
    work.record(work.load(Summary, summary_stream(document)), event)
    return {"document_id": document}
