"""The columns of a view, as far as its SELECT names them."""

from ..facts import ColumnFacts
from .cursor import Cursor
from .tokens import Token

ENDS = frozenset({"FROM", "UNION", ""})


def output(name: str, references: str | None = None) -> ColumnFacts:
    """A column of which only the name is known."""
    return {
        "name": name,
        "type": None,
        "is_nullable": None,
        "is_primary_key": False,
        "default": None,
        "references": references,
        "description": None,
    }


def selected_names(cursor: Cursor) -> list[str]:
    """The names of what a SELECT gives; none where it does not name every one of them itself."""
    names: list[str] = []
    last: Token | None = None
    depth = 0
    while cursor.place <= len(cursor.tokens):
        token = cursor.take()
        depth += (token.text == "(") - (token.text == ")") if token.kind == "mark" else 0
        is_over = depth == 0 and token.kind != "name" and token.text in ENDS
        if not is_over and (depth != 0 or token.text != ","):
            last = token
            continue
        if last is None or last.kind not in {"word", "name"}:
            return []
        names.append(cursor.written(last))
        last = None
        if is_over:
            break
    return names
