"""The commands that show tasks."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from . import console
from .asking import asking
from .blocker import in_need
from .choices import TASK_STATUSES
from .listing import cut, line, show_card, show_list, show_section, told, when
from .opening import asks, existing
from .task import task

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch
    from ..projections.reports.records import CompletionReportRecord, HistoryRecord, TaskRecord

__all__ = ["task"]

LONGEST = 100


def show_tasks(tasks: "list[TaskRecord]") -> None:
    columns = ("id", "status", "priority", "title", "who", "%", "updated")
    rows = [
        (one.id, one.status, one.priority, one.title, one.assigned_to, one.percentage, one.updated_at) for one in tasks
    ]
    show_list("tasks", columns, rows, flexible=3)


@task.command("list", short_help="List tasks.")
@click.option("--status", type=click.Choice(TASK_STATUSES), help="Only those in this status.")
@click.option("--assigned-to", metavar="WHO", help="Only those somebody has, or should do.")
@asking(show_tasks)
def list_tasks(docrunch: "Docrunch", status: Any, assigned_to: str | None) -> "list[TaskRecord]":
    """List tasks in the order they were created; times are UTC."""
    return docrunch.tasks(status=status, assigned_to=assigned_to)


@task.command(short_help="Show everything about one task.")
@click.argument("task_id", metavar="ID")
@asks
def show(task_id: str, project: Path, *, is_json: bool) -> None:
    """Show one task with its report, findings, decisions and blockers; times are UTC."""
    with existing(project) as docrunch:
        found, around = docrunch.task(task_id), surroundings(docrunch, task_id)
    if is_json:
        console.show_json(asdict(found) | around)
    else:
        show_task(found, around)


def surroundings(docrunch: "Docrunch", task_id: str) -> dict[str, Any]:
    return {
        "report": docrunch.completion_report(task_id),
        "findings": docrunch.findings(task_id=task_id),
        "decisions": docrunch.decisions(task_id=task_id),
        "blockers": docrunch.blockers(task_id=task_id),
    }


def show_task(found: "TaskRecord", around: dict[str, Any]) -> None:
    report = around["report"]
    texts = {"Description": found.description}
    if report is not None:
        texts |= {"Summary": report.summary, "Notes": report.notes}
    show_card(f"{found.id}: {found.title}", facts_of(found, report), texts)
    show_section("Blockers", (item(one.id, one.status, in_need(one)) for one in around["blockers"]))
    show_section("Findings", (item(one.id, f"{one.type}, {one.status}", one.description) for one in around["findings"]))
    show_section("Decisions", (item(one.id, one.status, one.title) for one in around["decisions"]))


def facts_of(found: "TaskRecord", report: "CompletionReportRecord | None") -> dict[str, Any]:
    return {
        "status": found.status,
        "progress": f"{found.percentage} %",
        "who": found.assigned_to,
        "type": found.type,
        "priority": found.priority,
        "depends on": found.depends_on,
        "guardrails": found.guardrails,
        "context": found.context,
        "created": f"{when(found.created_at)} by {found.created_by}",
        "updated": when(found.updated_at),
        "completed": found.completed_at and when(found.completed_at),
        "tests": report and ("passed" if report.tests_passed else "failed"),
        "changes": report and report.changes,
        "page": found.page,
    }


def item(id_: str, state: str, text: str) -> str:
    return f"{id_} ({state}): {cut(line(text), LONGEST)}"


def show_history(entries: "list[HistoryRecord]") -> None:
    rows = [(one.timestamp, one.agent, one.action, details(one)) for one in entries]
    show_list("history", ("when", "who", "what", "details"), rows, flexible=3)


@task.command(short_help="Show what happened to a task.")
@click.argument("task_id", metavar="ID")
@asking(show_history)
def history(docrunch: "Docrunch", task_id: str) -> "list[HistoryRecord]":
    """Show what happened to a task since it was created, in order; times are UTC."""
    return docrunch.task_history(task_id)


def details(entry: "HistoryRecord") -> str:
    return ", ".join(f"{name}: {told(value)}" for name, value in entry.details.items() if value not in (None, ""))
