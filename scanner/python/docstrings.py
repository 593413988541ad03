"""Docstrings: the first statement of a body, when it is a plain string literal."""

import ast
import inspect
import re
import warnings

from tree_sitter import Node

from ..storable import storable
from .names import text_of
from .tree import kind

COMMENT = kind("comment")
EXPRESSION_STATEMENT = kind("expression_statement")
PARENTHESES = kind("parenthesized_expression")
STRING = kind("string")
CONCATENATION = kind("concatenated_string")
PREFIX = re.compile(r"[a-zA-Z]*")
# A prefix with any of these makes bytes, a formatted string or a template, and none of them is a docstring.
NOT_TEXT = frozenset("bBfFtT")


def docstring_of(source: bytes, body: Node) -> str | None:
    """The docstring of a module or block, cleaned like `inspect.cleandoc` does."""
    statement = next((child for child in body.named_children if child.kind_id != COMMENT), None)
    if statement is None or statement.kind_id != EXPRESSION_STATEMENT:
        return None
    literal = _literal(statement)
    if literal is None:
        return None
    pieces = _pieces(literal)
    if any(NOT_TEXT.intersection(_prefix(source, piece)) for piece in pieces):
        return None
    return storable(inspect.cleandoc(_evaluate(source, literal, pieces)))


def _literal(statement: Node) -> Node | None:
    node = statement
    while True:
        inner = [child for child in node.named_children if child.kind_id != COMMENT]
        # `"a",` is a tuple: it has a comma beside its only child.
        if len(inner) != 1 or (node is statement and node.child_count > len(node.named_children)):
            return None
        node = inner[0]
        if node.kind_id in (STRING, CONCATENATION):
            return node
        if node.kind_id != PARENTHESES:
            return None


def _pieces(literal: Node) -> list[Node]:
    if literal.kind_id == STRING:
        return [literal]
    return [child for child in literal.named_children if child.kind_id == STRING]


def _prefix(source: bytes, piece: Node) -> str:
    found = PREFIX.match(text_of(source, piece.children[0]) if piece.children else "")
    return found.group() if found else ""


def _evaluate(source: bytes, literal: Node, pieces: list[Node]) -> str:
    if len(pieces) == 1 and b"\\" not in source[literal.start_byte : literal.end_byte]:
        return _content(source, literal)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return str(ast.literal_eval(f"({text_of(source, literal)}\n)"))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return "".join(_content(source, piece) for piece in pieces)


def _content(source: bytes, piece: Node) -> str:
    """What stands between the quotes, as written."""
    start, end = piece.children[0].end_byte, piece.children[-1].start_byte
    return source[start:end].decode("utf-8", "replace")
