"""Commands about the report of a task: submit its completion, publish it."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Annotated

from pydantic import Field

from ..domain import decisions, findings, tasks
from ..domain.decisions import Decision, DecisionRecorded, decision_stream
from ..domain.events import Fact
from ..domain.findings import Finding, FindingLogged, FindingType, finding_stream
from ..domain.free_json import JsonTree
from ..domain.instants import Instant
from ..domain.task_events import TaskCompleted
from ..domain.task_state import Task, task_stream
from ..domain.text import Content, Id, Name, Note, Title
from .command import Command, now
from .dispatch import handles
from .fields import Files, Flag, new_id
from .work import Work

MAX_NESTED = 100
"""The most findings, and the most decisions, one completion carries."""


class ReportedFinding(Fact):
    """A finding that a completion carries; who and when are the completion's unless said."""

    finding_id: Id = Field(default_factory=partial(new_id, "finding"))
    type: FindingType
    description: Content
    files: Files = ()
    created_by: Name | None = None
    created_at: Instant | None = None


class ReportedDecision(Fact):
    """A decision that a completion carries; who and when are the completion's unless said."""

    decision_id: Id = Field(default_factory=partial(new_id, "decision"))
    title: Title
    context: Content
    decision: Content
    rationale: Content
    created_by: Name | None = None
    created_at: Instant | None = None


class SubmitCompletion(Command):
    """Finish a task and report on it, with the findings and decisions made on the way, all or nothing.

    `changes` is a JSON list or object that says what was changed, such as a list of paths.
    """

    task_id: Id
    summary: Content
    changes: JsonTree
    tests_passed: Flag
    notes: Note = ""
    findings: Annotated[tuple[ReportedFinding, ...], Field(max_length=MAX_NESTED)] = ()
    decisions: Annotated[tuple[ReportedDecision, ...], Field(max_length=MAX_NESTED)] = ()
    reported_by: Name
    reported_at: Instant = Field(default_factory=now)


class PublishTaskReport(Command):
    """Publish the report of a task as it stands now, before its completion or again after it."""

    task_id: Id
    published_by: Name | None = None
    published_at: Instant = Field(default_factory=now)


@handles(SubmitCompletion)
def submit_completion(command: SubmitCompletion, work: Work) -> Mapping[str, str]:
    task = work.load(Task, task_stream(command.task_id))
    event = completed(command)
    work.record(task, tasks.complete(task, event))
    for logged in findings_of(command):
        finding = work.create(Finding, finding_stream(logged.finding_id))
        work.record(finding, findings.log(finding, task, logged))
    for recorded in decisions_of(command):
        decision = work.create(Decision, decision_stream(recorded.decision_id))
        work.record(decision, decisions.record(decision, recorded))
    nested = {"finding_ids": ",".join(event.finding_ids), "decision_ids": ",".join(event.decision_ids)}
    ids = {"task_id": command.task_id, "report_id": event.report_id}
    return ids | {name: listed for name, listed in nested.items() if listed}


@handles(PublishTaskReport)
def publish_task_report(command: PublishTaskReport, work: Work) -> Mapping[str, str]:
    task = work.load(Task, task_stream(command.task_id))
    who = command.published_by or command.actor
    work.record(task, tasks.publish(task, by=who, at=command.published_at))
    return {"task_id": command.task_id, "report_id": tasks.report_id(command.task_id)}


def completed(command: SubmitCompletion) -> TaskCompleted:
    return TaskCompleted(
        task_id=command.task_id,
        report_id=tasks.report_id(command.task_id),
        summary=command.summary,
        changes=command.changes,
        tests_passed=command.tests_passed,
        notes=command.notes,
        finding_ids=tuple(finding.finding_id for finding in command.findings),
        decision_ids=tuple(decision.decision_id for decision in command.decisions),
        reported_by=command.reported_by,
        reported_at=command.reported_at,
    )


def findings_of(command: SubmitCompletion) -> Iterator[FindingLogged]:
    for finding in command.findings:
        yield FindingLogged(task_id=command.task_id, **finding.model_dump() | origin(finding, command))


def decisions_of(command: SubmitCompletion) -> Iterator[DecisionRecorded]:
    for decision in command.decisions:
        yield DecisionRecorded(task_id=command.task_id, **decision.model_dump() | origin(decision, command))


def origin(nested: ReportedFinding | ReportedDecision, command: SubmitCompletion) -> dict[str, object]:
    return {
        "created_by": nested.created_by or command.reported_by,
        "created_at": nested.created_at or command.reported_at,
    }
