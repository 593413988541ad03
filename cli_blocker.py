"""The commands about blockers."""

from typing import Any

import click

from .inputs import text_option
from .reporting import record, reports


@click.group(short_help="Say what holds a task up.")
def blocker() -> None:
    """Blockers: what holds a task up, and what it needs to go on."""


@blocker.command(short_help="Say what holds a task up.")
@click.argument("task_id", metavar="TASK")
@click.option("--id", "blocker_id", help="Its id (default: a new one).")
@text_option("description", "What holds the task up.", is_main=True)
@text_option("needs", "What the task needs to go on.")
@reports
def report(**given: Any) -> None:
    """Say what holds the claimed task TASK up and what it needs; it is blocked until this is resolved."""
    record("ReportBlocker", "Task {task_id} is blocked by {blocker_id}.", given)


@blocker.command(short_help="Say that a blocker is gone.")
@click.argument("blocker_id", metavar="ID")
@text_option("resolution", "What was done about it.", is_main=True)
@reports
def resolve(**given: Any) -> None:
    """Say that a blocker is gone; with its last one gone a task goes on where it was."""
    record("ResolveBlocker", "Blocker {blocker_id} of task {task_id} is resolved.", given)
