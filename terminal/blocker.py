"""The commands about blockers."""

from typing import TYPE_CHECKING, Any

import click

from .asking import asking
from .choices import OPEN_OR_RESOLVED
from .inputs import text_option
from .listing import show_card, show_list, when
from .reporting import record, reports

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch
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


def show_blockers(blockers: "list[BlockerRecord]") -> None:
    rows = [(one.id, one.task_id, one.status, in_need(one), one.created_by, one.created_at) for one in blockers]
    show_list("blockers", ("id", "task", "status", "description", "who", "reported"), rows, flexible=3)


@blocker.command("list", short_help="List blockers.")
@click.option("--task", "task_id", metavar="ID", help="Only those of this task.")
@click.option("--status", type=click.Choice(OPEN_OR_RESOLVED), help="Only those that are open, or resolved.")
@asking(show_blockers)
def list_blockers(docrunch: "Docrunch", **filters: Any) -> "list[BlockerRecord]":
    """List blockers in the order they were reported; times are UTC."""
    return docrunch.blockers(**filters)


def show_blocker(found: "BlockerRecord") -> None:
    facts = {
        "status": found.status,
        "task": found.task_id,
        "reported": f"{when(found.created_at)} by {found.created_by}",
        "resolved": found.resolved_at and f"{when(found.resolved_at)} by {found.resolved_by}",
    }
    texts = {"Description": found.description, "Needs": found.needs, "Resolution": found.resolution}
    show_card(found.id, facts, texts)


@blocker.command(short_help="Show one blocker.")
@click.argument("blocker_id", metavar="ID")
@asking(show_blocker)
def show(docrunch: "Docrunch", blocker_id: str) -> "BlockerRecord":
    """Show one blocker, with what its task needs."""
    return docrunch.blocker(blocker_id)


def in_need(found: "BlockerRecord") -> str:
    """What holds a task up and, for whoever might have it, what is needed."""
    return f"{found.description} Needs: {found.needs}"
