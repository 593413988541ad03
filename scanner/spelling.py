"""Legal source that a grammar does not know, spelt so that it does: in as many bytes, so that all stays in its place.

Only where the grammar finds an error is anything spelt otherwise, and only for the tree: what is shown is as written.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tree_sitter import Node


class Spelling(NamedTuple):
    """What the first group of `unknown` holds is made blank.

    `is_text`: it stands in text and is made a letter, but only where the parser stumbled; elsewhere it may be code.
    """

    unknown: re.Pattern[bytes]
    is_text: bool = False


def spelt(root: Node, source: bytes, spellings: Sequence[Spelling]) -> bytes:
    """The source with everything spelt as the grammar knows it."""
    made = bytearray(source)
    stumbled = sorted(place for node in errors(root) for place in (node.start_byte, node.end_byte))
    for spelling in spellings:
        for found in spelling.unknown.finditer(source):
            start, end = found.span(1)
            if not spelling.is_text or is_near(stumbled, start, end):
                made[start:end] = (b"x" if spelling.is_text else b" ") * (end - start)
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
