"""The command line: thin; every command asks the application and shows the answer."""

import logging
from pathlib import Path

import click

from . import console
from .application import Docrunch
from .config import find_project_root, write_default
from .domain.errors import Invalid, NotFound

FOLDER = click.Path(path_type=Path)

json_option = click.option("--json", "is_json", is_flag=True, help="Print JSON, for programs.")
project_option = click.option(
    "--project",
    type=FOLDER,
    default=Path(),
    help="A folder of the project; the nearest one with .docrunch above it counts.",
)


@click.group(cls=console.Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="docrunch")
@click.option("-v", "--verbose", is_flag=True, help="Log to stderr what happens behind the scenes.")
def main(*, verbose: bool) -> None:
    """Keep what is known about a code repository: an event log, a read model, Markdown pages."""
    level = logging.INFO if verbose else logging.CRITICAL
    logging.basicConfig(format="%(levelname)s %(name)s: %(message)s", level=level)


@main.command()
@click.argument("path", type=FOLDER, default=Path())
def init(path: Path) -> None:
    """Write .docrunch/config.yaml with every setting, its default and what it is for."""
    root = existing_folder(path)
    click.echo(f"Wrote {write_default(root)}. Next: docrunch scan {path}")


@main.command()
@project_option
def migrate(project: Path) -> None:
    """Bring the database schema up to date; every other command does so too when it opens the project."""
    with existing(project) as docrunch:
        click.echo(f"The schema {docrunch.project.database.schema} is up to date.")


@main.command()
@click.argument("path", type=FOLDER, default=Path())
@json_option
def scan(path: Path, *, is_json: bool) -> None:
    """Record what changed in the source files below PATH, then bring read model and pages up to date."""
    folder = existing_folder(path)
    root = project_above(folder) or folder
    with Docrunch.open(root, has_worker=False) as docrunch:
        with console.progress("Scanning") as progress:
            report = docrunch.scan(folder.relative_to(root).as_posix().removeprefix("."), progress)
        with console.progress("Writing pages") as progress:
            docrunch.drain(progress)
        if is_json:
            console.show_json(report.as_json())
        else:
            console.show_scan(report, docrunch.status(), docrunch.output_dir)


@main.command()
@click.argument("query")
@click.option("--limit", default=10, show_default=True, type=click.IntRange(1, 1000), help="At most so many answers.")
@project_option
@json_option
def search(query: str, limit: int, project: Path, *, is_json: bool) -> None:
    """Find documents: parse_file, ParseFile and "parse file" find the same."""
    with existing(project) as docrunch:
        hits = docrunch.search(query, limit)
    if is_json:
        console.show_json(hits)
    else:
        console.show_hits(query, hits)


@main.command()
@click.argument("name")
@project_option
@json_option
def show(name: str, project: Path, *, is_json: bool) -> None:
    """Show one document by its id, its title or the end of its name."""
    with existing(project) as docrunch:
        document = docrunch.show(name)
    if is_json:
        console.show_json(document)
    else:
        console.show_document(document)


@main.command()
@click.option("--stream", help="Only the events of this stream, such as file:src/app.py.")
@click.option("--from", "after", default=0, type=click.IntRange(min=0), help="Only events behind this position.")
@click.option("--follow", is_flag=True, help="Wait for more events until interrupted.")
@project_option
@json_option
def events(stream: str | None, after: int, project: Path, *, follow: bool, is_json: bool) -> None:
    """List the events of the log in order, one a line."""
    show_one = console.show_json_line if is_json else console.show_event
    with existing(project) as docrunch:
        for event in docrunch.events(stream=stream, after=after, is_following=follow):
            show_one(event)


@main.command()
@project_option
@json_option
def status(project: Path, *, is_json: bool) -> None:
    """Show where the log and every projection stand, what failed, and what holds readers back."""
    with existing(project) as docrunch:
        current = docrunch.status()
    if is_json:
        console.show_json(current)
    else:
        console.show_status(current)


@main.command()
@project_option
def worker(project: Path) -> None:
    """Keep the projections in step until interrupted; any number may run, on any number of machines."""
    with existing(project) as docrunch:
        docrunch.start_worker()
        click.echo("Keeping the projections in step; press Ctrl-C to end.", err=True)
        docrunch.wait_until_stopped()


@main.group(cls=console.Commands)
def projections() -> None:
    """Look at projections, retry what failed, rebuild them from the log."""


@projections.command("status")
@project_option
@json_option
def projections_status(project: Path, *, is_json: bool) -> None:
    """Show every projection and the documents that failed, each with its reason."""
    with existing(project) as docrunch:
        current, failures = docrunch.status().projections, docrunch.failures()
    if is_json:
        console.show_json({"projections": current, "failures": failures})
    else:
        console.show_projections(current)
        console.show_failures(failures)


@projections.command()
@click.argument("names", nargs=-1)
@click.option("--all", "is_all", is_flag=True, help="Rebuild every projection, the read model first.")
@project_option
@json_option
def rebuild(names: tuple[str, ...], project: Path, *, is_all: bool, is_json: bool) -> None:
    """Replay the log from position zero into projections; only what differs is written."""
    if bool(names) == is_all:
        raise click.UsageError("name projections (relational, markdown), or give --all")
    with existing(project) as docrunch:
        for name in docrunch.projection_names() if is_all else names:
            with console.counting(f"Replaying for {name}") as report:
                rebuilt = docrunch.rebuild(name, report)
            if is_json:
                console.show_json_line(rebuilt)
            else:
                console.show_rebuilt(rebuilt)


@projections.command()
@click.argument("targets", nargs=-1)
@project_option
def retry(targets: tuple[str, ...], project: Path) -> None:
    """Try what failed again, in the TARGETS named or in all, and deliver it now."""
    with existing(project) as docrunch:
        for target in targets or docrunch.projection_names()[1:]:
            click.echo(f"{target}: {docrunch.retry(target)} documents are due again.")
        docrunch.drain()
        console.show_projections(docrunch.status().projections)


def existing_folder(path: Path) -> Path:
    """The folder, resolved. Raises Invalid when there is none."""
    if not path.exists():
        raise Invalid(f"{path} does not exist", hint="name a folder")
    if not path.is_dir():
        raise Invalid(f"{path} is a file", hint="name the folder it is in")
    return path.resolve()


def project_above(folder: Path) -> Path | None:
    root = find_project_root(folder)
    return root if (root / ".docrunch").is_dir() else None


def existing(path: Path) -> Docrunch:
    """Open a project that was set up before."""
    root = project_above(existing_folder(path))
    if root is None:
        raise NotFound(f"{path} belongs to no docrunch project", hint="run: docrunch scan PATH")
    return Docrunch.open(root, has_worker=False)
