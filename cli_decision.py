"""The commands about decisions."""

from typing import Any

import click

from .inputs import text_option
from .reporting import record, reports


@click.group(short_help="Record decisions, and what supersedes them.")
def decision() -> None:
    """Decisions about the architecture: what was decided, why, and what came in its place."""


@decision.command("record", short_help="Record a decision.")
@click.argument("title")
@click.option("--id", "decision_id", help="Its id (default: a new one).")
@text_option("context", "What made a decision necessary.")
@text_option("decision", "What was decided.")
@text_option("rationale", "Why this and nothing else.")
@click.option("--task", "task_id", metavar="ID", help="The task that led to it.")
@reports
def record_decision(**given: Any) -> None:
    """Record a decision under a TITLE; context, decision and rationale belong to it."""
    record("RecordDecision", "Recorded decision {decision_id}.", given)


@decision.command(short_help="Put one decision in the place of another.")
@click.argument("decision_id", metavar="ID")
@click.argument("superseded_by", metavar="BY")
@reports
def supersede(**given: Any) -> None:
    """Put the decision BY in the place of the decision ID; both were recorded before and are in force."""
    record("SupersedeDecision", "Decision {decision_id} is superseded by {superseded_by}.", given)
