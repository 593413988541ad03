"""The tables and views that a query reads: the names behind FROM and JOIN that are no names of its own.

One pass with a stack of parentheses, so that the work does not grow with the nesting. What WITH names is known from
its end on, with RECURSIVE from its beginning, up to the end of the parentheses around it.
"""

from collections import Counter
from dataclasses import dataclass, field

from .columns import Named
from .cursor import Cursor
from .tokens import Token

READS = frozenset({"FROM", "JOIN", "STRAIGHT_JOIN"})
BEFORE_NAMES = frozenset({"ONLY", "LATERAL"})
ENDS_OF_FROM = frozenset({
    "WHERE", "GROUP", "HAVING", "ORDER", "LIMIT", "OFFSET", "FETCH", "WINDOW", "QUALIFY", "UNION", "INTERSECT",
    "EXCEPT", "MINUS", "FOR", "CONNECT", "START", "VALUES",
})  # fmt: skip
NO_TABLES = frozenset({"SELECT", "VALUES", "WITH", "TABLE", "UNNEST"})


@dataclass(slots=True)
class Frame:
    """What stands between two parentheses: whether it is a query, in its FROM, and where a table may come next.

    `named` is what WITH has named in it; `names` is the name that it gets itself when it is over.
    """

    is_query: bool = False
    is_in_from: bool = False
    is_table_next: bool = False
    is_recursive: bool = False
    named: list[str] = field(default_factory=list)
    names: str | None = None


class Sources:
    """Reads the rest of a statement, and collects the tables it names with the offset at which each is named."""

    def __init__(self, cursor: Cursor) -> None:
        self.cursor = cursor
        self.found: list[Named] = []
        self.frames = [Frame()]
        self.known: Counter[str] = Counter()
        self.pending: str | None = None
        self.previous = ""

    def read(self) -> list[Named]:
        while self.cursor.place < len(self.cursor.tokens):
            token = self.cursor.next
            if self.frames[-1].is_table_next and self.is_name(token):
                self.take_table()
            elif token.kind == "mark":
                self.take_mark(self.cursor.take().text)
            else:
                self.take_word(self.cursor.take())
            self.previous = token.text if token.kind != "name" else ""
        return self.found

    def is_name(self, token: Token) -> bool:
        is_word = token.kind == "word" and not token.text[0].isdigit()
        return token.kind == "name" or (is_word and token.text not in BEFORE_NAMES | NO_TABLES)

    def take_table(self) -> None:
        """A name where a table may stand; one with parentheses behind it is a function."""
        self.frames[-1].is_table_next = False
        start, parts = self.cursor.next.start, self.cursor.name()
        is_own = len(parts) == 1 and self.known[parts[0].lower()] > 0
        if not is_own and self.cursor.next.text != "(":
            self.found.append((".".join(parts), start))

    def take_mark(self, mark: str) -> None:
        frame = self.frames[-1]
        if mark == "(":
            inside = Frame(is_in_from=frame.is_table_next, is_table_next=frame.is_table_next, names=self.pending)
            frame.is_table_next, self.pending = False, None
            self.frames.append(inside)
        elif mark == ")" and len(self.frames) > 1:
            self.close(self.frames.pop())
        elif mark == ",":
            frame.is_table_next = frame.is_in_from

    def close(self, frame: Frame) -> None:
        """What was named in it is forgotten; it may have a name of its own from here on, and another may follow."""
        self.known.subtract(frame.named)
        outer = self.frames[-1]
        if frame.names is not None:
            if not outer.is_recursive:
                self.name(outer, frame.names)
            if self.cursor.next.text == ",":
                self.cursor.take()
                self.begin_named(outer)

    def take_word(self, token: Token) -> None:
        frame = self.frames[-1]
        frame.is_table_next = frame.is_table_next and token.text in BEFORE_NAMES
        if token.kind != "word":
            return
        if token.text == "SELECT":
            frame.is_query, frame.is_in_from = True, False
        elif token.text in READS:
            self.begin_from(frame, token.text)
        elif token.text in ENDS_OF_FROM:
            frame.is_in_from = False
        if token.text == "WITH":
            frame.is_recursive = self.cursor.has("RECURSIVE")
            self.begin_named(frame)

    def begin_from(self, frame: Frame, word: str) -> None:
        """`x IS DISTINCT FROM y` and `extract(year FROM x)` read nothing."""
        is_reading = frame.is_query if word == "FROM" else frame.is_in_from
        if is_reading and self.previous != "DISTINCT":
            frame.is_in_from = frame.is_table_next = True

    def begin_named(self, frame: Frame) -> None:
        """`name [(columns)] AS [[NOT] MATERIALIZED] (`, of which the last parenthesis is left to come."""
        name = ".".join(self.cursor.name()).lower()
        self.cursor.group()
        if not name or not self.cursor.has("AS"):
            return
        self.cursor.has("NOT")
        self.cursor.has("MATERIALIZED")
        self.pending = name if self.cursor.next.text == "(" else None
        if self.pending and frame.is_recursive:
            self.name(frame, name)

    def name(self, frame: Frame, name: str) -> None:
        frame.named.append(name)
        self.known[name] += 1
