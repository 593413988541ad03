"""Python syntax trees by tree-sitter, within a time limit."""

import tree_sitter_python
from tree_sitter import Language, Node

from ..time_limit import PARSE_SECONDS
from ..tree import parse_source

GRAMMAR = Language(tree_sitter_python.language())


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


ASSIGNMENT = kind("assignment")
LEFT = field("left")
RIGHT = field("right")


def parse_tree(source: bytes, seconds: float = PARSE_SECONDS) -> Node:
    """Parse UTF-8 source into its root node. Raises ParseFailure after `seconds`."""
    return parse_source(GRAMMAR, source, seconds)
