"""Legal source that a grammar does not know, spelt so that it does: in as many bytes, so that all stays in its place.

Only where the grammar finds an error is anything spelt otherwise, and only for the tree: what is shown is as written.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from tree_sitter import Node

from .tree import first_error_line

Parse = Callable[[bytes], Node]


class Spelling(NamedTuple):
    """What the first group of `unknown` holds is spelt as so many bytes `known`.

    `is_text`: it stands in text, and only where the parser stumbled; elsewhere it may be code.
    """

    unknown: re.Pattern[bytes]
    known: bytes = b" "
    is_text: bool = False


def respelt(parse: Parse, root: Node, source: bytes, spellings: Sequence[Spelling]) -> tuple[Node, bytes]:
    """The tree of a file with an error and the text it is of; otherwise spelt, if more of that can be read."""
    text = spelt(root, source, spellings)
    if text == source:
        return root, source
    other = parse(text)
    is_better = not other.has_error or first_error_line(other) > first_error_line(root)
    return (other, text) if is_better else (root, source)


def spelt(root: Node, source: bytes, spellings: Sequence[Spelling]) -> bytes:
    """The source with everything spelt as the grammar knows it."""
    made = bytearray(source)
    stumbled = sorted(place for node in errors(root) for place in (node.start_byte, node.end_byte))
    for spelling in spellings:
        for found in spelling.unknown.finditer(source):
            start, end = found.span(1)
            if not spelling.is_text or is_near(stumbled, start, end):
                made[start:end] = spelling.known * (end - start)
    return bytes(made)


def errors(root: Node) -> Iterator[Node]:
    """Every node at which the parser stumbled."""
    pending = [root]
    while pending:
        node = pending.pop()
        if node.is_error or node.is_missing:
            yield node
        pending += [child for child in node.children if child.has_error]


def is_near(stumbled: list[int], start: int, end: int) -> bool:
    """Whether one of these places touches what stands from `start` to `end`."""
    at = bisect_left(stumbled, start - 1)
    return at < len(stumbled) and stumbled[at] <= end + 1
