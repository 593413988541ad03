"""Which names an assignment target or a parameter list binds."""

from collections.abc import Iterator

from tree_sitter import Node

from .python_names import IDENTIFIER, name_of
from .python_signatures import NAME, SEPARATORS, TYPED_PARAMETER, parameter_nodes
from .python_tree import kind

PATTERNS = frozenset(
    kind(name)
    for name in (
        "pattern_list",
        "tuple_pattern",
        "list_pattern",
        "list_splat_pattern",
        "tuple",
        "list",
        "parenthesized_expression",
    )
)


def bound_names(source: bytes, target: Node) -> Iterator[str]:
    """The plain names in an assignment target; attributes and subscripts bind none."""
    pending = [target]
    while pending:
        node = pending.pop()
        if node.kind_id == IDENTIFIER:
            yield name_of(source, node)
        elif node.kind_id in PATTERNS:
            pending.extend(node.named_children)


def parameter_names(source: bytes, parameters: Node | None) -> list[str]:
    """The names of parameters, in order, with their stars."""
    return [
        name_of(source, _named(node)) for node in parameter_nodes(parameters) if node.kind_id not in SEPARATORS
    ]


def _named(parameter: Node) -> Node:
    named = parameter.child_by_field_id(NAME)
    if named is not None:
        return named
    is_typed = parameter.kind_id == TYPED_PARAMETER and parameter.named_children
    return parameter.named_children[0] if is_typed else parameter
