"""The columns between the parentheses of CREATE TABLE, and the constraints among them."""

from dataclasses import dataclass, field

from ..facts import ColumnFacts
from .cursor import Cursor
from .tokens import Token

CONSTRAINTS = frozenset(
    {"CONSTRAINT", "PRIMARY", "UNIQUE", "FOREIGN", "CHECK", "EXCLUDE", "FULLTEXT", "LIKE", "PERIOD"}
)
KEYS = frozenset({"KEY", "INDEX"})
AFTER_TYPE = frozenset({
    "NOT", "NULL", "DEFAULT", "PRIMARY", "UNIQUE", "REFERENCES", "CHECK", "CONSTRAINT", "COLLATE", "GENERATED",
    "ON", "AUTO_INCREMENT", "AUTOINCREMENT", "IDENTITY", "COMMENT", "AS", "KEY", "CHARSET", "ENCODE", "SPARSE",
    "ROWGUIDCOL", "VISIBLE", "INVISIBLE", "STORAGE", "COMPRESSION", "FOREIGN", "DEFERRABLE", "INITIALLY", "MASKED",
    "STORED", "VIRTUAL", "ASC", "DESC",
})  # fmt: skip


Named = tuple[str, int]
"""The name of a table as written, and the offset at which it is named."""


@dataclass(slots=True)
class Table:
    """A table as it is read: its columns in order, and the offset at which each begins.

    `foreign` are the tables that its foreign keys name, with the offset at which each is named.
    """

    columns: list[ColumnFacts] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    foreign: list[Named] = field(default_factory=list)
    _by_name: dict[str, ColumnFacts] = field(default_factory=dict)

    def column(self, name: str) -> ColumnFacts | None:
        """A column by its name, without regard to capitals."""
        return self._by_name.get(name.lower())

    def add(self, text: str, element: list[Token]) -> None:
        """Take in one element of a table's list: a column, or a constraint on several."""
        cursor = Cursor(text, element)
        if is_constraint(element):
            self.constrain(cursor)
        else:
            self.keep(self.column_of(cursor), element[0].start)

    def keep(self, column: ColumnFacts, start: int) -> None:
        """Take in a column that begins at this offset."""
        self.starts.append(start)
        self.columns.append(column)
        self._by_name.setdefault(column["name"].lower(), column)

    def constrain(self, cursor: Cursor) -> None:
        """Take in a constraint of the table as a whole."""
        if cursor.has("CONSTRAINT"):
            cursor.name()
        if cursor.has("PRIMARY", "KEY"):
            for name in self.named(cursor):
                self.make_key(name)
        elif cursor.has("FOREIGN", "KEY"):
            self.refer(cursor)

    def named(self, cursor: Cursor) -> list[str]:
        """The columns named between parentheses, which may stand after a word or two."""
        while cursor.next.text not in {"(", ""}:
            cursor.take()
        parts = cursor.group() or []
        return [cursor.written(part[0]) for part in parts]

    def make_key(self, name: str) -> None:
        """Make a column part of the primary key."""
        column = self.column(name)
        if column is not None:
            column["is_primary_key"], column["is_nullable"] = True, False

    def refer(self, cursor: Cursor) -> None:
        """Take in `FOREIGN KEY (a, b) REFERENCES t (c, d)`."""
        names = self.named(cursor)
        if not cursor.has("REFERENCES"):
            return
        table = self.named_table(cursor)
        targets = [cursor.written(part[0]) for part in cursor.group() or []]
        for place, name in enumerate(names):
            column = self.column(name)
            if column is not None:
                column["references"] = f"{table}.{targets[place]}" if place < len(targets) else table

    def named_table(self, cursor: Cursor) -> str:
        """The table that comes after REFERENCES."""
        start, name = cursor.next.start, ".".join(cursor.name())
        if name:
            self.foreign.append((name, start))
        return name

    def column_of(self, cursor: Cursor) -> ColumnFacts:
        """One column: its name, its type, and what is said of it."""
        name = cursor.written(cursor.take())
        column: ColumnFacts = {
            "name": name,
            "type": type_of(cursor),
            "is_nullable": True,
            "is_primary_key": False,
            "default": None,
            "references": None,
            "description": None,
        }
        while cursor.place < len(cursor.tokens):
            self.describe(column, cursor)
        return column

    def describe(self, column: ColumnFacts, cursor: Cursor) -> None:
        """Take in what comes next: one constraint, or a token that says nothing of interest."""
        if cursor.has("NOT", "NULL"):
            column["is_nullable"] = False
        elif cursor.has("PRIMARY", "KEY"):
            column["is_primary_key"], column["is_nullable"] = True, False
        elif cursor.has("DEFAULT"):
            column["default"] = default_of(cursor)
        elif cursor.has("REFERENCES"):
            table, inside = self.named_table(cursor), cursor.group()
            column["references"] = f"{table}.{cursor.written(inside[0][0])}" if inside else table
        elif cursor.has("COMMENT"):
            text = cursor.take()
            column["description"] = cursor.written(text) if text.kind in {"string", "name"} else None
        else:
            skip(cursor)


def is_constraint(element: list[Token]) -> bool:
    """Whether an element of a table's list is a constraint; `key`, `index` and `like` may be columns as well."""
    first, following = element[0], element[1:4]
    if first.kind != "word":
        return False
    if first.text in KEYS:
        inside = next((place for place, token in enumerate(following) if token.text == "("), None)
        return inside is not None and not (inside + 1 < len(following) and following[inside + 1].text.isdigit())
    return first.text in CONSTRAINTS and bool(following)


def type_of(cursor: Cursor) -> str | None:
    """The type as written, which ends where something else is said of the column."""
    first, depth = cursor.place, 0
    while cursor.place < len(cursor.tokens):
        token = cursor.next
        is_over = token.kind == "word" and token.text in AFTER_TYPE
        is_set = [t.text for t in cursor.tokens[cursor.place : cursor.place + 2]] == ["CHARACTER", "SET"]
        if depth == 0 and (is_over or is_set):
            break
        depth += (token.text == "(") - (token.text == ")")
        cursor.take()
    return cursor.plain(cursor.tokens[first : cursor.place]) or None


def default_of(cursor: Cursor) -> str | None:
    """The expression after DEFAULT."""
    first = cursor.place
    skip(cursor)
    while cursor.place < len(cursor.tokens):
        token = cursor.next
        if token.kind == "word" and token.text in AFTER_TYPE:
            break
        skip(cursor)
    return cursor.joined(cursor.tokens[first : cursor.place]) or None


def skip(cursor: Cursor) -> None:
    """Pass a token, or all that stands between parentheses."""
    if cursor.group() is None:
        cursor.take()
