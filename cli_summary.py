"""The commands about summaries of code."""

from typing import Any

import click

from .choices import SUMMARY_KINDS
from .inputs import text_option
from .reporting import record, reports


@click.group(short_help="Say what code is for.")
def summary() -> None:
    """Summaries: what a file, function or class is for, in the words of a person or a model."""


@summary.command("record", short_help="Sum up a file, function or class.")
@click.argument("kind", type=click.Choice(SUMMARY_KINDS))
@click.argument("path")
@click.argument("qualified_name", metavar="[NAME]", required=False)
@text_option("text", "What it is for.", is_main=True)
@click.option("--model", help="The model that wrote it, if one did.")
@reports
def record_summary(**given: Any) -> None:
    """Sum up the file at PATH, or the function or class NAME in it (Class.method), in place of an earlier summary."""
    record("RecordSummary", "Recorded what {document_id} is for.", given)
