"""The commands that make a website of the pages."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from . import console
from .opening import FOLDER, asks, existing_root, project_option

if TYPE_CHECKING:
    from ..website.building import Website

MOST_SHOWN = 20


@click.group(short_help="Make a website of the pages.")
def docs() -> None:
    """The pages as a website, with search and diagrams, that works without a network.

    Needs mkdocs-material: pip install 'docrunch[docs]'.
    """


@docs.command(short_help="Build the website into a folder.")
@click.option(
    "--into", "site", type=FOLDER, help="The folder (default: .docrunch/website/site), new or with an earlier website."
)
@asks
def build(project: Path, *, site: Path | None, is_json: bool) -> None:
    """Build the website, checking every link.

    Exits 1 when a link leads nowhere; the site is built all the same.
    """
    website = website_of(project)
    into = site.resolve() if site else website.site
    warnings = website.build(into)
    if is_json:
        console.show_json({"index": str(into / "index.html"), "warnings": warnings})
    else:
        tell(into, warnings)
    if warnings:
        raise click.exceptions.Exit(1)


def tell(into: Path, warnings: list[str]) -> None:
    for warning in warnings[:MOST_SHOWN]:
        console.note(warning)
    if len(warnings) > MOST_SHOWN:
        console.note(f"and {len(warnings) - MOST_SHOWN} more")
    click.echo(f"Website: {into / 'index.html'}")


@docs.command(short_help="Show the website and follow changes.")
@click.option("--address", default="127.0.0.1:8000", show_default=True, metavar="HOST:PORT", help="Where to serve it.")
@project_option
def serve(project: Path, *, address: str) -> None:
    """Serve the website and build it again whenever a page changes, until you press Ctrl-C."""
    website = website_of(project)
    click.echo(f"Building the website; then it is at http://{address}")
    website.serve(address)


def website_of(path: Path) -> "Website":
    """Of the project at or above a folder. No database is needed: it is made of the pages as they are."""
    from ..config import load
    from ..website.building import Website

    root = existing_root(path)
    pages = root / load(root).storage.markdown.output_dir
    return Website(root.name or "docrunch", pages, root / ".docrunch" / "website")
