"""The command line: thin; every command asks the application and shows the answer."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from .domain.errors import Invalid, TargetUnavailable
from .domain.hits import SCOPES, Scope, Via
from .terminal import console, showing
from .terminal.asking import asking
from .terminal.blocker import blocker
from .terminal.chat import chat
from .terminal.decision import decision
from .terminal.docs import docs
from .terminal.ending import Commands, until_interrupted
from .terminal.finding import finding
from .terminal.graph import graph, related
from .terminal.llm import llm
from .terminal.opening import FOLDER, existing, existing_folder, existing_root, json_option, project_option
from .terminal.pattern import pattern
from .terminal.projections import projections
from .terminal.summary import summary
from .terminal.task_reading import task

if TYPE_CHECKING:
    from .application.docrunch import Docrunch
    from .application.status import Status
    from .domain.documents import Document


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="docrunch")
@click.option("-v", "--verbose", is_flag=True, help="Log to stderr what happens behind the scenes.")
def main(*, verbose: bool) -> None:
    """Keep what is known about a code repository: an event log, a read model, Markdown pages."""
    level = logging.INFO if verbose else logging.CRITICAL
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=level)


for group in (task, finding, decision, pattern, summary, blocker, llm, chat, docs, graph, projections):
    main.add_command(group)


@main.command(short_help="Write a configuration file to start from.")
@click.argument("path", type=FOLDER, default=Path())
def init(path: Path) -> None:
    """Write .docrunch/config.yaml with every setting, its default and what it is for."""
    from .config import write_default

    root = existing_folder(path)
    click.echo(f"Wrote {write_default(root)}. Next: docrunch scan {path}")


@main.command(short_help="Bring the database up to date.")
@project_option
def migrate(project: Path) -> None:
    """Bring the database schema and the read model up to this version of docrunch.

    Every other command brings the schema up to date too when it opens the project; scan does both.
    """
    with existing(project) as docrunch:
        with console.counting("Rebuilding the read model") as report:
            rebuilt = docrunch.upgrade(report)
        model = "was rebuilt by this version" if rebuilt else "is up to date"
        click.echo(f"The schema {docrunch.project.database.schema} is up to date, its read model {model}.")


@main.command(short_help="Record what changed in the source files.")
@click.argument("path", type=FOLDER, default=Path())
@json_option
def scan(path: Path, *, is_json: bool) -> None:
    """Record what changed in the source files below PATH, then bring read model and pages up to date.

    PATH is a folder of the project; a folder that belongs to none becomes one. Exits 1 when the pages as a whole
    cannot be written: what was scanned is recorded, and the pages wait.
    """
    folder = existing_folder(path)
    from .application.docrunch import Docrunch

    with Docrunch.open(folder, has_worker=False) as docrunch:
        with console.counting("Rebuilding the read model of another version") as report:
            docrunch.upgrade(report)
        with console.progress("Scanning") as progress:
            scanned = docrunch.scan(folder, progress)
        with console.counting("Taking in what was found") as report:
            docrunch.catch_up(report)
        with console.progress("Writing pages") as progress:
            docrunch.drain(progress)
        status, pages = docrunch.status(), docrunch.pages
    if is_json:
        console.show_json(scanned.as_json())
    else:
        showing.show_scan(scanned, pages)
    showing.note_scan(scanned, status)
    paused = [one for one in status.projections if one.state == "paused"]
    if paused:
        raise TargetUnavailable(f"the scan is recorded, but {paused[0].name} waits: {paused[0].error}")


@main.command(short_help="Find documents by words.")
@click.argument("query")
@click.option("--via", type=click.Choice(get_args(Via)), default="auto", show_default=True, help="Who is asked.")
@click.option("--scope", type=click.Choice(list(SCOPES)), default="all", show_default=True, help="Of what kind.")
@click.option("--type", "types", type=click.Choice(sorted(SCOPES["all"])), multiple=True, help="Only of these types.")
@click.option("--path", help="Only in this folder or file; a glob may hold *, ** and ?.")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="At most so many answers.")
@project_option
@json_option
def search(
    query: str,
    via: Via,
    scope: Scope,
    types: tuple[str, ...],
    path: str | None,
    limit: int,
    project: Path,
    *,
    is_json: bool,
) -> None:
    """Find documents by a name or by a question in plain words.

    parse_file, ParseFile and "parse file" find the same. What is named just so comes first, then what holds most of the
    words in its name, its first sentence and its text. Where a LightRAG server is kept in step, auto asks that one
    instead for what is near in meaning, and both fuses the two orders.
    """
    if not query.strip():
        raise Invalid(f"the query is {query!r}, expected words", hint="such as: docrunch search 'parse file'")
    with existing(project) as docrunch:
        hits = docrunch.search(query, limit, via=via, scope=scope, type_=types or None, path=path, tell=console.note)
    if is_json:
        console.show_json(hits)
    else:
        showing.show_hits(query, hits)


@main.command(short_help="Show one document.")
@click.argument("name")
@asking(showing.show_document)
def show(docrunch: "Docrunch", name: str) -> "Document":
    """Show one document by its id, its title or the end of its name."""
    return docrunch.show(name)


main.add_command(related)


@main.command(short_help="List the events of the log.")
@click.option("--stream", help="Only the events of this stream, such as file:src/app.py.")
@click.option("--from", "after", default=0, type=click.IntRange(min=0), help="Only events behind this position.")
@click.option("--follow", is_flag=True, help="Wait for more events until interrupted.")
@project_option
@json_option
def events(stream: str | None, after: int, project: Path, *, follow: bool, is_json: bool) -> None:
    """List the events of the log in order, one a line."""
    with existing(project) as docrunch, until_interrupted():
        for event in docrunch.events(stream=stream, after=after, is_following=follow):
            if is_json:
                console.show_json(event, is_line=True)
            else:
                showing.show_event(event)


@main.command(short_help="Show where log and projections stand.")
@asking(showing.show_status)
def status(docrunch: "Docrunch") -> "Status":
    """Show where the log and every projection stand, what failed, and what holds readers back."""
    return docrunch.status()


@main.command(short_help="Say what is wrong and what to do.")
@click.option("--repair", is_flag=True, help="Mend a log that was restored from another cluster.")
@project_option
@json_option
@click.pass_context
def doctor(context: click.Context, project: Path, *, repair: bool, is_json: bool) -> None:
    """Look at everything a project needs, one line each; exits 1 when something is wrong.

    Works where other commands refuse. Before --repair stop every process that writes to the log.
    """
    root = existing_root(project)
    from .application.examination import examine

    findings = examine(root, is_repairing=repair)
    is_well = all(finding.ok for finding in findings)
    if is_json:
        console.show_json({"ok": is_well, "findings": findings})
    else:
        showing.show_findings(findings)
    context.exit(0 if is_well else 1)


@main.command(short_help="Keep the projections in step.")
@project_option
def worker(project: Path) -> None:
    """Keep the projections in step until interrupted; any number may run, on any number of machines."""
    with existing(project) as docrunch:
        docrunch.require_current()
        docrunch.start_worker()
        with until_interrupted():
            click.echo("Keeping the projections in step; press Ctrl-C to end.", err=True)
            docrunch.wait_until_stopped()
