"""What an error in a file took with it although it makes sense by itself.

Past an error a parser goes on as well as it can, and may take what follows for more of a list that was never closed.
A line that begins a definition and is none in the tree shows it. Without the statement before that line the file is
parsed again, and once more, as long as that brings definitions back.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from tree_sitter import Node

from .spelling import Parse, Spelling, respelt
from .tree import first_error_line

MOST_ATTEMPTS = 4
LARGEST = 1_000_000
"""Bytes of the largest file that is parsed more than once."""
NO_STATEMENT = re.compile(rb"[ \t]*(?:[)\]}@#*;]|//|/\*|$)")
"""Lines that close something, say something or belong to what follows."""


class Definitions(NamedTuple):
    """How definitions of a language look: `line` finds the place where one may begin, as a node of one of these kinds.

    Within nodes of the kinds in `quotes` nothing begins.
    """

    line: re.Pattern[bytes]
    kinds: frozenset[str]
    quotes: frozenset[str]


class Seen(NamedTuple):
    """The places of definitions that are in a tree, and of those that are not although they look like some."""

    found: list[int]
    lost: list[int]


class Read(NamedTuple):
    """A tree, and the line (from 1) of the first error, None where there is none."""

    root: Node
    error_line: int | None


def read_source(parse: Parse, source: bytes, definitions: Definitions, spellings: Sequence[Spelling] = ()) -> Read:
    """Parse a file; of one with an error what can be had. Lines and bytes stay where they are."""
    root = parse(source)
    if not root.has_error:
        return Read(root, None)
    if len(source) > LARGEST:
        return Read(root, first_error_line(root))
    root, spelt = respelt(parse, root, source, spellings)
    if not root.has_error:
        return Read(root, None)
    return Read(recovered(parse, root, spelt, definitions), first_error_line(root))


def recovered(parse: Parse, root: Node, source: bytes, definitions: Definitions) -> Node:
    """The tree of less source, as long as fewer definitions are lost in it, and none of those that are there."""
    best, seen = root, definitions_in(root, source, definitions)
    for place in seen.lost[:MOST_ATTEMPTS]:
        if place not in seen.lost:
            continue
        cut = without_statement_before(source, place)
        other = parse(cut)
        now = definitions_in(other, cut, definitions)
        if len(now.lost) < len(seen.lost) and len(now.found) >= len(seen.found):
            best, source, seen = other, cut, now
    return best


def definitions_in(root: Node, source: bytes, definitions: Definitions) -> Seen:
    """Where definitions begin by their looks, but for those within quotes."""
    begun: set[int] = set()
    quotes = []
    pending = [root]
    while pending:
        node = pending.pop()
        if node.type in definitions.quotes:
            quotes.append((node.start_byte, node.end_byte))
            continue
        if node.type in definitions.kinds:
            begun.add(node.start_byte)
        pending.extend(node.children)
    quotes.sort()
    looks = (match.start(1) for match in definitions.line.finditer(source))
    places = [place for place in looks if not is_within(quotes, place)]
    return Seen([place for place in places if place in begun], [place for place in places if place not in begun])


def is_within(spans: list[tuple[int, int]], place: int) -> bool:
    at = bisect_right(spans, (place, place)) - 1
    return at >= 0 and place < spans[at][1]


def without_statement_before(source: bytes, place: int) -> bytes:
    """The source with blanks in place of the last statement that begins no deeper than what is at this place."""
    end = source.rfind(b"\n", 0, place) + 1
    depth = place - end
    start = end
    while start > 0:
        line_end, start = start - 1, source.rfind(b"\n", 0, start - 1) + 1
        line = source[start:line_end]
        if len(line) - len(line.lstrip()) <= depth and not NO_STATEMENT.match(line):
            break
    return source[:start] + re.sub(rb"[^\n]", b" ", source[start:end]) + source[end:]
