"""The commands about projections."""

from pathlib import Path

import click

from ..domain.errors import Invalid
from . import console, showing
from .opening import existing, json_option, project_option


@click.group(short_help="Look at projections, retry, rebuild.")
def projections() -> None:
    """Look at projections, retry what failed, rebuild them from the log."""


@projections.command("status", short_help="Show every projection and what failed.")
@project_option
@json_option
def projections_status(project: Path, *, is_json: bool) -> None:
    """Show every projection and the documents that failed, each with its reason."""
    with existing(project) as docrunch:
        current, failures = docrunch.status().projections, docrunch.failures()
    if is_json:
        console.show_json({"projections": current, "failures": failures})
    else:
        showing.show_projections(current)
        showing.show_failures(failures)


@projections.command(short_help="Replay the log into projections.")
@click.argument("names", nargs=-1)
@click.option("--all", "is_all", is_flag=True, help="Rebuild every projection, the read model first.")
@click.option("--take-over", "is_taking_over", is_flag=True, help="Replace what another docrunch database delivered.")
@click.option("--rollback", "is_going_back", is_flag=True, help="Go back to the read model before its last rebuild.")
@project_option
@json_option
@click.pass_context
def rebuild(
    context: click.Context,
    names: tuple[str, ...],
    project: Path,
    *,
    is_all: bool,
    is_taking_over: bool,
    is_going_back: bool,
    is_json: bool,
) -> None:
    """Replay the log from position zero into the projections NAMES; only what differs is written.

    Prints one line, or JSON object, for each. Exits 1 when some documents could not be delivered.
    """
    if is_going_back:
        go_back(names, project, is_json=is_json)
        return
    if bool(names) == is_all:
        raise click.UsageError("name projections (relational, markdown), or give --all")
    failed = 0
    with existing(project) as docrunch:
        for name in known(names, docrunch.projection_names()):
            if is_all and docrunch.is_absent(name):
                click.echo(f"{name}: left out, it was never reached", err=True)
                continue
            with console.counting(f"Replaying for {name}") as report:
                rebuilt = docrunch.rebuild(name, report, is_taking_over=is_taking_over)
            if is_json:
                console.show_json(rebuilt, is_line=True)
            else:
                showing.show_rebuilt(rebuilt)
            failed += rebuilt.failed
    context.exit(1 if failed else 0)


def go_back(names: tuple[str, ...], project: Path, *, is_json: bool) -> None:
    """The read model keeps the generation before the last rebuild; nothing else does."""
    if names != ("relational",):
        raise click.UsageError("--rollback is for the read model alone: docrunch projections rebuild relational")
    with existing(project) as docrunch:
        report = docrunch.roll_back()
        docrunch.drain()
    if is_json:
        console.show_json(report, is_line=True)
    else:
        click.echo(f"Went back to the read model from before its last rebuild, up to position {report.position}.")


@projections.command(short_help="Try what failed again.")
@click.argument("targets", nargs=-1)
@project_option
@click.pass_context
def retry(context: click.Context, targets: tuple[str, ...], project: Path) -> None:
    """Try what failed again, in the TARGETS named or in all, and deliver it now.

    Exits 1 when something still fails.
    """
    with existing(project) as docrunch:
        for target in known(targets, docrunch.projection_names()[1:]):
            again = docrunch.retry(target)
            click.echo(f"{target}: {console.count(again, 'document')} tried again")
        docrunch.drain()
        current, failures = docrunch.status().projections, docrunch.failures()
    showing.show_projections(current)
    showing.show_failures(failures)
    context.exit(1 if failures or any(one.state == "paused" for one in current) else 0)


def known(asked: tuple[str, ...], names: list[str]) -> list[str]:
    """The names asked for, or all. Raises Invalid before anything is done for the first of them."""
    unknown = [name for name in asked if name not in names]
    if unknown:
        raise Invalid(f"nothing here is named {unknown[0]!r}", hint=f"there are: {', '.join(names)}")
    return list(dict.fromkeys(asked)) or names
