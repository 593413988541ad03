"""The command line: thin; every command asks the application and shows the answer."""

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
from .terminal.scan import scan
from .terminal.search import search
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


main.add_command(scan)
main.add_command(search)


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
