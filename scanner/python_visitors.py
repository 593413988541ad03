"""One pass over a Python tree: symbols, bindings, and references still to be resolved.

The tree is walked with stacks of our own, so nesting costs no recursion. A region is a part of the tree that shares
one scope and one enclosing symbol; a visitor answers with the nodes of its region to go on with.
"""

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from tree_sitter import Node

from ..domain.source import ReferenceKind
from .facts import SymbolFacts
from .python_bindings import bound_names, captured_names, parameter_names
from .python_imports import FUTURE_IMPORT, IMPORT, IMPORT_FROM, imports_of
from .python_names import IDENTIFIER, chain_of, name_of
from .python_scopes import Scope
from .python_symbols import (
    BODY,
    PARAMETERS,
    RETURN_TYPE,
    SUPERCLASSES,
    Names,
    base_nodes,
    class_of,
    function_of,
    symbol_name,
)
from .python_tree import kind

LEAVES = frozenset(map(kind, ("identifier", "integer", "float", "comment", "none", "true", "false", "pass_statement")))
# Expressions hold nothing of interest unless something in them is called or bound.
EXPRESSIONS = frozenset(
    kind(name)
    for name in (
        "argument_list",
        "assert_statement",
        "attribute",
        "binary_operator",
        "boolean_operator",
        "comparison_operator",
        "concatenated_string",
        "conditional_expression",
        "dictionary",
        "expression_list",
        "keyword_argument",
        "list",
        "not_operator",
        "pair",
        "parameters",
        "parenthesized_expression",
        "raise_statement",
        "return_statement",
        "set",
        "slice",
        "string",
        "subscript",
        "tuple",
        "type",
        "unary_operator",
    )
)
TELLTALE = re.compile(rb"[(]|:=")
SUBSCRIPT = kind("subscript")
DECORATED = kind("decorated_definition")


class Region(NamedTuple):
    """Nodes to walk, the scope their names are looked up in, and the symbol they stand in."""

    scope: Scope
    symbol: str
    nodes: list[Node]


class Use(NamedTuple):
    """A name used at an offset; `target` is known at once for imports, found in `scope` for the others."""

    offset: int
    kind: ReferenceKind
    name: str
    symbol: str
    line: int
    scope: Scope | None
    target: str | None = None


@dataclass(slots=True)
class Walk:
    """What the pass over one file has gathered so far."""

    source: bytes
    package: list[str]
    telltales: list[int]
    symbols: list[tuple[int, SymbolFacts]] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    names: Names = field(default_factory=Names)

    def is_idle(self, node: Node) -> bool:
        """Whether an expression neither calls nor binds anything: then no `(` and no `:=` is in it."""
        following = bisect_right(self.telltales, node.start_byte)
        return following == len(self.telltales) or self.telltales[following] >= node.end_byte

    def use(self, use_kind: ReferenceKind, region: Region, symbol: str, node: Node) -> bool:
        """Note the name in `node`, if it is one."""
        name = chain_of(self.source, node)
        if name is None:
            return False
        line = node.start_point.row + 1
        self.uses.append(Use(node.start_byte, use_kind, name, symbol, line, region.scope))
        return True


Visitor = Callable[[Walk, Region, Node], list[Node]]


def walk_tree(root: Node, source: bytes, package: list[str]) -> Walk:
    """Gather everything from a module's tree."""
    walk = Walk(source, package, [found.start() for found in TELLTALE.finditer(source)])
    walk.regions.append(Region(Scope("module", ""), "", [root]))
    for region in walk.regions:
        _walk_region(walk, region)
    return walk


def _walk_region(walk: Walk, region: Region) -> None:
    pending = region.nodes[::-1]
    while pending:
        node = pending.pop()
        number = node.kind_id
        if number in LEAVES or (number in EXPRESSIONS and walk.is_idle(node)):
            continue
        visitor = VISITORS.get(number)
        inner = node.named_children if visitor is None else visitor(walk, region, node)
        pending.extend(reversed(inner))


def visit_function(walk: Walk, region: Region, node: Node) -> list[Node]:
    name = symbol_name(walk.source, node)
    if not name:
        return node.named_children
    qualified = walk.names.qualify(region.scope, name)
    symbol = function_of(walk.source, node, region.scope, qualified)
    walk.symbols.append((node.start_byte, symbol))
    region.scope.define(name, qualified)
    inner = Scope("function", qualified, region.scope)
    _bind_parameters(walk, inner, node)
    _enter(walk, region, qualified, inner, node, (PARAMETERS, RETURN_TYPE))
    return []


