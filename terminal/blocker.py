"""The commands about blockers."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import console
from .choices import OPEN_OR_RESOLVED
from .inputs import text_option
from .listing import show_card, show_list, when
from .opening import asks, existing
from .reporting import record, reports

if TYPE_CHECKING:
    from ..projections.reports.records import BlockerRecord


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


@blocker.command("list", short_help="List blockers.")
@click.option("--task", "task_id", metavar="ID", help="Only those of this task.")
@click.option("--status", type=click.Choice(OPEN_OR_RESOLVED), help="Only those that are open, or resolved.")
@asks
def list_blockers(project: Path, *, is_json: bool, **filters: Any) -> None:
    """List blockers in the order they were reported; times are UTC."""
    with existing(project) as docrunch:
        blockers = docrunch.blockers(**filters)
    if is_json:
        console.show_json(blockers)
        return
    rows = [(one.id, one.task_id, one.status, in_need(one), one.created_by, one.created_at) for one in blockers]
    show_list("blockers", ("id", "task", "status", "description", "who", "reported"), rows, flexible=3)


@blocker.command(short_help="Show one blocker.")
@click.argument("blocker_id", metavar="ID")
@asks
def show(blocker_id: str, project: Path, *, is_json: bool) -> None:
    """Show one blocker, with what its task needs."""
    with existing(project) as docrunch:
        found = docrunch.blocker(blocker_id)
    if is_json:
        console.show_json(found)
        return
    facts = {
        "status": found.status,
        "task": found.task_id,
        "reported": f"{when(found.created_at)} by {found.created_by}",
        "resolved": found.resolved_at and f"{when(found.resolved_at)} by {found.resolved_by}",
    }
    texts = {"Description": found.description, "Needs": found.needs, "Resolution": found.resolution}
    show_card(found.id, facts, texts)


def in_need(found: "BlockerRecord") -> str:
    """What holds a task up and, for whoever might have it, what is needed."""
    return f"{found.description} Needs: {found.needs}"
