"""The command that scans a project."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..domain.errors import TargetUnavailable
from . import console
from .console import count, note
from .opening import FOLDER, existing_folder, json_option
from .showing import reasons

if TYPE_CHECKING:
    from ..application.scan_report import ScanReport
    from ..application.status import Status

MOST_PROBLEMS = 20


@click.command(short_help="Record what changed in the source files.")
@click.argument("path", type=FOLDER, default=Path())
@json_option
def scan(path: Path, *, is_json: bool) -> None:
    """Record what changed in the source files below PATH, then bring read model and pages up to date.

    PATH is a folder of the project; a folder that belongs to none becomes one. Exits 1 when the pages as a whole
    cannot be written: what was scanned is recorded, and the pages wait.
    """
    scanned, status, pages = scan_and_follow(existing_folder(path))
    if is_json:
        console.show_json(scanned.as_json())
    else:
        show_scan(scanned, pages)
    note_scan(scanned, status)
    paused = [one for one in status.projections if one.state == "paused"]
    if paused:
        raise TargetUnavailable(f"the scan is recorded, but {paused[0].name} waits: {paused[0].error}")


def scan_and_follow(folder: Path) -> "tuple[ScanReport, Status, Path | None]":
    """Scan and bring every projection up to date, showing how far it is."""
    from ..application.docrunch import Docrunch

    with Docrunch.open(folder, has_worker=False) as docrunch:
        with console.counting("Rebuilding the read model of another version") as report:
            docrunch.upgrade(report)
        with console.progress("Scanning") as progress:
            scanned = docrunch.scan(folder, progress)
        with console.counting("Taking in what was found") as report:
            docrunch.catch_up(report)
        with console.progress("Writing pages") as progress:
            docrunch.drain(progress)
        return scanned, docrunch.status(), docrunch.pages


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
