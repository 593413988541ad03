"""Names and texts in a JavaScript or TypeScript tree."""

import re
from collections.abc import Iterator

from tree_sitter import Node

CHAIN = re.compile(r"#?[\w$]+(?:\s*[?!]*\.\s*#?[\w$]+)*!?")
GLUE = re.compile(r"[\s?!]+")
NAME = re.compile(r"#?[\w$-]+")
WELL_KNOWN = re.compile(r"\[\s*Symbol\.(\w+)\s*\]")
MAX_NAME_BYTES = 1000
MAX_TEXT_BYTES = 2000
"""What is longer is cut: nested parts would be read again and again."""

CHAINS = frozenset({"identifier", "member_expression", "this", "super", "type_identifier", "nested_type_identifier",
                    "nested_identifier", "non_null_expression"})  # fmt: skip
WRAPPERS = frozenset({"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"})
FUNCTIONS = frozenset({"arrow_function", "function_expression", "generator_function"})
QUOTED = frozenset({"string", "template_string", "regex"})
OPENING = (b"(", b"[", b"{", b".", b"<")
NOT_WRITTEN = (b" ", b"\t")
"""What only the spelling that the grammar knows has."""
LEADING = (b"|", b"&")
BEFORE_LEADING = (b"=", b",", b"(", b"<", b":")
"""Before the first member of a union over several lines."""
ENDS_OF_MEMBERS = (b";", b",", b"{", b"{|")
CLOSING = (b")", b"]", b"}", b">")


def text_of(source: bytes, node: Node) -> str:
    """The text of a node, cut where it is long."""
    return source[node.start_byte : min(node.end_byte, node.start_byte + MAX_TEXT_BYTES)].decode("utf-8", "replace")


def chain_of(source: bytes, node: Node) -> str | None:
    """`a.b.c` for a name or a chain of plain members, None for every other expression."""
    if node.type not in CHAINS or node.end_byte - node.start_byte > MAX_NAME_BYTES:
        return None
    text = text_of(source, node)
    return GLUE.sub("", text) if CHAIN.fullmatch(text) else None


def name_of(source: bytes, node: Node | None) -> str:
    """The name that an identifier, a property or a string gives to something, "" where it gives none.

    `[Symbol.iterator]` is `@@iterator`, as the language's specification had it: a name holds no dot.
    """
    if node is None or node.end_byte - node.start_byte > MAX_NAME_BYTES:
        return ""
    text = text_of(source, node)
    if node.type == "computed_property_name":
        known = WELL_KNOWN.fullmatch(text)
        return f"@@{known[1]}" if known else ""
    text = text.strip("'\"") if node.type == "string" else text
    return text if NAME.fullmatch(text) else ""


def string_of(source: bytes, node: Node | None) -> str | None:
    """The text between the quotes of a plain string; escapes are left as written."""
    if node is None or node.type != "string" or node.end_byte - node.start_byte > MAX_NAME_BYTES:
        return None
    return source[node.start_byte + 1 : node.end_byte - 1].decode("utf-8", "replace")


def unwrapped(node: Node | None) -> Node | None:
    """An expression without parentheses and type assertions around it."""
    while node is not None and node.type in WRAPPERS and node.named_children:
        node = node.named_children[0]
    return node


def one_line(source: bytes, nodes: list[Node]) -> str:
    """The text of neighbouring nodes on one line without comments, cut where it is long."""
    pieces: list[bytes] = []
    end, size = nodes[0].start_byte if nodes else 0, 0
    for token in _tokens(nodes):
        text = source[token.start_byte : min(token.end_byte, token.start_byte + MAX_TEXT_BYTES)].replace(b"\n", b"\\n")
        gap = source[end : token.start_byte]
        if text in NOT_WRITTEN or (text in LEADING and (not pieces or pieces[-1].endswith(BEFORE_LEADING))):
            continue
        if text.startswith(CLOSING) and pieces and pieces[-1] == b",":
            pieces.pop()
        elif b"\n" in gap and pieces and not pieces[-1].endswith(ENDS_OF_MEMBERS) and _begins_member(token):
            pieces.append(b"; ")
        elif gap and pieces and not _are_tight(gap, pieces[-1], text):
            pieces.append(b" ")
        pieces.append(text)
        end, size = token.end_byte, size + len(text)
        if size > MAX_TEXT_BYTES:
            pieces.append("…".encode())
            break
    return b"".join(pieces).decode("utf-8", "replace")


def _begins_member(token: Node) -> bool:
    """Whether a member of an object type begins here: a line break may be all that parts it from the one before."""
    node = token
    while node.parent is not None and node.parent.start_byte == token.start_byte:
        node = node.parent
    return node.parent is not None and node.parent.type == "object_type" and node.is_named


def _are_tight(gap: bytes, before: bytes, after: bytes) -> bool:
    """Whether a line break between two tokens goes without leaving a space, or a word that the tree does not know."""
    is_left = b"\n" in gap or not gap[:1].isspace()
    return is_left and (before.endswith(OPENING) or after.startswith(CLOSING) or after == b".")


def _tokens(nodes: list[Node]) -> Iterator[Node]:
    pending = nodes[::-1]
    while pending:
        node = pending.pop()
        if node.type == "comment":
            continue
        if node.type in QUOTED or node.child_count == 0:
            yield node
        else:
            pending.extend(reversed(node.children))


def line_of(node: Node) -> int:
    """The line, from 1, on which a node begins."""
    return node.start_point.row + 1


def lines_of(node: Node) -> tuple[int, int]:
    """The first and the last line of a node, its decorators left out."""
    first = next((child for child in node.children if child.type not in {"decorator", "comment"}), node)
    return line_of(first), node.end_point.row + 1
