"""Commands about decisions: record one, let another supersede it."""

from collections.abc import Mapping
from functools import partial

from pydantic import Field

from ..domain import decisions
from ..domain.decisions import Decision, DecisionRecorded, decision_stream
from ..domain.instants import Instant
from ..domain.task_state import Task, task_stream
from ..domain.text import Content, Id, Name, Title
from .command import Command, now
from .dispatch import handles
from .fields import facts_of, new_id
from .work import Work


class RecordDecision(Command):
    """Record what was decided about the architecture, and why; `task_id` where a task led to it."""

    decision_id: Id = Field(default_factory=partial(new_id, "decision"))
    title: Title
    context: Content
    decision: Content
    rationale: Content
    task_id: Id | None = None
    created_by: Name
    created_at: Instant = Field(default_factory=now)


class SupersedeDecision(Command):
    """Put the decision `superseded_by` in the place of `decision_id`; both must be in force."""

    decision_id: Id
    superseded_by: Id
    reported_by: Name | None = None
    reported_at: Instant = Field(default_factory=now)


@handles(RecordDecision)
def record_decision(command: RecordDecision, work: Work) -> Mapping[str, str]:
    if command.task_id is not None:
        work.load(Task, task_stream(command.task_id)).require_known()
    decision = work.create(Decision, decision_stream(command.decision_id))
    work.record(decision, decisions.record(decision, DecisionRecorded(**facts_of(command))))
    return {"decision_id": command.decision_id}


@handles(SupersedeDecision)
def supersede_decision(command: SupersedeDecision, work: Work) -> Mapping[str, str]:
    old = work.load(Decision, decision_stream(command.decision_id))
    new = work.load(Decision, decision_stream(command.superseded_by))
    who = command.reported_by or command.actor
    superseded, superseding = decisions.supersede(old, new, by=who, at=command.reported_at)
    work.record(old, superseded)
    work.record(new, superseding)
    return {"decision_id": command.decision_id, "superseded_by": command.superseded_by}
