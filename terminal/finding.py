"""The commands about findings."""

from typing import TYPE_CHECKING, Any

import click

from .asking import asking
from .choices import FINDING_TYPES, OPEN_OR_RESOLVED, OneOf
from .inputs import text_option
from .listing import show_card, show_list, when
from .reporting import record, reports

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch
    from ..projections.reports.records import FindingRecord


@click.group(short_help="Note what you notice, and resolve it.")
def finding() -> None:
    """Findings: bugs, improvements, questions and blockers noticed on the way."""


@finding.command(short_help="Note something noticed during a task.")
@click.argument("task_id", metavar="TASK")
@click.argument("type", cls=OneOf, type=click.Choice(FINDING_TYPES))
@click.option("--id", "finding_id", help="Its id (default: a new one).")
@text_option("description", "What was noticed.", is_main=True)
@click.option("--in", "files", multiple=True, metavar="PATH", help="A file it is about; repeat it for several.")
@reports
def log(**given: Any) -> None:
    """Note something noticed while working on the task TASK."""
    record("LogFinding", "Logged finding {finding_id} on task {task_id}.", given)


@finding.command(short_help="Say that a finding was seen to.")
@click.argument("finding_id", metavar="ID")
@text_option("resolution", "What was done about it.", is_main=True)
@reports
def resolve(**given: Any) -> None:
    """Say that a finding was seen to, once."""
    record("ResolveFinding", "Finding {finding_id} is resolved.", given)


def show_findings(findings: "list[FindingRecord]") -> None:
    columns = ("id", "task", "type", "status", "description", "who", "logged")
    rows = [
        (one.id, one.task_id, one.type, one.status, one.description, one.created_by, one.created_at) for one in findings
    ]
    show_list("findings", columns, rows, flexible=4)


@finding.command("list", short_help="List findings.")
@click.option("--task", "task_id", metavar="ID", help="Only those of this task.")
@click.option("--type", "type_", type=click.Choice(FINDING_TYPES), help="Only those of this type.")
@click.option("--status", type=click.Choice(OPEN_OR_RESOLVED), help="Only those that are open, or resolved.")
@asking(show_findings)
def list_findings(docrunch: "Docrunch", **filters: Any) -> "list[FindingRecord]":
    """List findings in the order they were logged; times are UTC."""
    return docrunch.findings(**filters)


def show_finding(found: "FindingRecord") -> None:
    facts = {
        "status": found.status,
        "task": found.task_id,
        "files": found.files,
        "logged": f"{when(found.created_at)} by {found.created_by}",
        "resolved": found.resolved_at and f"{when(found.resolved_at)} by {found.resolved_by}",
    }
    texts = {"Description": found.description, "Resolution": found.resolution}
    show_card(f"{found.id}: a {found.type}", facts, texts)


@finding.command(short_help="Show one finding.")
@click.argument("finding_id", metavar="ID")
@asking(show_finding)
def show(docrunch: "Docrunch", finding_id: str) -> "FindingRecord":
    """Show one finding."""
    return docrunch.finding(finding_id)
