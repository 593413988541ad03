"""Aliases of types, `type Pair[T] = tuple[T, T]`: names for what an annotation says."""

from tree_sitter import Node

from .findings import Findings, Region
from .scopes import Assigned
from .tree import LEFT, RIGHT, kind
from .type_parameters import first_names, is_parameter
from .values import CALLED, annotated

ALIAS = kind("type_alias_statement")
GENERIC = kind("generic_type")


def visit_alias(findings: Findings, region: Region, node: Node) -> list[Node]:
    """Bind the name: what is of the type of an alias is an instance of the class that the alias stands for."""
    name, *parameters = alias_names(findings.source, node) or [""]
    value = node.child_by_field_id(RIGHT)
    said = (None if value is None else annotated(findings.source, value)) or ""
    is_class = said.endswith(CALLED) and not is_parameter(said, frozenset(parameters))
    if name:
        region.scope.bind_variable(name, Assigned(said.removesuffix(CALLED) if is_class else None, region.scope))
    return node.named_children


def alias_names(source: bytes, node: Node) -> list[str]:
    """The name of an alias, and those of its parameters."""
    left = node.child_by_field_id(LEFT)
    parts = [] if left is None else left.named_children
    if parts and parts[0].kind_id == GENERIC:
        named, *listed = parts[0].named_children
        parts = [named, *(part for some in listed for part in some.named_children)]
    return first_names(source, parts)
