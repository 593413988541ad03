"""The commands about patterns."""

from typing import TYPE_CHECKING, Any

import click

from .asking import asking
from .inputs import text_option
from .listing import show_card, show_list, when
from .reporting import record, reports

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch
    from ..projections.reports.records import PatternRecord


@click.group(short_help="Describe how the code does things.")
def pattern() -> None:
    """Patterns: ways of doing things that the code follows."""


@pattern.command("record", short_help="Describe a pattern.")
@click.argument("name")
@click.option("--id", "pattern_id", help="Its id (default: a new one).")
@text_option("description", "What it is and when to follow it.", is_main=True)
@text_option("example", "Code that shows it.")
@click.option("--in", "files", multiple=True, metavar="PATH", help="A file that follows it; repeat it for several.")
@reports
def record_pattern(**given: Any) -> None:
    """Describe a pattern under a NAME."""
    record("RecordPattern", "Recorded pattern {pattern_id}.", given, page="pattern:{pattern_id}")


@pattern.command(short_help="Say that a pattern is followed no longer.")
@click.argument("pattern_id", metavar="ID")
@text_option("reason", "Why.", is_main=True)
@reports
def retire(**given: Any) -> None:
    """Say that the code follows a pattern no longer."""
    record("RetirePattern", "Pattern {pattern_id} is retired.", given)


def show_patterns(patterns: "list[PatternRecord]") -> None:
    rows = [(one.id, one.name, one.status, one.description, one.created_by, one.created_at) for one in patterns]
    show_list("patterns", ("id", "name", "status", "description", "who", "recorded"), rows, flexible=3)


@pattern.command("list", short_help="List patterns.")
@click.option("--all", "is_all", is_flag=True, help="Retired ones too.")
@asking(show_patterns)
def list_patterns(docrunch: "Docrunch", is_all: bool) -> "list[PatternRecord]":
    """List the patterns that the code follows, by name; times are UTC."""
    return docrunch.patterns(status=None if is_all else "active")


def show_pattern(found: "PatternRecord") -> None:
    facts = {
        "id": found.id,
        "status": found.status,
        "files": found.files,
        "recorded": f"{when(found.created_at)} by {found.created_by}",
        "retired": found.retired_at and f"{when(found.retired_at)} by {found.retired_by}",
        "page": found.page,
    }
    texts = {"Description": found.description, "Example": found.example, "Reason": found.reason}
    show_card(found.name, facts, texts)


@pattern.command(short_help="Show one pattern.")
@click.argument("pattern_id", metavar="ID")
@asking(show_pattern)
def show(docrunch: "Docrunch", pattern_id: str) -> "PatternRecord":
    """Show one pattern, a retired one too."""
    return docrunch.pattern(pattern_id)
