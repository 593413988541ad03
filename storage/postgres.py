"""Files and tasks in the seed's words: reads ask the read model, writes dispatch commands and wait to be seen."""

from typing import Any, get_args

from ..application.docrunch import Docrunch
from ..commands.command import Command
from ..commands.parsing import parse
from ..commands.tasks import CreateTask, LogTaskAction, UpdateTaskStatus
from ..domain.documents import Relationship
from ..domain.errors import Invalid
from ..domain.task_events import TaskStatus
from ..projections.reading import reader
from ..projections.records import FileRecord
from ..projections.reports.records import TaskRecord
from .records import Task

NOT_FOR_NEW_ONES = {"id", "status", "created_at", "updated_at", "completed_at"}


class PostgresStorage:
    """What is kept of files and tasks. Every method raises Unavailable while Postgres cannot be reached."""

    def __init__(self, docrunch: Docrunch) -> None:
        self.docrunch = docrunch

    def get_file(self, path: str) -> FileRecord | None:
        """The file at a path relative to the project, with `/`; None when it is not known."""
        with reader(self.docrunch.project.database) as reading:
            return reading.file(path)

    def get_relationships(self, file_id: str) -> list[Relationship]:
        """All relationships from and to a file; `metadata` tells the symbols at both ends and the lines."""
        with reader(self.docrunch.project.database) as reading:
            return reading.relationships(file_id)

    def create_task(self, task: Task) -> str:
        """Create a task and return its id, a new one where it has none.

        Raises Invalid for a task that is under way already or has values that do not fit, Refused for a taken id,
        NotFound for a dependency that does not exist.
        """
        if task.status != "created":
            raise Invalid(f"status is {task.status!r}: expected 'created', as every task begins")
        fields: dict[str, Any] = {name: getattr(task, name) for name in Task.__slots__ if name not in NOT_FOR_NEW_ONES}
        named = {"task_id": task.id or None, "created_at": task.created_at}
        fields |= {name: value for name, value in named.items() if value is not None}
        return self.carried_out(parse(CreateTask, fields))["task_id"]

    def update_task_status(self, task_id: str, status: str) -> None:
        """Claim a task, take it up (in_progress) or cancel it; completing and blocking have commands of their own.

        Raises Invalid, NotFound, and Refused with the state the task is in.
        """
        self.carried_out(parse(UpdateTaskStatus, {"task_id": task_id, "status": status}))

    def get_tasks_by_status(self, status: str) -> list[Task]:
        """The tasks in a status, in the order they were created. Raises Invalid for what is no status."""
        if status not in get_args(TaskStatus):
            raise Invalid(f"status is {status!r}: expected one of {', '.join(get_args(TaskStatus))}")
        with reader(self.docrunch.project.database) as reading:
            return [task_of(record) for record in reading.reports.tasks(status=status)]

    def log_task_action(self, task_id: str, action: str, details: dict[str, Any]) -> None:
        """Write an entry into the history of a task. Raises Invalid, NotFound."""
        self.carried_out(parse(LogTaskAction, {"task_id": task_id, "action": action, "details": details}))

    def carried_out(self, command: Command) -> dict[str, str]:
        """Dispatch a command and wait until queries show it; returns the ids of its receipt."""
        receipt = self.docrunch.dispatch(command)
        self.docrunch.wait_for(receipt)
        return dict(receipt.ids)


def task_of(record: TaskRecord) -> Task:
    return Task(**{name: getattr(record, name) for name in Task.__slots__})
