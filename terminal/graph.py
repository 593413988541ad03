"""The graph of documents: what surrounds one, and all of it in the formats of other programs."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..domain.errors import Invalid
from ..domain.graph import EDGE_TYPES
from ..domain.hits import SCOPES
from . import console
from .asking import asking
from .opening import existing, project_option
from .tree import tree

if TYPE_CHECKING:
    from ..application.docrunch import Docrunch
    from ..domain.graph import Surroundings

FORMATS = ("json", "graphml", "dot", "mermaid", "html")
DEEPEST = 20


@click.group(short_help="How documents hang together.")
def graph() -> None:
    """How documents hang together: calls, imports, inheritance, containment, mentions."""


@graph.command(short_help="Write the graph for other programs.")
@click.option("--format", "format_", type=click.Choice(FORMATS), required=True, help="html is a page to explore it.")
@click.option("--type", "types", type=click.Choice(sorted(SCOPES["all"])), multiple=True, help="Only of these types.")
@click.option("--path", help="Only in this folder or file; a glob may hold *, ** and ?.")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file instead of standard output.")
@project_option
def export(format_: str, types: tuple[str, ...], path: str | None, output: Path | None, project: Path) -> None:
    """Write all documents and the edges between them, in an order that does not change by itself.

    html is one file that works offline, with search, zoom and filters. mermaid holds the 100 documents with the most
    edges at most, and says so.
    """
    with existing(project) as docrunch:
        found = docrunch.graph(type_=types or None, path=path)
    from ..projections.graph.formats import FORMATS as WRITERS
    from ..projections.graph.mermaid import omission

    if format_ == "mermaid" and (left_out := omission(found)):
        console.note(f"The flowchart shows {left_out}; --path and --type narrow it")
    text = WRITERS[format_](found)
    if output is None:
        click.echo(text, nl=False)
    else:
        write(output, text)
        nodes, edges = console.count(len(found.nodes), "document"), console.count(len(found.edges), "edge")
        click.echo(f"Wrote {output}: {nodes}, {edges}.")


def write(output: Path, text: str) -> None:
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Invalid(f"{output} cannot be written: {reason}", hint="name a file in a folder that exists") from None


def show_related(found: "Surroundings") -> None:
    for line in tree(found):
        click.echo(console.printable(line))
    if not found.related:
        click.echo("Nothing is related to it.")
    if found.is_truncated:
        console.note(f"There are more than {len(found.related):,}; --limit, --depth and --type choose among them")


@click.command(short_help="Show what surrounds a document.")
@click.argument("name")
@click.option(
    "--depth", default=1, show_default=True, type=click.IntRange(1, DEEPEST), help="At most so many edges away."
)
@click.option(
    "--type", "types", type=click.Choice(sorted(EDGE_TYPES)), multiple=True, help="Only edges of these types."
)
@click.option(
    "--limit", default=100, show_default=True, type=click.IntRange(1, 10_000), help="At most so many documents."
)
@asking(show_related)
def related(docrunch: "Docrunch", name: str, depth: int, types: tuple[str, ...], limit: int) -> "Surroundings":
    """Show the documents near one of them as a tree, with the edge that leads to each.

    NAME is an id, a title or the end of a name. Edges count in both directions; each document is shown once, where
    it is nearest.
    """
    return docrunch.related(name, depth, type_=types or None, limit=limit)
