"""How the command line shows things: JSON for programs, tables and one-line errors for people."""

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from pathlib import Path
from typing import Any

import click
import orjson
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.table import Table

from .domain.documents import Document
from .domain.errors import DocrunchError
from .domain.feed import FeedEvent
from .outbox.health import Blocker
from .outbox.ledger import Failure
from .projections.search import Hit
from .rebuilding import RELATIONAL, RebuildReport
from .scanning import ScanReport
from .status import ProjectionStatus, Status

INTERRUPTED = 130


class Commands(click.Group):
    """A group whose errors are one line on stderr, with what to do next, and never a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DocrunchError as error:
            click.echo(f"docrunch: {one_line(error)}", err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt:
            click.echo("docrunch: interrupted; what was recorded stays recorded", err=True)
            ctx.exit(INTERRUPTED)


def one_line(error: DocrunchError) -> str:
    text = str(error) if error.hint is None else f"{error}; {error.hint}"
    return " ".join(text.split())


def show_json(value: Any) -> None:
    """One indented JSON document on stdout."""
    click.echo(orjson.dumps(value, default=plain, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z).decode())


def show_json_line(value: Any) -> None:
    """One JSON document on one line, for streams."""
    click.echo(orjson.dumps(value, default=plain, option=orjson.OPT_UTC_Z).decode())


def plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if hasattr(value, "model_dump"):
        return value.model_dump()
    return str(value)


def show_table(columns: Sequence[str], rows: Sequence[Sequence[Any]], title: str | None = None) -> None:
    """A table on stdout; in a pipe it is as wide as it needs to be."""
    table = Table(*columns, title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for row in rows:
        table.add_row(*(escaped(cell) for cell in row))
    width = None if sys.stdout.isatty() else 200
    Console(width=width, highlight=False, markup=False).print(table)


def show_scan(report: ScanReport, status: Status, output_dir: Path) -> None:
    """What a scan did, what it could not take, and where to go on."""
    click.echo(
        f"Scanned {report.files_seen} files in {report.duration_seconds:.1f} s: {report.files_indexed} indexed, "
        f"{report.files_unchanged} unchanged, {report.files_removed} removed; "
        f"{report.functions} functions, {report.classes} classes, {report.references} references."
    )
    for problem in report.errors:
        click.echo(f"  {problem.code} {printable(problem.path)}: {printable(problem.message)}", err=True)
    for projection in status.projections:
        if projection.error:
            click.echo(f"  {projection.name} is {projection.state}: {projection.error}", err=True)
    click.echo(f"Pages: {output_dir / 'index.md'}")
    click.echo("Next: docrunch search WORDS · docrunch show NAME · docrunch status")


def show_hits(query: str, hits: Sequence[Hit]) -> None:
    """Search results, best first, each with where it stands and a line of its text."""
    if not hits:
        click.echo(f"Nothing found for {query!r}.")
    for hit in hits:
        place = "" if hit.file is None else f"  {hit.file}" + ("" if hit.line is None else f":{hit.line}")
        click.echo(f"{hit.type:<8} {printable(hit.title)}{printable(place)}")
        if hit.excerpt:
            click.echo(f"         {printable(' '.join(hit.excerpt.split()))}")


def show_document(document: Document) -> None:
    """A document as Markdown, with where it comes from."""
    click.echo(f"{document.id}  ({document.metadata.get('page') or 'no page of its own'})\n")
    click.echo(printable(document.content))


def show_event(event: FeedEvent) -> None:
    """One event on one line."""
    at = event.recorded_at.strftime("%Y-%m-%d %H:%M:%S")
    click.echo(f"{event.position}  {at}  {event.type:<16} {printable(event.stream_id)}  version {event.version}")


def show_status(status: Status) -> None:
    """The log, the projections and what holds readers back."""
    click.echo(f"Log: {status.log.events} events, last position {status.log.position}\n")
    show_projections(status.projections)
    for blocker in status.blockers:
        click.echo(f"\nReaders wait for an open write transaction: {described(blocker)}")


def show_projections(projections: Sequence[ProjectionStatus]) -> None:
    rows = [(one.name, one.state, one.lag_events, one.pending, one.failed, one.error) for one in projections]
    show_table(("projection", "state", "lag (events)", "pending", "failed", "reason"), rows)


def show_failures(failures: Mapping[str, Sequence[Failure]]) -> None:
    """What failed, each document with its reason."""
    for target, rows in failures.items():
        click.echo(f"\n{target}:")
        show_table(("document", "attempts", "reason"), [(one.document_id, one.attempts, one.error) for one in rows])


def show_rebuilt(report: RebuildReport) -> None:
    """What a rebuild came to."""
    touched = f": {report.documents} documents, {report.written} written, {report.deleted} deleted"
    failed = f", {report.failed} failed (see: docrunch projections status)" if report.failed else ""
    is_target = report.name != RELATIONAL
    click.echo(f"Rebuilt {report.name} up to position {report.position}{touched * is_target}{failed}.")


def described(blocker: Blocker) -> str:
    age = "of unknown age" if blocker.age_seconds is None else f"open for {blocker.age_seconds:.0f} s"
    return f"{blocker.kind} {blocker.id} in database {blocker.database}, {age}: {blocker.query or 'query hidden'}"


def escaped(cell: Any) -> str:
    return "" if cell is None else printable(str(cell))


def printable(text: str) -> str:
    """Text from files and logs without what would steer a terminal."""
    return "".join(char if char in "\n\t" or char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on stderr when it is a terminal, nothing in a pipe; yields what to call with (done, total)."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def counting(label: str) -> Iterator[Callable[[int], None]]:
    """A running count on stderr when it is a terminal; yields what to call with the number of new ones."""
    if not sys.stderr.isatty():
        yield lambda _more: None
        return
    columns = (TextColumn("{task.description}: {task.completed:.0f} events"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(label, total=None)
        yield lambda more: bar.advance(task, more)
