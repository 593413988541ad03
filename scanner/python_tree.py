"""Python syntax trees by tree-sitter, within a time limit."""

import time

import tree_sitter_python
from tree_sitter import Language, Node, Parser

from .facts import ParseFailure
from .problems import PARSE_TIMEOUT

GRAMMAR = Language(tree_sitter_python.language())
PARSE_SECONDS = 10.0
WINDOW_BYTES = 64 * 1024


def kind(name: str) -> int:
    """The number of a named node kind. Comparing numbers is several times faster than comparing names."""
    number = GRAMMAR.id_for_node_kind(name, True)  # noqa: FBT003  # the binding takes it by position only
    if number is None:
        raise LookupError(f"this grammar has no node kind {name!r}")
    return number


def field(name: str) -> int:
    """The number of a field."""
    number = GRAMMAR.field_id_for_name(name)
    if number is None:
        raise LookupError(f"this grammar has no field {name!r}")
    return number


def parse_tree(source: bytes, seconds: float = PARSE_SECONDS) -> Node:
    """Parse UTF-8 source into its root node. Raises ParseFailure after `seconds`.

    A parser that was stopped goes on where it was, so each file has its own. The limit is only asked for while
    parsing: what follows is linear in the size of the tree.
    """
    deadline = time.monotonic() + seconds
    try:
        tree = Parser(GRAMMAR).parse(
            lambda offset, _: source[offset : offset + WINDOW_BYTES],
            progress_callback=lambda *_: time.monotonic() > deadline,
        )
    except ValueError as error:
        raise ParseFailure(PARSE_TIMEOUT, f"not parsed within {seconds:g} s") from error
    return tree.root_node


def first_error_line(root: Node) -> int:
    """The line (from 1) of the first place the parser could not make sense of."""
    node = root
    while not (node.is_error or node.is_missing):
        inner = next((child for child in node.children if child.has_error), None)
        if inner is None:
            break
        node = inner
    return node.start_point.row + 1
