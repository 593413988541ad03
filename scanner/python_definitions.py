"""Function and class definitions: the symbol, the scope it opens, and the regions to walk next."""

from tree_sitter import Node

from .python_bindings import parameter_names
from .python_findings import Findings, Region
from .python_scopes import Scope
from .python_symbols import (
    BODY,
    PARAMETERS,
    RETURN_TYPE,
    SUPERCLASSES,
    base_nodes,
    class_of,
    function_of,
    symbol_name,
)
from .python_tree import kind

SUBSCRIPT = kind("subscript")
DECORATED = kind("decorated_definition")


def visit_function(findings: Findings, region: Region, node: Node) -> list[Node]:
    name = symbol_name(findings.source, node)
    if not name:
        return node.named_children
    qualified = findings.names.qualify(region.scope, name)
    symbol = function_of(findings.source, node, region.scope, qualified)
    findings.symbols.append((node.start_byte, symbol))
    region.scope.define(name, qualified)
    inner = Scope("function", qualified, region.scope)
    _bind_parameters(findings, inner, node)
    _enter(findings, region, qualified, inner, node, (PARAMETERS, RETURN_TYPE))
    return []


def visit_class(findings: Findings, region: Region, node: Node) -> list[Node]:
    name = symbol_name(findings.source, node)
    if not name:
        return node.named_children
    qualified = findings.names.qualify(region.scope, name)
    findings.symbols.append((node.start_byte, class_of(findings.source, node, qualified)))
    region.scope.define(name, qualified)
    for base in base_nodes(node):
        named = base.named_children[0] if base.kind_id == SUBSCRIPT and base.named_children else base
        findings.use("inherits", region, qualified, named)
    _enter(findings, region, qualified, Scope("class", qualified, region.scope), node, (SUPERCLASSES,))
    return []


def _enter(findings: Findings, region: Region, symbol: str, inner: Scope, node: Node, head_of: tuple[int, ...]) -> None:
    """Walk on within a symbol: what stands in its head is evaluated outside, what stands in its body inside."""
    head = [part for number in head_of if (part := node.child_by_field_id(number)) is not None]
    body = node.child_by_field_id(BODY)
    findings.regions.append(Region(region.scope, symbol, head))
    findings.regions.append(Region(inner, symbol, [] if body is None else [body]))


def _bind_parameters(findings: Findings, inner: Scope, node: Node) -> None:
    names = parameter_names(findings.source, node.child_by_field_id(PARAMETERS))
    is_method = inner.parent is not None and inner.parent.kind == "class"
    if is_method and names and not names[0].startswith("*") and not _is_static(findings.source, node):
        inner.instance = names.pop(0)
    inner.variables.update(name.lstrip("*") for name in names)


def _is_static(source: bytes, node: Node) -> bool:
    decorated = node.parent
    if decorated is None or decorated.kind_id != DECORATED:
        return False
    return any(source[line.start_byte : line.end_byte] == b"@staticmethod" for line in decorated.named_children)
