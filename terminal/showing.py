"""What the answers of docrunch look like to people."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .console import count, note, printable, show_table

if TYPE_CHECKING:
    from ..application.rebuilding import RebuildReport
    from ..application.scan_report import ScanReport
    from ..application.status import ProjectionStatus, Status
    from ..domain.documents import Document
    from ..domain.feed import FeedEvent
    from ..domain.hits import Hit
    from ..outbox.health import Blocker
    from ..outbox.ledger import Failure
    from ..postgres.doctor import Finding

MOST_PROBLEMS = 20
LONGEST_QUERY = 60


def show_scan(report: "ScanReport", pages: Path | None) -> None:
    """What a scan did, and where to go on; `pages` is their folder, None when there are none."""
    click.echo(
        f"Scanned {count(report.files_seen, 'file')} in {report.duration_seconds:.1f} s: "
        f"{report.files_indexed:,} indexed, {report.files_unchanged:,} unchanged, {report.files_removed:,} removed."
    )
    click.echo(
        f"Known now: {count(report.functions, 'function')}, {count(report.classes, 'class', 'classes')}, "
        f"{count(report.references, 'reference')}."
    )
    if pages is not None:
        click.echo(f"Pages: {pages / 'index.md'}")
    click.echo("Next: docrunch search WORDS · docrunch show NAME · docrunch status")


def note_scan(report: "ScanReport", status: "Status") -> None:
    """What a scan could not take, and what is not in step after it."""
    for problem in report.errors[:MOST_PROBLEMS]:
        note(f"{problem.code} {problem.path}: {problem.message}")
    if len(report.errors) > MOST_PROBLEMS:
        note(f"and {count(len(report.errors) - MOST_PROBLEMS, 'more file')} like that; --json lists them all")
    for reason in reasons(status):
        note(reason)


def reasons(status: "Status", *, are_paused_told: bool = False) -> Iterator[str]:
    """Why something is not in step, one line each; a paused target only if nobody tells it as an error."""
    quiet = {"current", "absent", "disabled"} | (set() if are_paused_told else {"paused"})
    for one in status.projections:
        if one.state not in quiet:
            yield f"{one.name} is {one.state}: {one.error or waiting(one)}"
    yield from (f"readers wait for {described(blocker)}" for blocker in status.blockers)


def waiting(one: "ProjectionStatus") -> str:
    return f"{one.pending:,} still waiting; docrunch status shows how it goes on"


def show_hits(query: str, hits: "Sequence[Hit]") -> None:
    """Search results, best first, each with where it stands and a line of its text, its matches bold on a terminal."""
    if not hits:
        shown = query if len(query) <= LONGEST_QUERY else query[:LONGEST_QUERY] + "…"
        click.echo(f"Nothing found for {printable(shown)!r}.")
    for hit in hits:
        place = "" if hit.file is None else f"  {hit.file}" + ("" if hit.line is None else f":{hit.line}")
        click.echo(f"{hit.type:<8} {printable(hit.title + place)}")
        if hit.excerpt:
            click.echo(f"         {highlighted(hit)}")


def highlighted(hit: "Hit") -> str:
    """The line of a hit; click drops the styles where the output is no terminal."""
    shown, done = "", 0
    for start, end in hit.matches:
        shown += printable(hit.excerpt[done:start]) + click.style(printable(hit.excerpt[start:end]), bold=True)
        done = end
    return shown + printable(hit.excerpt[done:])


def show_document(document: "Document") -> None:
    """A document as Markdown, with where it comes from."""
    page = document.metadata.get("page")
    click.echo(printable(f"{document.id}  ({page or 'no page of its own'})\n"))
    click.echo(printable(document.content))


def show_event(event: "FeedEvent") -> None:
    """One event on one line."""
    at = event.recorded_at.strftime("%Y-%m-%d %H:%M:%S")
    click.echo(f"{event.position}  {at}  {event.type:<16} {printable(event.stream_id)}  version {event.version}")


def show_status(status: "Status") -> None:
    """The log, the projections and what holds readers back."""
    click.echo(f"Log: {count(status.log.events, 'event')}, last position {status.log.position}\n")
    show_projections(status.projections)
    for blocker in status.blockers:
        click.echo(f"\nReaders wait for {described(blocker)}")


def show_projections(projections: "Sequence[ProjectionStatus]") -> None:
    """A line for each, then the reasons of those that have one."""
    rows = [(one.name, one.state, one.lag_events, one.pending, one.failed) for one in projections]
    show_table(("projection", "state", "lag (events)", "pending", "failed"), rows)
    named = [one for one in projections if one.error]
    for at, one in enumerate(named):
        click.echo("\n" * (at == 0) + printable(f"{one.name} is {one.state}: {one.error}"))


def show_failures(failures: "Mapping[str, Sequence[Failure]]") -> None:
    """What failed, each document with its reason."""
    for target, rows in failures.items():
        click.echo(f"\n{target}: {count(len(rows), 'document')} failed or waiting for another attempt")
        for row in rows:
            tried = count(row.attempts, "attempt")
            click.echo(printable(f"  {row.document_id} ({tried}): {' '.join(row.error.split())}"))


def show_rebuilt(report: "RebuildReport") -> None:
    """What a rebuild came to."""
    text = f"Rebuilt {report.name} up to position {report.position}"
    if report.documents is not None:
        text += f": {count(report.documents, 'document')}, {report.written:,} written, {report.deleted:,} deleted"
    if report.failed:
        text += f", {report.failed:,} failed (see: docrunch projections status)"
    click.echo(f"{text}.")


def show_findings(findings: "Sequence[Finding]") -> None:
    """One line for each thing looked at, and what to do about it where it is not well."""
    for finding in findings:
        advice = f"; {finding.hint}" if finding.hint else ""
        text = f"{finding.name}: {finding.detail}{advice}"
        click.echo(f"{'ok' if finding.ok else 'problem':<8} {printable(' '.join(text.split()))}")


def described(blocker: "Blocker") -> str:
    age = "of unknown age" if blocker.age_seconds is None else f"open for {blocker.age_seconds:.0f} s"
    query = printable(" ".join(blocker.query.split())) if blocker.query else "query hidden"
    return f"an open write transaction: {blocker.kind} {blocker.id} in database {blocker.database}, {age}: {query}"
