"""Syntax trees by tree-sitter, whatever the grammar, within a time limit."""

import time

from tree_sitter import Language, Node, Parser

from .time_limit import PARSE_SECONDS, not_parsed

WINDOW_BYTES = 64 * 1024


def parse_source(grammar: Language, source: bytes, seconds: float = PARSE_SECONDS) -> Node:
    """Parse UTF-8 source into its root node. Raises ParseFailure after `seconds`.

    A parser that was stopped goes on where it was, so each file has its own. The limit is only asked for while
    parsing: what follows is linear in the size of the tree.
    """
    deadline = time.monotonic() + seconds
    try:
        tree = Parser(grammar).parse(
            lambda offset, _: source[offset : offset + WINDOW_BYTES],
            progress_callback=lambda *_: time.monotonic() > deadline,
        )
    except ValueError as error:
        raise not_parsed(seconds) from error
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
