"""Commands about findings: log one, resolve it."""

from collections.abc import Mapping
from functools import partial

from pydantic import Field

from ..domain import findings
from ..domain.findings import Finding, FindingLogged, FindingType, finding_stream
from ..domain.instants import Instant
from ..domain.task_state import Task, task_stream
from ..domain.text import Content, Id, Name, Note
from .command import Command, now
from .dispatch import handles
from .fields import Files, facts_of, new_id
from .work import Work


class LogFinding(Command):
    """Note something noticed about some files during a task."""

    finding_id: Id = Field(default_factory=partial(new_id, "finding"))
    task_id: Id
    type: FindingType
    description: Content
    files: Files = ()
    created_by: Name
    created_at: Instant = Field(default_factory=now)


class ResolveFinding(Command):
    """Say that a finding was seen to."""

    finding_id: Id
    resolution: Note = ""
    resolved_by: Name | None = None
    resolved_at: Instant = Field(default_factory=now)


@handles(LogFinding)
def log_finding(command: LogFinding, work: Work) -> Mapping[str, str]:
    task = work.load(Task, task_stream(command.task_id))
    finding = work.create(Finding, finding_stream(command.finding_id))
    work.record(finding, findings.log(finding, task, FindingLogged(**facts_of(command))))
    return {"finding_id": command.finding_id, "task_id": command.task_id}


@handles(ResolveFinding)
def resolve_finding(command: ResolveFinding, work: Work) -> Mapping[str, str]:
    finding = work.load(Finding, finding_stream(command.finding_id))
    who, at = command.resolved_by or command.actor, command.resolved_at
    work.record(finding, findings.resolve(finding, resolution=command.resolution, by=who, at=at))
    return {"finding_id": command.finding_id}
