"""Commands about blockers: report one on a task, resolve it."""

from collections.abc import Mapping
from functools import partial

from pydantic import Field

from ..domain import blockers, tasks
from ..domain.blockers import Blocker, BlockerReported, blocker_stream
from ..domain.instants import Instant
from ..domain.task_state import Task, task_stream
from ..domain.text import Content, Id, Name, Note
from .command import Command, now
from .dispatch import handles
from .fields import facts_of, new_id
from .work import Work


class ReportBlocker(Command):
    """Say what holds a task up and what it needs to go on."""

    blocker_id: Id = Field(default_factory=partial(new_id, "blocker"))
    task_id: Id
    description: Content
    needs: Content
    reported_by: Name
    reported_at: Instant = Field(default_factory=now)


class ResolveBlocker(Command):
    """Say that a blocker is gone; the last one lets its task go on."""

    blocker_id: Id
    resolution: Note = ""
    resolved_by: Name | None = None
    resolved_at: Instant = Field(default_factory=now)


@handles(ReportBlocker)
def report_blocker(command: ReportBlocker, work: Work) -> Mapping[str, str]:
    task = work.load(Task, task_stream(command.task_id))
    blocker = work.create(Blocker, blocker_stream(command.blocker_id))
    held_up = tasks.block(task, command.blocker_id, by=command.reported_by, at=command.reported_at)
    work.record(blocker, blockers.report(blocker, BlockerReported(**facts_of(command))))
    work.record(task, held_up)
    return {"blocker_id": command.blocker_id, "task_id": command.task_id}


@handles(ResolveBlocker)
def resolve_blocker(command: ResolveBlocker, work: Work) -> Mapping[str, str]:
    blocker = work.load(Blocker, blocker_stream(command.blocker_id))
    who, at = command.resolved_by or command.actor, command.resolved_at
    resolved = blockers.resolve(blocker, resolution=command.resolution, by=who, at=at)
    task = work.load(Task, task_stream(resolved.task_id))
    work.record(blocker, resolved)
    work.record(task, tasks.unblock(task, command.blocker_id, by=who, at=at))
    return {"blocker_id": command.blocker_id, "task_id": resolved.task_id}
