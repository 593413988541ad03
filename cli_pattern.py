"""The commands about patterns."""

from typing import Any

import click

from .inputs import text_option
from .reporting import record, reports


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
    record("RecordPattern", "Recorded pattern {pattern_id}.", given)


@pattern.command(short_help="Say that a pattern is followed no longer.")
@click.argument("pattern_id", metavar="ID")
@text_option("reason", "Why.", is_main=True)
@reports
def retire(**given: Any) -> None:
    """Say that the code follows a pattern no longer."""
    record("RetirePattern", "Pattern {pattern_id} is retired.", given)