def visit_class(walk: Walk, region: Region, node: Node) -> list[Node]:
    name = symbol_name(walk.source, node)
    if not name:
        return node.named_children
    qualified = walk.names.qualify(region.scope, name)
    walk.symbols.append((node.start_byte, class_of(walk.source, node, qualified)))
    region.scope.define(name, qualified)
    for base in base_nodes(node):
        named = base.named_children[0] if base.kind_id == SUBSCRIPT and base.named_children else base
        walk.use("inherits", region, qualified, named)
    _enter(walk, region, qualified, Scope("class", qualified, region.scope), node, (SUPERCLASSES,))
    return []


def _enter(walk: Walk, region: Region, symbol: str, inner: Scope, node: Node, head_fields: tuple[int, ...]) -> None:
    """Walk on within a symbol: what stands in its head is evaluated outside, what stands in its body inside."""
    head = [part for number in head_fields if (part := node.child_by_field_id(number)) is not None]
    body = node.child_by_field_id(BODY)
    walk.regions.append(Region(region.scope, symbol, head))
    walk.regions.append(Region(inner, symbol, [] if body is None else [body]))


def _bind_parameters(walk: Walk, inner: Scope, node: Node) -> None:
    names = parameter_names(walk.source, node.child_by_field_id(PARAMETERS))
    is_method = inner.parent is not None and inner.parent.kind == "class"
    if is_method and names and not names[0].startswith("*") and not _is_static(walk.source, node):
        inner.instance = names.pop(0)
    inner.variables.update(name.lstrip("*") for name in names)


def _is_static(source: bytes, node: Node) -> bool:
    decorated = node.parent
    if decorated is None or decorated.kind_id != DECORATED:
        return False
    return any(source[line.start_byte : line.end_byte] == b"@staticmethod" for line in decorated.named_children)


def visit_call(walk: Walk, region: Region, node: Node) -> list[Node]:
    children = node.named_children
    if children and walk.use("calls", region, region.symbol, children[0]):
        return children[1:]
    return children


def visit_decorator(walk: Walk, region: Region, node: Node) -> list[Node]:
    children = node.named_children
    if children and walk.use("calls", region, region.symbol, children[0]):
        return []
    return children


def visit_import(walk: Walk, region: Region, node: Node) -> list[Node]:
    for found in imports_of(walk.source, node, walk.package):
        line, offset = found.node.start_point.row + 1, found.node.start_byte
        walk.uses.append(Use(offset, "imports", found.name, region.symbol, line, None, found.target))
        if found.binds is not None:
            region.scope.bind_import(found.binds, found.bound_to)
    return []


def visit_binding(walk: Walk, region: Region, node: Node) -> list[Node]:
    children = node.named_children
    if not children:
        return []
    for name in bound_names(walk.source, children[0]):
        region.scope.bind_variable(name)
    return children[1:] if children[0].kind_id == IDENTIFIER else children


def visit_pattern(walk: Walk, region: Region, node: Node) -> list[Node]:
    for name in captured_names(walk.source, node):
        region.scope.bind_variable(name)
    return node.named_children


def visit_expression_scope(walk: Walk, region: Region, node: Node) -> list[Node]:
    inner = Scope("expression", region.scope.name, region.scope)
    inner.variables.update(
        name.lstrip("*") for name in parameter_names(walk.source, node.child_by_field_id(PARAMETERS))
    )
    walk.regions.append(Region(inner, region.symbol, node.named_children))
    return []


def visit_global(walk: Walk, region: Region, node: Node) -> list[Node]:
    region.scope.module_names.update(name_of(walk.source, child) for child in node.named_children)
    return []


VISITORS: dict[int, Visitor] = {
    kind("function_definition"): visit_function,
    kind("class_definition"): visit_class,
    kind("call"): visit_call,
    kind("decorator"): visit_decorator,
    IMPORT: visit_import,
    IMPORT_FROM: visit_import,
    FUTURE_IMPORT: visit_import,
    kind("assignment"): visit_binding,
    kind("augmented_assignment"): visit_binding,
    kind("named_expression"): visit_binding,
    kind("for_statement"): visit_binding,
    kind("for_in_clause"): visit_binding,
    kind("as_pattern_target"): visit_binding,
    kind("as_pattern"): visit_pattern,
    kind("case_pattern"): visit_pattern,
    kind("keyword_pattern"): visit_pattern,
    kind("splat_pattern"): visit_pattern,
    kind("lambda"): visit_expression_scope,
    kind("list_comprehension"): visit_expression_scope,
    kind("set_comprehension"): visit_expression_scope,
    kind("dictionary_comprehension"): visit_expression_scope,
    kind("generator_expression"): visit_expression_scope,
    kind("global_statement"): visit_global,
}
