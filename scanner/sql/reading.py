"""What the statements of a SQL file come to, one after the other."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from ..facts import ReferenceFacts, SymbolFacts, new_reference
from .columns import Named, Table
from .cursor import Cursor, unquoted
from .definitions import definition_of
from .remarks import describe_columns, directly_above, remark
from .statements import Statement
from .tokens import Token

MAX_NAME = 1000
OBJECTS = frozenset({"TABLE", "VIEW", "INDEX", "FUNCTION", "PROCEDURE"})


@dataclass(slots=True)
class Reading:
    """What was read so far. `cut_at` is the line of a definition that ends before it should.

    Names of tables stand beside the symbol that names them, None for the file: it alters a table of another one.
    """

    text: str
    created: list[SymbolFacts] = field(default_factory=list)
    cut_at: int | None = None
    _named: dict[str, SymbolFacts] = field(default_factory=dict)
    _known_as: dict[str, str] = field(default_factory=dict)
    _tables: dict[str, Table] = field(default_factory=dict)
    _taken: Counter[str] = field(default_factory=Counter)
    _used: set[str] = field(default_factory=set)
    _names: list[tuple[SymbolFacts | None, Sequence[Named]]] = field(default_factory=list)
    _dropped: set[str] = field(default_factory=set)
    _gone: set[int] = field(default_factory=set)
    _line_ends: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._line_ends = [found.start() for found in re.finditer("\n", self.text)]

    def create(self, statement: Statement) -> None:
        """Take in a CREATE statement."""
        defined = definition_of(self.text, statement)
        if defined is None or len(defined.symbol["qualified_name"]) > MAX_NAME:
            return
        symbol, first = defined.symbol, statement.tokens[0]
        symbol["start_line"], symbol["end_line"] = self._line(first.start), self._line(statement.tokens[-1].end)
        if defined.is_cut and self.cut_at is None:
            self.cut_at = symbol["start_line"]
        symbol["docstring"] = remark(directly_above(self.text, statement.above, first.start))
        if defined.table is not None:
            describe_columns(self.text, defined.table, statement.comments)
        self._keep(symbol, defined.table)
        self._names.append((symbol, defined.reads))

    def alter(self, cursor: Cursor) -> None:
        """Take in `ALTER TABLE t ADD …`; of a table of another file no more than what is named."""
        if not cursor.has("TABLE"):
            return
        cursor.has("IF", "EXISTS")
        cursor.has("ONLY")
        start, name = cursor.next.start, cursor.name()
        table = self._tables.get(self._key(name))
        if table is None:
            table = Table()
            self._names += [(None, [(".".join(name), start)] if name else []), (None, table.foreign)]
        for element in added(self.text, cursor.tokens[cursor.place :]):
            table.add(self.text, element)

    def comment(self, cursor: Cursor) -> None:
        """Take in `COMMENT ON TABLE t IS '…'` and `COMMENT ON COLUMN t.c IS '…'`."""
        if not cursor.has("ON"):
            return
        subject = cursor.take().text
        subject = cursor.take().text if subject == "MATERIALIZED" else subject
        name = cursor.name()
        cursor.group()
        if not cursor.has("IS") or cursor.next.kind != "string":
            return
        said = unquoted(cursor.next.text)
        if subject in OBJECTS:
            symbol = self._named.get(self._key(name))
            if symbol is not None:
                symbol["docstring"] = said
        elif subject == "COLUMN":
            table = self._tables.get(self._key(name[:-1]))
            column = table.column(name[-1]) if table is not None else None
            if column is not None:
                column["description"] = said

    def drop(self, cursor: Cursor) -> None:
        """Take in `DROP TABLE t, u`: what is created in the place of one of them later is no second one."""
        cursor.has("MATERIALIZED")
        if cursor.take().text not in OBJECTS:
            return
        cursor.has("IF", "EXISTS")
        self._dropped.update(
            self._key(Cursor(self.text, part).name()) for part in parted(cursor.tokens[cursor.place :])
        )

    def symbols(self) -> list[SymbolFacts]:
        """What was created and stands in the end."""
        return [symbol for symbol in self.created if id(symbol) not in self._gone]

    def references(self) -> list[ReferenceFacts]:
        """The tables that foreign keys, views and alterations name, in the order of the file."""
        named = [
            (at, symbol, name) for symbol, names in self._names for name, at in names if id(symbol) not in self._gone
        ]
        return [
            new_reference(
                "references",
                "" if symbol is None else symbol["qualified_name"],
                name,
                f"sql:{name.lower()}",
                self._line(at),
            )
            for at, symbol, name in sorted(named, key=itemgetter(0))
        ]

    def _keep(self, symbol: SymbolFacts, table: Table | None) -> None:
        name = symbol["qualified_name"]
        if name.lower() in self._dropped:
            self._forget(name)
        symbol["qualified_name"] = self._unique(name)
        self.created.append(symbol)
        key = name.lower()
        self._known_as.setdefault(symbol["name"].lower(), key)
        self._named[key] = symbol
        if table is not None:
            self._tables[key] = table
            self._names.append((symbol, table.foreign))

    def _unique(self, name: str) -> str:
        """The name, with a number where it is taken; a quoted name may look like one with a number."""
        unique = name
        while unique in self._used:
            self._taken[name] += 1
            unique = f"{name}#{self._taken[name] + 1}"
        self._used.add(unique)
        return unique

    def _forget(self, name: str) -> None:
        """Give up what was dropped before it is created again, as the stand-ins for views in dumps of MySQL are."""
        self._dropped.remove(name.lower())
        former = self._named[name.lower()]
        self._gone.add(id(former))
        self._used.remove(former["qualified_name"])

    def _key(self, parts: list[str]) -> str:
        """How a name is known here, with or without its schema; two schemas that are named are not one."""
        name = ".".join(parts).lower()
        if name in self._named or not parts:
            return name
        known = self._known_as.get(parts[-1].lower(), "")
        return "" if len(parts) > 1 and "." in known else known

    def _line(self, offset: int) -> int:
        return bisect_left(self._line_ends, offset) + 1


def added(text: str, tokens: list[Token]) -> Iterator[list[Token]]:
    """The columns and constraints that the actions of an ALTER TABLE add."""
    for action in parted(tokens):
        cursor = Cursor(text, action)
        if cursor.has("WITH"):
            cursor.take()
        if cursor.has("ADD"):
            cursor.has("COLUMN")
            cursor.has("IF", "NOT", "EXISTS")
            listed = cursor.group() if cursor.next.text == "(" else None
            yield from filter(None, [action[cursor.place :]] if listed is None else listed)


def parted(tokens: list[Token]) -> list[list[Token]]:
    """Tokens parted by the commas that stand outside of parentheses."""
    parts: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += (token.text == "(") - (token.text == ")") if token.kind == "mark" else 0
        if token.text == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
    return [part for part in parts if part]
