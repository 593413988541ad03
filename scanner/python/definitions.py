"""Function and class definitions: the symbol, the scope it opens, and the regions to walk next."""

from tree_sitter import Node

from .bindings import parameter_names
from .findings import Findings, Modelled, Region, Returned
from .names import chain_of, text_of
from .scopes import Assigned, Scope
from .signatures import SEPARATORS, TYPE, one_line, parameter_nodes
from .symbols import (
    BODY,
    PARAMETERS,
    RETURN_TYPE,
    SUPERCLASSES,
    TYPE_PARAMETERS,
    base_nodes,
    class_of,
    function_of,
    symbol_name,
)
from .tree import kind
from .type_parameters import is_parameter, names_in
from .values import annotated

SUBSCRIPT = kind("subscript")
KEYWORD = kind("keyword_argument")
DECORATED = kind("decorated_definition")
DECORATOR = kind("decorator")
FUNCTION = kind("function_definition")
CLASS = kind("class_definition")
OVERLOAD = "overload"
PROPERTIES = frozenset({"property", "cached_property"})
OF_CLASS = frozenset({"__new__", "__init_subclass__", "__class_getitem__"})
"""Methods that get the class without a decorator that says so."""


def visit_function(findings: Findings, region: Region, node: Node) -> list[Node]:
    name = symbol_name(findings.source, node)
    if not name:
        return node.named_children
    decorators = _decorators(findings.source, node)
    is_overload = OVERLOAD in decorators and _is_defined_later(findings.source, node, name)
    qualified = findings.names.qualify(region.scope, name, is_overload=is_overload)
    symbol = function_of(findings.source, node, region.scope, qualified)
    symbol["decorators"] = findings.decorators.get(node.start_byte, [])
    findings.symbols.append((node.start_byte, symbol))
    if not is_overload:
        region.scope.define(name, qualified)
    inner = Scope("function", qualified, region.scope, type_parameters=type_parameters_of(findings, node))
    bind_parameters(findings, inner, node, name, decorators)
    returned = node.child_by_field_id(RETURN_TYPE)
    text = None if returned is None else annotated(findings.source, returned)
    if text is not None and not is_parameter(text, inner.type_parameters):
        findings.returns.append(Returned(qualified, region.scope, text, not PROPERTIES.isdisjoint(decorators)))
    enter(findings, region, qualified, inner, node, (PARAMETERS, RETURN_TYPE))
    return []


def visit_decorated(findings: Findings, region: Region, node: Node) -> list[Node]:  # noqa: ARG001  # as all visitors
    """Keep the decorators until their definition is met."""
    children = node.named_children
    decorators = [child for child in children if child.kind_id == DECORATOR]
    written = [one_line(findings.source, one) or "" for one in decorators]
    findings.decorators[children[-1].start_byte] = [text.removeprefix("@").strip() for text in written]
    return children


def visit_class(findings: Findings, region: Region, node: Node) -> list[Node]:
    name = symbol_name(findings.source, node)
    if not name:
        return node.named_children
    qualified = findings.names.qualify(region.scope, name)
    symbol = class_of(findings.source, node, qualified)
    symbol["decorators"] = findings.decorators.get(node.start_byte, [])
    findings.symbols.append((node.start_byte, symbol))
    region.scope.define(name, qualified)
    bases = [base for base in base_nodes(node) if base.kind_id != KEYWORD]
    names = [base_name(findings.source, base) for base in bases]
    for base, known in zip(bases, names, strict=True):
        findings.inherit(region, qualified, base, known)
    body = node.child_by_field_id(BODY)
    if body is not None:
        findings.classes.append(Modelled(symbol, region.scope, [*filter(None, names)], body))
    parameters = type_parameters_of(findings, node)
    inner = Scope("class", qualified, region.scope, has_bases=bool(bases), type_parameters=parameters)
    enter(findings, region, qualified, inner, node, (SUPERCLASSES,))
    return []


def base_name(source: bytes, base: Node) -> str | None:
    """The name of a base: of `Base[T]` what stands before the brackets."""
    return chain_of(source, base.named_children[0] if base.kind_id == SUBSCRIPT and base.named_children else base)


def enter(findings: Findings, region: Region, symbol: str, inner: Scope, node: Node, head_of: tuple[int, ...]) -> None:
    """Walk on within a symbol: what stands in its head is evaluated outside, what stands in its body inside."""
    head = [part for number in head_of if (part := node.child_by_field_id(number)) is not None]
    body = node.child_by_field_id(BODY)
    findings.regions.append(Region(region.scope, symbol, head))
    findings.regions.append(Region(inner, symbol, [] if body is None else [body]))


def bind_parameters(findings: Findings, inner: Scope, node: Node, name: str, decorators: set[str]) -> None:
    """Bind what a function of this name is given in its scope."""
    parameters = node.child_by_field_id(PARAMETERS)
    nodes = [child for child in parameter_nodes(parameters) if child.kind_id not in SEPARATORS]
    named = list(zip(parameter_names(findings.source, parameters), nodes, strict=True))
    is_method = inner.parent is not None and inner.parent.kind == "class" and "staticmethod" not in decorators
    if is_method and named and not named[0][0].startswith("*"):
        inner.instance = named.pop(0)[0]
        inner.is_of_class = "classmethod" in decorators or name in OF_CLASS
    for written, parameter in named:
        declared = None if written.startswith("*") else parameter.child_by_field_id(TYPE)
        text = None if declared is None else annotated(findings.source, declared)
        known = None if is_parameter(text, inner.type_parameters) else text
        inner.bind_variable(written.lstrip("*"), Assigned(known, inner.parent or inner))


def type_parameters_of(findings: Findings, node: Node) -> frozenset[str]:
    return names_in(findings.source, node.child_by_field_id(TYPE_PARAMETERS))


def _is_defined_later(source: bytes, overload: Node, name: str) -> bool:
    """Whether what an overload of this name overloads follows in the same block."""
    later = overload.parent
    while later is not None and (later := later.next_named_sibling) is not None:
        definition = unwrapped(later)
        is_same = definition.kind_id == FUNCTION and symbol_name(source, definition) == name
        if is_same and OVERLOAD not in _decorators(source, definition):
            return True
    return False


def unwrapped(node: Node) -> Node:
    """A definition without its decorators."""
    return node.named_children[-1] if node.kind_id == DECORATED else node


def _decorators(source: bytes, node: Node) -> set[str]:
    """The plain names that decorate a function, without what stands before their last dot."""
    decorated = node.parent
    if decorated is None or decorated.kind_id != DECORATED:
        return set()
    lines = (text_of(source, line) for line in decorated.named_children if line.kind_id == DECORATOR)
    return {line.removeprefix("@").strip().rpartition(".")[2] for line in lines}
