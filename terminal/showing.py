"""What the answers of docrunch look like to people."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import click

from .console import count, printable, show_table

if TYPE_CHECKING:
    from ..application.rebuilding import RebuildReport
    from ..application.status import ProjectionStatus, Status
    from ..domain.documents import Document
    from ..domain.feed import FeedEvent
    from ..outbox.health import Blocker
    from ..outbox.ledger import Failure
    from ..postgres.doctor import Finding


def reasons(status: "Status", *, are_paused_told: bool = False) -> Iterator[str]:
    """Why something is not in step, one line each; a paused target only if nobody tells it as an error."""
    quiet = {"current", "absent", "disabled"} | (set() if are_paused_told else {"paused"})
    for one in status.projections:
        if one.state not in quiet:
            yield f"{one.name} is {one.state}: {one.error or waiting(one)}"
    yield from (f"readers wait for {described(blocker)}" for blocker in status.blockers)


def waiting(one: "ProjectionStatus") -> str:
    return f"{one.pending:,} still waiting; docrunch status shows how it goes on"


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
