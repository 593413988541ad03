"""Commands about a task: create, claim, change its status, report progress, write into its history."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated

from pydantic import Field, field_validator

from ..domain import tasks
from ..domain.free_json import JsonObject, JsonTree
from ..domain.instants import Instant
from ..domain.task_events import TaskCreated, TaskStatus
from ..domain.task_state import Task, task_stream
from ..domain.text import Id, Name, Note, Title, unfit
from .command import Command, now
from .dispatch import handles
from .fields import Percentage, facts_of, new_id
from .work import Work

MAX_DEPENDENCIES = 100


class CreateTask(Command):
    """Describe work to be done. `depends_on` names tasks that exist; `created_by` is the actor unless said.

    `guardrails` and `context` are JSON of the caller's shape.
    """

    task_id: Id = Field(default_factory=partial(new_id, "task"))
    type: Name = "task"
    title: Title
    description: Note = ""
    priority: Name = "normal"
    assigned_to: Name | None = None
    depends_on: Annotated[tuple[Id, ...], Field(max_length=MAX_DEPENDENCIES)] = ()
    guardrails: JsonTree = Field(default_factory=list)
    context: JsonTree = Field(default_factory=dict)
    created_by: Name | None = None
    created_at: Instant = Field(default_factory=now)

    @field_validator("depends_on")
    @classmethod
    def without_repeats(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(names)) < len(names):
            raise unfit("each task once")
        return names


class ClaimTask(Command):
    """Take a task that nobody has."""

    task_id: Id
    reported_by: Name
    reported_at: Instant = Field(default_factory=now)


class UpdateTaskStatus(Command):
    """Claim a task, take it up or cancel it; completing and blocking have commands of their own."""

    task_id: Id
    status: TaskStatus
    note: Note = ""
    reported_by: Name | None = None
    reported_at: Instant = Field(default_factory=now)


class UpdateProgress(Command):
    """Say how far a task is, in percent; `status` is what that makes it: in_progress."""

    task_id: Id
    percentage: Percentage
    status: TaskStatus
    note: Note = ""
    reported_by: Name
    reported_at: Instant = Field(default_factory=now)


class LogTaskAction(Command):
    """Write something into the history of a task."""

    task_id: Id
    action: Name
    details: JsonObject = Field(default_factory=dict)
    reported_by: Name | None = None
    reported_at: Instant = Field(default_factory=now)


@handles(CreateTask)
def create_task(command: CreateTask, work: Work) -> Mapping[str, str]:
    task = work.create(Task, task_stream(command.task_id))
    dependencies = [work.load(Task, task_stream(name)) for name in command.depends_on]
    facts = facts_of(command) | {"created_by": command.created_by or command.actor}
    work.record(task, tasks.create(task, TaskCreated(**facts), dependencies))
    return {"task_id": command.task_id}


@handles(ClaimTask)
def claim_task(command: ClaimTask, work: Work) -> Mapping[str, str]:
    task = work.load(Task, task_stream(command.task_id))
    work.record(task, tasks.claim(task, by=command.reported_by, at=command.reported_at))
    return {"task_id": command.task_id}


@handles(UpdateTaskStatus)
def update_task_status(command: UpdateTaskStatus, work: Work) -> Mapping[str, str]:
    task = work.load(Task, task_stream(command.task_id))
    who, at = command.reported_by or command.actor, command.reported_at
    work.record(task, tasks.change_status(task, command.status, note=command.note, by=who, at=at))
    return {"task_id": command.task_id}


@handles(UpdateProgress)
def update_progress(command: UpdateProgress, work: Work) -> Mapping[str, str]:
    task = work.load(Task, task_stream(command.task_id))
    who, at = command.reported_by, command.reported_at
    event = tasks.progress(task, command.percentage, command.status, note=command.note, by=who, at=at)
    work.record(task, event)
    return {"task_id": command.task_id}


@handles(LogTaskAction)
def log_task_action(command: LogTaskAction, work: Work) -> Mapping[str, str]:
    task = work.load(Task, task_stream(command.task_id))
    who, at = command.reported_by or command.actor, command.reported_at
    work.record(task, tasks.log_action(task, command.action, command.details, by=who, at=at))
    return {"task_id": command.task_id}
