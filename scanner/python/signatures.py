"""Signatures on one line, and the parameters in them."""

from collections.abc import Iterator

from tree_sitter import Node

from ..facts import ParameterFacts
from .docstrings import COMMENT, STRING
from .tree import field, kind

NAME = field("name")
TYPE = field("type")
VALUE = field("value")
SEPARATORS = frozenset({kind("keyword_separator"), kind("positional_separator")})
TYPED_PARAMETER = kind("typed_parameter")
DROPPED = frozenset({COMMENT, kind("line_continuation")})
ERROR = 65535
OPENING = (b"(", b"[", b"{")
CLOSING = (b")", b"]", b"}")


def one_line(source: bytes, node: Node | None) -> str | None:
    """The node's text with comments dropped and every line break, with its indentation, made one space or none."""
    if node is None:
        return None
    text = source[node.start_byte : node.end_byte]
    if b"\n" in text:
        text = b"".join(_tokens_on_one_line(source, node))
    return text.decode("utf-8", "replace")


def _tokens_on_one_line(source: bytes, node: Node) -> Iterator[bytes]:
    end, last = node.start_byte, b""
    for token in _tokens(node):
        text = source[token.start_byte : token.end_byte].replace(b"\n", b"\\n")
        if token.start_byte > end and not (last.endswith(OPENING) or text.startswith(CLOSING)):
            yield b" "
        yield text
        end, last = token.end_byte, text


def _tokens(node: Node) -> Iterator[Node]:
    pending = [node]
    while pending:
        node = pending.pop()
        if node.kind_id in DROPPED:
            continue
        if node.kind_id == STRING or node.child_count == 0:
            yield node
        else:
            pending.extend(reversed(node.children))


def parameter_nodes(parameters: Node | None) -> list[Node]:
    """The parameters, with the separators `/` and `*` among them."""
    if parameters is None:
        return []
    return [child for child in parameters.named_children if child.kind_id not in (COMMENT, ERROR)]


def parameters_of(source: bytes, nodes: list[Node]) -> list[ParameterFacts]:
    """The parameters as facts, without separators."""
    return [_parameter(source, node) for node in nodes if node.kind_id not in SEPARATORS]


def _parameter(source: bytes, node: Node) -> ParameterFacts:
    named = node.child_by_field_id(NAME)
    if named is None:
        named = node.named_children[0] if node.kind_id == TYPED_PARAMETER else node
    return {
        "name": one_line(source, named) or "",
        "annotation": one_line(source, node.child_by_field_id(TYPE)),
        "default": one_line(source, node.child_by_field_id(VALUE)),
        "description": None,
    }


def listed(source: bytes, nodes: list[Node]) -> str:
    """Several nodes on one line, with commas."""
    return ", ".join(one_line(source, node) or "" for node in nodes)
