"""What a CREATE statement defines."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ...domain.source import SymbolKind, SymbolRole
from ..facts import SymbolFacts, new_symbol
from .columns import Named, Table
from .cursor import Cursor
from .routines import parameter_of, returns_of, unbracketed
from .sources import Sources
from .statements import Statement
from .tokens import RUN_COMMENT, Token
from .views import output, selected_names

SUBJECTS = frozenset({"TABLE", "VIEW", "INDEX", "FUNCTION", "PROCEDURE", "PROC"})
OTHERS = frozenset({
    "TEMP", "TEMPORARY", "TYPE", "TRIGGER", "RULE", "SCHEMA", "ROLE", "USER", "AS", "ON", "PUBLICATION", "OPERATOR",
    "AGGREGATE", "EXTENSION", "DATABASE",
})  # fmt: skip
WITHIN = 16
MAX_SIGNATURE = 300
MARKS_OF_RUN_COMMENTS = re.compile(rf"(?:\s*(?:{RUN_COMMENT}))+\s*")
LISTING_MODULES = ("FTS", "RTREE")


class Defined(NamedTuple):
    """A symbol, the table it is, if it is one, and whether its statement ends before it should.

    `reads` are the tables that a view selects from, with the offset at which each is named.
    """

    symbol: SymbolFacts
    table: Table | None = None
    is_cut: bool = False
    reads: Sequence[Named] = ()


def definition_of(text: str, statement: Statement) -> Defined | None:
    """What a CREATE statement makes, None where it is nothing that is shown.

    A temporary table is nothing of the kind: it is gone with its session.
    """
    cursor = Cursor(text, statement.tokens, 1)
    subject = cursor.skip_to(SUBJECTS | OTHERS, WITHIN)
    cursor.has("CONCURRENTLY")
    cursor.has("IF", "NOT", "EXISTS")
    reader = READERS.get(subject)
    return None if reader is None else reader(cursor)


def read_table(cursor: Cursor) -> Defined | None:
    parts = cursor.name()
    if not is_named(parts) or parts[-1].startswith("#"):
        return None
    symbol = make_symbol(cursor, "schema", "table", parts)
    table = Table(symbol["columns"])
    parents = parents_of(cursor)
    for element in fields_of_module(cursor) if cursor.has("USING") else cursor.group() or []:
        table.add(cursor.text, element)
    parents += parents_of(cursor)
    names, start, reads = read_query(cursor)
    for name in () if table.columns else names:
        table.keep(output(name), start)
    return Defined(symbol, table, cursor.is_unclosed, [*parents, *reads])


def is_named(parts: list[str]) -> bool:
    return bool(parts and parts[-1])


def parents_of(cursor: Cursor) -> list[Named]:
    """The table that a partition is of, and those that a table inherits from."""
    if cursor.has("PARTITION", "OF"):
        start = cursor.next.start
        return [(".".join(cursor.name()), start)]
    if cursor.has("INHERITS"):
        parts = [(part[0].start, Cursor(cursor.text, part).name()) for part in cursor.group() or []]
        return [(".".join(name), start) for start, name in parts if name]
    return []


def fields_of_module(cursor: Cursor) -> list[list[Token]]:
    """The columns of a virtual table of SQLite, as far as its module names them: `USING fts5(title, content='t')`."""
    module, parts = cursor.take().text, cursor.group() or []
    is_listing = module.startswith(LISTING_MODULES)
    return [part for part in parts if is_listing and all(token.text != "=" for token in part)]


def read_query(cursor: Cursor) -> tuple[list[str], int, Sequence[Named]]:
    """The names that the query behind AS gives, where it begins, and what it reads."""
    if not cursor.skip_to(frozenset({"AS"}), within=20):
        return [], 0, ()
    query = Cursor(cursor.text, cursor.tokens, cursor.place)
    start = cursor.next.start
    cursor.has("(")
    names = selected_names(cursor) if cursor.has("SELECT") else []
    return names, start, Sources(query).read()


def read_view(cursor: Cursor) -> Defined | None:
    parts = cursor.name()
    if not is_named(parts):
        return None
    symbol = make_symbol(cursor, "schema", "view", parts)
    listed = cursor.group()
    given, _, reads = read_query(cursor)
    names = given if listed is None else [cursor.written(part[0]) for part in listed]
    symbol["columns"] = [output(name) for name in names]
    return Defined(symbol, is_cut=cursor.is_unclosed, reads=reads)


def read_index(cursor: Cursor) -> Defined | None:
    """An index without a name gets the one that PostgreSQL would give it."""
    parts = [] if cursor.next.text == "ON" else cursor.name()
    if not cursor.skip_to(frozenset({"ON"}), within=8):
        return None
    cursor.has("ONLY")
    table = cursor.name()
    while cursor.next.text not in {"(", ""}:
        cursor.take()
    fields = [field_of(cursor, part) for part in cursor.group() or []]
    if not is_named(table):
        return None
    unnamed = "_".join([table[-1], *(name for name in fields if name.isidentifier()), "idx"])
    symbol = make_symbol(cursor, "schema", "index", parts if is_named(parts) else [unnamed], len(cursor.tokens))
    symbol["columns"] = [output(name, ".".join(table)) for name in fields]
    return Defined(symbol, is_cut=cursor.is_unclosed)


def field_of(cursor: Cursor, tokens: list[Token]) -> str:
    """A column of an index with what is said of it, or an expression as written."""
    first, others = tokens[0], tokens[1:]
    if first.kind not in {"name", "string"}:
        return cursor.plain(tokens)
    return f"{cursor.written(first)} {cursor.plain(others)}".rstrip()


def read_routine(cursor: Cursor) -> Defined | None:
    parts = cursor.name()
    if not is_named(parts):
        return None
    listed = enumerate(unbracketed(cursor) if cursor.next.text.startswith("@") else cursor.group() or [], start=1)
    parameters = [parameter_of(cursor.text, part, place) for place, part in listed]
    returns = returns_of(cursor)
    symbol = make_symbol(cursor, "function", None, parts)
    symbol["parameters"], symbol["returns"] = parameters, returns
    return Defined(symbol, is_cut=cursor.is_unclosed)


READERS = {
    "TABLE": read_table,
    "VIEW": read_view,
    "INDEX": read_index,
    "FUNCTION": read_routine,
    "PROCEDURE": read_routine,
    "PROC": read_routine,
}


def make_symbol(
    cursor: Cursor, kind: SymbolKind, role: SymbolRole | None, parts: list[str], end: int | None = None
) -> SymbolFacts:
    """A symbol whose signature is the statement up to the cursor, or to `end`."""
    written = cursor.joined(cursor.tokens[: cursor.place if end is None else end])
    head = MARKS_OF_RUN_COMMENTS.sub(" ", written)
    signature = head if len(head) <= MAX_SIGNATURE else head[:MAX_SIGNATURE] + "…"
    symbol = new_symbol(kind, parts[-1], ".".join(parts), signature, (0, 0))
    symbol["role"] = role
    return symbol
