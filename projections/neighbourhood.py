"""Everything the documents of some files show, read in a handful of statements and grouped here."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, NamedTuple

from ..domain.source import sort_of
from ..postgres.connection import Connection
from ..postgres.statements import Statements
from .offered import Offered
from .overloads import symbol_of

SQL = Statements("docrunch.projections", "neighbourhood.sql")
MOST_CALLERS = 50


class File(NamedTuple):
    """A file as its pages show it."""

    id: str
    path: str
    language: str
    module: str
    problem: str | None


class Symbol(NamedTuple):
    """A symbol with everything its own page shows; `page` is where links to it lead.

    `told` is a summary that somebody recorded, `is_told_current` while the file is as it was then.
    """

    id: str
    file_id: str
    kind: str
    name: str
    qualified_name: str
    dotted_name: str
    parent: str | None
    signature: str
    docstring: str | None
    start_line: int
    end_line: int | None
    parameters: list[dict[str, Any]]
    returns: str | None
    is_async: bool
    description: str | None
    returns_description: str | None
    role: str | None
    is_exported: bool
    decorators: list[str]
    columns: list[dict[str, Any]]
    page: str
    told: str | None
    told_by_model: str | None
    told_by: str | None
    is_told_current: bool | None

    @property
    def said(self) -> str:
        """What its comment says of it, without what that says of parameters and results."""
        return (self.docstring if self.description is None else self.description) or ""

    @property
    def sort(self) -> str:
        """What to call it, such as a component, a table, an interface."""
        return sort_of(self.kind, self.role, self.signature)


class Link(NamedTuple):
    """A symbol of any file as other pages show it."""

    name: str
    page: str


class Caller(NamedTuple):
    """Who calls a symbol: in which file, and on which line first."""

    name: str
    page: str
    file_id: str
    line: int

    @property
    def path(self) -> str:
        return self.file_id.removeprefix("file:")


@dataclass(slots=True)
class Callers:
    """The first callers of a symbol, those of other files before its own, and how many there are in all."""

    total: int
    first: list[Caller]


Links = dict[str, list[Link]]


@dataclass(slots=True)
class Neighbourhood:
    """Files, their symbols by file, and what surrounds them by symbol or file id.

    `definitions` are those of symbols that have several, by what their ids have in common. `sections` keeps what was
    made of each class: its module shows it, and its own document too.
    """

    files: list[File]
    symbols: dict[str, list[Symbol]]
    children: dict[str, list[Symbol]]
    edges: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    callers: dict[str, Callers] = field(default_factory=dict)
    bases: Links = field(default_factory=dict)
    referred: Links = field(default_factory=dict)
    heirs: Links = field(default_factory=dict)
    imports: Links = field(default_factory=dict)
    importers: Links = field(default_factory=dict)
    offered: dict[str, list[Offered]] = field(default_factory=dict)
    definitions: dict[str, list[Symbol]] = field(default_factory=dict)
    sections: dict[str, Any] = field(default_factory=dict)


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
