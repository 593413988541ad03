"""The command that finds documents."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from ..domain.errors import Invalid
from ..domain.hits import SCOPES, Scope, Via
from . import console
from .console import printable
from .opening import existing, json_option, project_option

if TYPE_CHECKING:
    from ..domain.hits import Hit

LONGEST_QUERY = 60


@click.command(short_help="Find documents by words.")
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
    words in its name, its first sentence and its text. Where a LightRAG server is kept in step, auto shows what
    that one finds near in meaning instead of the latter; both ranks by words, and lifts or adds what is near.
    """
    if not query.strip():
        raise Invalid(f"the query is {query!r}, expected words", hint="such as: docrunch search 'parse file'")
    with existing(project) as docrunch:
        hits = docrunch.search(query, limit, via=via, scope=scope, type_=types or None, path=path, tell=console.note)
    if is_json:
        console.show_json(hits)
    else:
        show_hits(query, hits)


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
