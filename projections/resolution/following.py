"""Names in the tables: which of them a batch may lead elsewhere, and where all of them lead in the end."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, NamedTuple

from ...postgres.connection import Connection
from ...postgres.statements import Statements
from ..collecting import uncollected
from .definitions import Definition, Name
from .keys import folder_of
from .rounds import resolve

SQL = Statements("docrunch.projections.resolution", "resolution.sql")
AT_ONCE = 20_000
"""Names: bounds the memory of a large batch, and the length of a rebuild's transactions."""

FIRST = Name("", "")
"""Sorts before all names."""

Defined = tuple[Any, ...]
"""One thing that a file says about a key, which comes first."""


class Moved(NamedTuple):
    """A name that led to one symbol and leads to another, or to none."""

    scope: str
    target: str
    before: str | None
    after: str | None


def defined(connection: Connection, files: Collection[str]) -> set[Defined]:
    """Everything these files say that names could be looked up by."""
    return set(SQL.rows(connection, "defined", {"files": list(files)})) if files else set()


def follow(
    connection: Connection, files: Collection[str], changed: Iterable[Defined], dropped: Collection[Name]
) -> list[tuple[Any, ...]]:
    """Bring names and relationships up to date after files changed; the edges that came or went.

    `changed` is what they say now and did not say before, or the other way round; `dropped` are names they used before.
    """
    if dropped:
        connection.execute(SQL["forget_names"], columns(dropped))
    moved: list[Moved] = []
    names = [*unresolved(connection, files), *stale(connection, {key for key, *_ in changed})]
    for some in chunked(dict.fromkeys(names)):
        moved += follow_names(connection, some)
    ends = {"before": [name.before for name in moved], "after": [name.after for name in moved]}
    return SQL.rows(connection, "relate", {"files": list(files), **columns(moved), **ends})


def unresolved(connection: Connection, files: Collection[str]) -> Iterator[Name]:
    return map(Name._make, SQL.rows(connection, "unresolved", {"files": list(files)}))


def stale(connection: Connection, keys: Collection[str]) -> set[Name]:
    """The names that these keys may lead elsewhere now."""
    if not keys:
        return set()
    names = SQL.rows(connection, "stale", {"keys": list(keys)})
    folders = {folder for key in keys if (folder := folder_of(key)) is not None}
    if folders:
        names += SQL.rows(connection, "stale_in", {"folders": list(folders)})
    return set(map(Name._make, names))


@uncollected()
def follow_names(connection: Connection, names: Sequence[Name]) -> list[Moved]:
    """Resolve these names and write where they lead; those among them that led elsewhere before."""
    connection.execute(SQL["forget_trails"], columns(names))
    symbols = {"symbols": followed(connection, names)}
    return [Moved(*row) for row in SQL.rows(connection, "write_names", columns(names) | symbols)]


@uncollected()
def follow_new_names(connection: Connection, names: Sequence[Name]) -> None:
    """The same for names that were never resolved."""
    symbols = {"symbols": followed(connection, names)}
    connection.execute(SQL["lead_names"], columns(names) | symbols)


def followed(connection: Connection, names: Sequence[Name]) -> list[str | None]:
    """Where these names lead; their trails are written."""
    walks = resolve(names, lambda keys: definitions(connection, keys))
    steps = [(*walk.name, step) for walk in walks for step in walk.trail()]
    with connection.cursor() as cursor, cursor.copy(SQL["copy_trails"]) as writer:
        for step in steps:
            writer.write_row(step)
    return [walk.symbol for walk in walks]


def definitions(connection: Connection, keys: Collection[str]) -> Mapping[str, Definition]:
    """What all files say at these keys."""
    found: dict[str, Definition] = defaultdict(Definition)
    for key, *said in SQL.rows(connection, "definitions", {"keys": list(keys)}):
        found[key].add(*said)
    return found


def gather_names(connection: Connection) -> None:
    """All names that references use, not yet resolved: for a generation that has none."""
    connection.execute(SQL["all_names"])


def follow_some(connection: Connection, last: Name) -> Name | None:
    """Resolve some of the names behind `last`; the last of them, None when there were none."""
    rows = SQL.rows(connection, "some_names", {"scope": last.scope, "target": last.target, "limit": AT_ONCE})
    names = [Name._make(row) for row in rows]
    if not names:
        return None
    follow_new_names(connection, names)
    return names[-1]


def relate_all(connection: Connection) -> None:
    """All relationships, in a generation that has none."""
    connection.execute(SQL["relate_all"])


def chunked(names: Iterable[Name]) -> Iterator[list[Name]]:
    waiting = iter(names)
    while some := list(islice(waiting, AT_ONCE)):
        yield some


def columns(names: Iterable[Name | Moved]) -> dict[str, list[str]]:
    ordered = list(names)
    return {"scopes": [name.scope for name in ordered], "targets": [name.target for name in ordered]}
