"""Functions and classes: the symbol, the scope it opens, and the regions to walk next."""

from typing import NamedTuple

from tree_sitter import Node

from ...domain.source import SymbolKind
from ..descriptions import describe
from ..facts import SymbolFacts, new_symbol
from .bindings import bind_parameter, bind_types
from .comments import comment_above
from .fields import fields_of
from .findings import Findings, Region
from .held import hold_parameters, hold_returned
from .jsdoc import read
from .modules import Target
from .nodes import chain_of, lines_of, name_of, one_line
from .scopes import Scope
from .signatures import head_of, is_async, parameter_nodes, parameters_of, returns_of

COMPONENTS = frozenset({"React.Component", "React.PureComponent", "Component", "PureComponent"})
HERITAGE = frozenset({"class_heritage", "extends_type_clause"})
CLAUSES = frozenset({"extends_clause", "implements_clause"})
NO_BASES = frozenset({"comment", "type_arguments"})


class Place(NamedTuple):
    """Where a definition stands: its scope, the symbol around it, and the node whose lines are shown.

    Its comment ends before the offset `start`, its signature begins with `head`; `decorators` stand before the node;
    `this` is what it means in a function that is no arrow.
    """

    scope: Scope
    symbol: str
    at: Node
    start: int
    head: str = ""
    decorators: tuple[Node, ...] = ()
    this: Target | None = None


def define_function(findings: Findings, place: Place, name: str, node: Node, kind: SymbolKind = "function") -> str:
    """Make a symbol of a function, and walk on in it; its qualified name, "" where it cannot have one."""
    qualified = findings.qualify(place.scope, name)
    if qualified:
        arrow = " => …" if node.type == "arrow_function" else ""
        symbol = new_symbol(
            kind, name, qualified, place.head + head_of(findings.source, node) + arrow, lines_of(place.at)
        )
        symbol["parameters"] = parameters_of(findings.source, node)
        symbol["returns"] = returns_of(findings.source, node)
        symbol["is_async"] = is_async(node)
        keep(findings, place, symbol)
        hold_returned(findings, place.scope, qualified, node)
        if name == "constructor":
            hold_parameters(findings, place.scope, node)
    enter_function(findings, place.scope, qualified or place.symbol, node, qualified, place.this)
    return qualified


def define_class(findings: Findings, place: Place, name: str, node: Node) -> str:
    """Make a symbol of a class or interface, and walk on in it; its qualified name, "" where it cannot have one."""
    qualified = findings.qualify(place.scope, name)
    bases = base_nodes(node)
    if qualified:
        symbol = new_symbol("class", name, qualified, place.head + head_of(findings.source, node), lines_of(place.at))
        if any(chain_of(findings.source, base) in COMPONENTS for base in bases):
            symbol["role"] = "component"
        symbol["columns"] = fields_of(findings, node.child_by_field_name("body"))
        keep(findings, place, symbol)
        for base in bases:
            findings.inherit(place.scope, qualified, base)
    inner = place.scope.within(qualified or place.scope.name)
    inner.bindings["this"] = findings.own(qualified) if qualified else None
    inner.base = chain_of(findings.source, bases[0]) or "" if bases else None
    bind_types(findings, inner, node)
    heads = [child for child in node.named_children if child.type in {"class_heritage", "decorator"}]
    findings.regions.append(Region(place.scope, qualified or place.symbol, heads))
    body = node.child_by_field_name("body")
    if body is not None:
        findings.regions.append(Region(inner, qualified or place.symbol, body.named_children, "class"))
    return qualified


def enter_function(
    findings: Findings, scope: Scope, symbol: str, node: Node, qualified: str = "", this: Target | None = None
) -> None:
    """Walk on within a function: its parameters and its body share a scope."""
    inner = scope.within(qualified or scope.name)
    if node.type in {"function_expression", "generator_function"}:
        inner.bind(
            name_of(findings.source, node.child_by_field_name("name")), findings.own(qualified) if qualified else None
        )
    if node.type not in {"arrow_function", "method_definition"}:
        inner.bindings["this"] = this
    bind_types(findings, inner, node)
    parameters = parameter_nodes(node)
    for parameter in parameters:
        bind_parameter(findings, inner, parameter)
    body = node.child_by_field_name("body")
    inside = [] if body is None else body.named_children if body.type == "statement_block" else [body]
    findings.regions.append(Region(inner, symbol, [*parameters, *inside]))


def keep(findings: Findings, place: Place, symbol: SymbolFacts) -> None:
    """Describe a symbol by the comment above it, and keep it."""
    comment = comment_above(findings, place.start)
    if comment is not None:
        symbol["docstring"] = comment
        describe(symbol, read(comment), has_types=findings.has_types)
    inside = (child for child in place.at.children if child.type == "decorator")
    symbol["decorators"] = [one_line(findings.source, one.children[1:]) for one in (*place.decorators, *inside)]
    findings.symbols.append((place.at.start_byte, symbol))


def base_nodes(node: Node) -> list[Node]:
    """What a class or interface extends and implements, without type arguments."""
    found: list[Node] = []
    for heritage in node.children:
        if heritage.type in HERITAGE:
            inner = [part for child in heritage.named_children for part in _parts(child)]
            found += [part.child_by_field_name("name") or part for part in inner if part.type not in NO_BASES]
    return found


def _parts(child: Node) -> list[Node]:
    return child.named_children if child.type in CLAUSES else [child]
