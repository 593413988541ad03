"""The commands about decisions."""

from typing import TYPE_CHECKING, Any

import click

from .asking import asking
from .choices import DECISION_STATUSES
from .inputs import text_option
from .listing import show_card, show_list, when
from .reporting import record, reports

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch
    from ..projections.reports.records import DecisionRecord


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
    record("RecordDecision", "Recorded decision {decision_id}.", given, page="decision:{decision_id}")


@decision.command(short_help="Put one decision in the place of another.")
@click.argument("decision_id", metavar="ID")
@click.argument("superseded_by", metavar="BY")
@reports
def supersede(**given: Any) -> None:
    """Put the decision BY in the place of the decision ID; both were recorded before and are in force."""
    record("SupersedeDecision", "Decision {decision_id} is superseded by {superseded_by}.", given)


def show_decisions(decisions: "list[DecisionRecord]") -> None:
    rows = [(one.number, one.id, one.status, one.title, one.created_by, one.created_at) for one in decisions]
    show_list("decisions", ("no", "id", "status", "title", "who", "recorded"), rows, flexible=3)


@decision.command("list", short_help="List decisions.")
@click.option("--status", type=click.Choice(DECISION_STATUSES), help="Only those in force, or superseded.")
@click.option("--task", "task_id", metavar="ID", help="Only those a task led to.")
@asking(show_decisions)
def list_decisions(docrunch: "Docrunch", **filters: Any) -> "list[DecisionRecord]":
    """List decisions by number; times are UTC."""
    return docrunch.decisions(**filters)


def show_decision(found: "DecisionRecord") -> None:
    facts = {
        "id": found.id,
        "status": found.status,
        "task": found.task_id,
        "recorded": f"{when(found.created_at)} by {found.created_by}",
        "supersedes": found.supersedes,
        "superseded by": found.superseded_by,
        "page": found.page,
    }
    texts = {"Context": found.context, "Decision": found.decision, "Rationale": found.rationale}
    show_card(f"ADR-{found.number:03}: {found.title}", facts, texts)


@decision.command(short_help="Show one decision.")
@click.argument("decision_id", metavar="ID")
@asking(show_decision)
def show(docrunch: "Docrunch", decision_id: str) -> "DecisionRecord":
    """Show one decision, with what it supersedes and what superseded it."""
    return docrunch.decision(decision_id)
