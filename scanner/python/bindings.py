"""Which names an assignment target or a parameter list binds."""

from collections.abc import Iterator

from tree_sitter import Node

from .names import IDENTIFIER, name_of
from .signatures import NAME, SEPARATORS, TYPED_PARAMETER, parameter_nodes
from .tree import kind
from .values import attribute_of

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
DOTTED_NAME = kind("dotted_name")
CAPTURING = frozenset({kind("case_pattern"), kind("keyword_pattern")})


def bound_names(source: bytes, target: Node) -> Iterator[str]:
    """The plain names in an assignment target; attributes and subscripts bind none."""
    pending = [target]
    while pending:
        node = pending.pop()
        if node.kind_id == IDENTIFIER:
            yield name_of(source, node)
        elif node.kind_id in PATTERNS:
            pending.extend(node.named_children)


def bound_attributes(source: bytes, target: Node) -> Iterator[tuple[str, str]]:
    """Object and name of the attributes in an assignment target."""
    pending = [target]
    while pending:
        node = pending.pop()
        if node.kind_id in PATTERNS:
            pending.extend(node.named_children)
        elif (attribute := attribute_of(source, node)) is not None:
            yield attribute


def captured_names(source: bytes, pattern: Node) -> Iterator[str]:
    """The names that one level of a `case` pattern binds; a dotted name there is a value to compare with."""
    children = pattern.named_children
    if pattern.kind_id in CAPTURING:
        yield from (name_of(source, child) for child in children if child.kind_id == DOTTED_NAME)
    elif children and children[-1].kind_id == IDENTIFIER:
        yield name_of(source, children[-1])


def parameter_names(source: bytes, parameters: Node | None) -> list[str]:
    """The names of parameters, in order, with their stars."""
    return [name_of(source, _named(node)) for node in parameter_nodes(parameters) if node.kind_id not in SEPARATORS]


def _named(parameter: Node) -> Node:
    named = parameter.child_by_field_id(NAME)
    if named is not None:
        return named
    is_typed = parameter.kind_id == TYPED_PARAMETER and parameter.named_children
    return parameter.named_children[0] if is_typed else parameter
