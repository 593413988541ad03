"""The commands about findings."""

from typing import Any

import click

from .choices import FINDING_TYPES
from .inputs import text_option
from .reporting import record, reports


@click.group(short_help="Note what you notice, and resolve it.")
def finding() -> None:
    """Findings: bugs, improvements, questions and blockers noticed on the way."""


@finding.command(short_help="Note something noticed during a task.")
@click.argument("task_id", metavar="TASK")
@click.argument("type", type=click.Choice(FINDING_TYPES))
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
