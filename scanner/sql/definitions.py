"""What a CREATE statement defines."""

from collections.abc import Sequence
from typing import NamedTuple

from ...domain.source import SymbolKind, SymbolRole
from ..facts import SymbolFacts, new_symbol
from .columns import Named, Table
from .cursor import Cursor
from .routines import parameter_of, returns_of
from .sources import Sources
from .statements import Statement
from .views import output, selected_names

SUBJECTS = frozenset({"TABLE", "VIEW", "INDEX", "FUNCTION", "PROCEDURE", "PROC"})
OTHERS = frozenset({"TEMP", "TEMPORARY", "TYPE", "TRIGGER", "RULE", "SCHEMA", "ROLE", "USER", "AS", "ON"})
WITHIN = 8
MAX_SIGNATURE = 300


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
    if not parts or parts[-1].startswith("#"):
        return None
    symbol = make_symbol(cursor, "schema", "table", parts)
    table = Table(symbol["columns"])
    for element in cursor.group() or []:
        table.add(cursor.text, element)
    return Defined(symbol, table, cursor.is_unclosed)


def read_view(cursor: Cursor) -> Defined | None:
    parts = cursor.name()
    if not parts:
        return None
    symbol = make_symbol(cursor, "schema", "view", parts)
    named = cursor.group()
    if named is not None:
        symbol["columns"] = [output(cursor.written(part[0])) for part in named]
    if not cursor.skip_to(frozenset({"AS"}), within=20):
        return Defined(symbol, is_cut=cursor.is_unclosed)
    query = Cursor(cursor.text, cursor.tokens, cursor.place)
    if named is None and cursor.has("SELECT"):
        symbol["columns"] = [output(name) for name in selected_names(cursor)]
    return Defined(symbol, is_cut=cursor.is_unclosed, reads=Sources(query).read())


def read_index(cursor: Cursor) -> Defined | None:
    """An index without a name gets the one that PostgreSQL would give it."""
    parts = [] if cursor.next.text == "ON" else cursor.name()
    if not cursor.skip_to(frozenset({"ON"}), within=8):
        return None
    cursor.has("ONLY")
    table = cursor.name()
    while cursor.next.text not in {"(", ""}:
        cursor.take()
    fields = [cursor.joined(part) for part in cursor.group() or []]
    if not table:
        return None
    unnamed = "_".join([table[-1], *(name for name in fields if name.isidentifier()), "idx"])
    symbol = make_symbol(cursor, "schema", "index", parts or [unnamed], len(cursor.tokens))
    symbol["columns"] = [output(name, ".".join(table)) for name in fields]
    return Defined(symbol, is_cut=cursor.is_unclosed)


def read_routine(cursor: Cursor) -> Defined | None:
    parts = cursor.name()
    if not parts:
        return None
    listed = enumerate(cursor.group() or [], start=1)
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
    head = cursor.joined(cursor.tokens[: cursor.place if end is None else end])
    signature = head if len(head) <= MAX_SIGNATURE else head[:MAX_SIGNATURE] + "…"
    symbol = new_symbol(kind, parts[-1], ".".join(parts), signature, (0, 0))
    symbol["role"] = role
    return symbol
