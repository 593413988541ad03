"""The comment that describes what follows it: JSDoc, or a block of `//` lines directly above."""

import re

from tree_sitter import Node

from ..storable import storable
from .findings import Findings

TO_TOOLS = re.compile(
    r"(?:/\*+|//)[!/\s*]*(?:@ts-|eslint|prettier-|biome-|istanbul |[cv]8 ignore|tslint:|webpack\w+:|#?(?:end)?region\b"
    r"|js[hl]int\b|globals? |sourceMappingURL|@license|@preserve|@flow|!)"
)
OF_A_FILE = re.compile(r"@(?:file|fileoverview|overview|module|packageDocumentation)\b")
LICENCE = re.compile(r"@license|copyright|licen[cs]e|SPDX-", re.IGNORECASE)
STARS = re.compile(r"^[ \t]*\*? ?", re.MULTILINE)
SLASHES = re.compile(r"^[ \t]*//+ ?", re.MULTILINE)
SPACE = b" \t\n\f\v"


def comment_above(findings: Findings, start: int) -> str | None:
    """The text of the comment that ends before `start`, with nothing but space and notes to tools between them."""
    first, end = start, start
    while True:
        place, newlines = _gap(findings.source, first)
        comment = findings.comments.get(place)
        if comment is None:
            break
        text = _text(findings.source, comment)
        if text.startswith("/**") and first == end:
            return cleaned(text) or None
        is_line = text.startswith("//") and newlines == 1 and _stands_alone(findings.source, comment)
        if not is_line and not TO_TOOLS.match(text):
            break
        if TO_TOOLS.match(text):
            if first != end:
                break
            end = comment.start_byte
        first = comment.start_byte
    return cleaned(findings.source[first:end].decode("utf-8", "replace")) or None


def cleaned(comment: str) -> str:
    """The text of a comment without the marks around it."""
    if comment.startswith("/*"):
        text = STARS.sub("", comment.removesuffix("*/").rstrip("*").removeprefix("/").lstrip("*"))
    else:
        text = SLASHES.sub("", comment)
    return storable("\n".join(line.rstrip() for line in text.strip().split("\n")))


def file_comment(source: bytes, program: Node) -> str | None:
    """The comment at the top, when it is about the file: it says so, or nothing that it could describe follows it."""
    nodes = [node for node in program.named_children[:8] if node.type != "hash_bang_line"]
    for place, node in enumerate(nodes):
        if node.type != "comment":
            return None
        text = _text(source, node)
        following = nodes[place + 1] if place + 1 < len(nodes) else None
        is_of_file = OF_A_FILE.search(text) or (_describes_nothing(node, following) and not LICENCE.search(text))
        if text.startswith("/**") and is_of_file:
            return cleaned(text) or None
    return None


def _describes_nothing(node: Node, following: Node | None) -> bool:
    if following is None or following.type in {"import_statement", "comment"}:
        return True
    return following.start_point.row > node.end_point.row + 1


def _gap(source: bytes, start: int) -> tuple[int, int]:
    """Where the space before `start` begins, and how many lines end in it."""
    place = start
    while place and source[place - 1] in SPACE:
        place -= 1
    return place, source.count(b"\n", place, start)


def _stands_alone(source: bytes, comment: Node) -> bool:
    line = source.rfind(b"\n", 0, comment.start_byte) + 1
    return not source[line : comment.start_byte].strip()


def _text(source: bytes, comment: Node) -> str:
    return source[comment.start_byte : comment.end_byte].decode("utf-8", "replace")
