"""The commands about summaries of code."""

from typing import TYPE_CHECKING, Any

import click

from .asking import asking
from .choices import SUMMARY_KINDS, OneOf
from .inputs import text_option
from .listing import show_card, show_list, told, when
from .reporting import record, reports

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch
    from ..projections.reports.records import SummaryRecord


@click.group(short_help="Say what code is for.")
def summary() -> None:
    """Summaries: what a file, function or class is for, in the words of a person or a model."""


@summary.command("record", short_help="Sum up a file, function or class.")
@click.argument("kind", cls=OneOf, type=click.Choice(SUMMARY_KINDS))
@click.argument("path")
@click.argument("qualified_name", metavar="[NAME]", required=False)
@text_option("text", "What it is for.", is_main=True)
@click.option("--model", help="The model that wrote it, if one did.")
@reports
def record_summary(**given: Any) -> None:
    """Sum up the file at PATH, or the function or class NAME in it (Class.method), in place of an earlier summary."""
    record("RecordSummary", "Recorded what {document_id} is for.", given)


def show_summaries(summaries: "list[SummaryRecord]") -> None:
    rows = [(one.id, told(one.is_current), one.text, by(one), one.recorded_at) for one in summaries]
    show_list("summaries", ("of", "current", "text", "by", "recorded"), rows, flexible=2)


@summary.command("list", short_help="List summaries.")
@click.option("--in", "path", metavar="PATH", help="Only those of this file and of what is in it.")
@asking(show_summaries)
def list_summaries(docrunch: "Docrunch", path: str | None) -> "list[SummaryRecord]":
    """List the latest summaries, and whether their files are still as they were then; times are UTC."""
    return docrunch.summaries(path=path)


def show_summary(found: "SummaryRecord") -> None:
    facts = {"current": found.is_current, "recorded": f"{when(found.recorded_at)} by {by(found)}"}
    show_card(found.id, facts, {"Summary": found.text})


@summary.command(short_help="Show one summary.")
@click.argument("document_id", metavar="ID")
@asking(show_summary)
def show(docrunch: "Docrunch", document_id: str) -> "SummaryRecord":
    """Show the summary of a document, such as module:text.py or function:text.py::greeting."""
    return docrunch.summary(document_id)


def by(one: "SummaryRecord") -> str:
    return one.recorded_by if one.model is None else f"{one.recorded_by} ({one.model})"
