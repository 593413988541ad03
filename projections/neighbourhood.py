"""Everything the documents of some files show, read in a handful of statements and grouped here."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from typing import Any

from ..postgres.connection import Connection
from ..postgres.statements import Statements
from .offered import Offered
from .overloads import symbol_of
from .shown import Caller, Callers, File, Link, Links, Neighbourhood, Symbol

SQL = Statements("docrunch.projections", "neighbourhood.sql")
MOST_CALLERS = 50


def neighbourhood(connection: Connection, files: Collection[str]) -> Neighbourhood:
    """Read what the documents of these files need."""
    with by_index(connection):
        return read_around(connection, {"files": list(files), "most": MOST_CALLERS})


@contextmanager
def by_index(connection: Connection) -> Iterator[None]:
    """Within a transaction: rows are looked up one by one, tables are not read whole.

    That is right for the few rows that belong to some files. The planner, which knows nothing of tables this new or
    thinks of a file that everybody imports, would read the whole read model for every hundred files of it.
    """
    connection.execute(SQL["look_up"], prepare=False)
    yield
    connection.execute(SQL["plan_freely"], prepare=False)


def read_around(connection: Connection, values: dict[str, Any]) -> Neighbourhood:
    symbols: dict[str, list[Symbol]] = defaultdict(list)
    children: dict[str, list[Symbol]] = defaultdict(list)
    for symbol in map(Symbol._make, SQL.rows(connection, "symbols", values)):
        symbols[symbol.file_id].append(symbol)
        if symbol.parent:
            children[symbol.parent].append(symbol)
    edges: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for source, kind, target in SQL.rows(connection, "edges", values):
        edges[source].append((kind, target))
    return Neighbourhood(
        files=[File._make(row) for row in SQL.rows(connection, "files", values)],
        symbols=symbols,
        children=children,
        edges=edges,
        callers=callers(SQL.rows(connection, "callers", values)),
        bases=grouped(SQL.rows(connection, "bases", values)),
        referred=grouped(SQL.rows(connection, "referred", values)),
        heirs=grouped(SQL.rows(connection, "heirs", values)),
        imports=grouped(SQL.rows(connection, "imports", values)),
        importers=grouped(SQL.rows(connection, "importers", values)),
        offered=offered(SQL.rows(connection, "offered", values)),
        definitions=defined_again(list(chain.from_iterable(symbols.values()))),
    )


def defined_again(symbols: Sequence[Symbol]) -> dict[str, list[Symbol]]:
    several = {one for symbol in symbols if (one := symbol_of(symbol.id)) != symbol.id}
    found: dict[str, list[Symbol]] = {one: [] for one in several}
    for symbol in symbols:
        if (one := symbol_of(symbol.id)) in several:
            found[one].append(symbol)
    return found


def callers(rows: list[tuple[Any, ...]]) -> dict[str, Callers]:
    found: dict[str, Callers] = {}
    for symbol, total, *caller in rows:
        found.setdefault(symbol, Callers(total, [])).first.append(Caller(*caller))
    return found


def offered(rows: list[tuple[Any, ...]]) -> dict[str, list[Offered]]:
    found: dict[str, list[Offered]] = defaultdict(list)
    for file_id, *shown in rows:
        found[file_id].append(Offered._make(shown))
    return found


def grouped(rows: list[tuple[Any, ...]]) -> Links:
    links: Links = defaultdict(list)
    for key, name, page in rows:
        links[key].append(Link(name, page))
    return links
