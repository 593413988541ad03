"""The parameters of functions and procedures, and what they return."""

from ..facts import ParameterFacts
from .columns import type_of
from .cursor import Cursor
from .tokens import Token

MODES = frozenset({"IN", "OUT", "INOUT", "VARIADIC"})
OUTPUT = frozenset({"OUT", "OUTPUT"})
AFTER_PARAMETERS = frozenset({"AS", "WITH", "RETURNS", "BEGIN", "FOR"})
DEFAULTS = frozenset({"DEFAULT", "="})
AFTER_RETURNS = frozenset({
    "AS", "LANGUAGE", "BEGIN", "DETERMINISTIC", "IMMUTABLE", "STABLE", "VOLATILE", "STRICT", "SECURITY", "COST",
    "ROWS", "PARALLEL", "READS", "MODIFIES", "CONTAINS", "NO", "SQL", "RETURN", "WITH", "CALLED", "LEAKPROOF",
    "WINDOW", "COMMENT", "SET", "SUPPORT", "TRANSFORM", "NOT",
})  # fmt: skip


def parameter_of(text: str, tokens: list[Token], place: int) -> ParameterFacts:
    """`[IN] name type [DEFAULT value]`; a type that stands alone belongs to a parameter that is known as `$1`."""
    is_output = len(tokens) > 1 and tokens[0].text.startswith("@") and tokens[-1].text in OUTPUT
    tokens = tokens[:-1] if is_output else tokens
    at = next((at for at, token in enumerate(tokens) if token.text in DEFAULTS), len(tokens))
    cursor = Cursor(text, tokens[:at])
    mode = cursor.take().text if cursor.next.text in MODES and at > 1 else "OUT" if is_output else "IN"
    name = cursor.written(cursor.take()) if at else ""
    cursor.has("AS")
    annotation = type_of(cursor)
    if annotation is None:
        name, annotation = f"${place}", name
    return {
        "name": name if mode == "IN" else f"{mode} {name}".rstrip(),
        "annotation": annotation,
        "default": cursor.joined(tokens[at + 1 :]) or None,
        "description": None,
    }


def unbracketed(cursor: Cursor) -> list[list[Token]]:
    """The parameters that SQL Server lists without parentheses, `@a int, @b AS int = 1 OUTPUT`, parted by commas."""
    parts: list[list[Token]] = [[]]
    depth = 0
    while cursor.place < len(cursor.tokens):
        token = cursor.next
        is_typed = bool(parts[-1]) and not parts[-1][-1].text.startswith("@")
        if depth == 0 and token.text in AFTER_PARAMETERS and is_typed:
            break
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(token)
        cursor.take()
    return [part for part in parts if part]


def returns_of(cursor: Cursor) -> str | None:
    """The type after RETURNS."""
    if not cursor.has("RETURNS"):
        return None
    first = cursor.place
    while cursor.place < len(cursor.tokens):
        token = cursor.next
        if token.kind == "word" and token.text in AFTER_RETURNS and cursor.place > first:
            break
        cursor.take()
    return cursor.joined(cursor.tokens[first : cursor.place]) or None
