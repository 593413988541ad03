"""What each kind of node in a Python tree has to say: one visitor per kind."""

from tree_sitter import Node

from .aliases import ALIAS, visit_alias
from .assignments import visit_binding
from .bindings import captured_names, parameter_names
from .definitions import visit_class, visit_decorated, visit_function
from .exports import visit_listing_call
from .findings import Findings, Region, Use, Visitor
from .imports import FUTURE_IMPORT, IMPORT, IMPORT_FROM, STAR, imports_of
from .names import name_of
from .scopes import Assigned, Scope
from .symbols import NAME, PARAMETERS, RETURN_TYPE, SUPERCLASSES
from .tree import field, kind
from .values import CALL

DEFINITION = field("definition")
HEAD = (RETURN_TYPE, PARAMETERS, SUPERCLASSES, NAME)


def visit_call(findings: Findings, region: Region, node: Node) -> list[Node]:
    children = node.named_children
    if not children:
        return children
    if region.scope.kind == "module":
        visit_listing_call(findings, children)
    if findings.call(region, node, children[0]):
        return children[1:]
    findings.call_of_called(region, node, children[0])
    return children


def visit_decorator(findings: Findings, region: Region, node: Node) -> list[Node]:
    """What decorates is called; how that looks is told with the head of what is decorated."""
    children = node.named_children
    parts = children[0].named_children if children and children[0].kind_id == CALL else children
    if parts and findings.call(region, head_below(node), parts[0]):
        return parts[1:]
    return children


def head_below(decorator: Node) -> Node:
    """The last part of the head of what this decorates; itself where an error took that."""
    definition = decorator.parent and decorator.parent.child_by_field_id(DEFINITION)
    parts = (definition and definition.child_by_field_id(part) for part in HEAD)
    return next(filter(None, parts), decorator)


def visit_import(findings: Findings, region: Region, node: Node) -> list[Node]:
    for found in imports_of(findings.source, node, findings.package):
        line, offset = found.node.start_point.row + 1, found.node.start_byte
        findings.uses.append(Use(offset, "imports", found.name, region.symbol, line, None, found.target))
        if found.binds == STAR and found.bound_to is not None:
            region.scope.stars.append(found.bound_to)
        elif found.binds is not None:
            region.scope.bind_import(found.binds, found.bound_to)
    return []


def visit_pattern(findings: Findings, region: Region, node: Node) -> list[Node]:
    for name in captured_names(findings.source, node):
        region.scope.bind_variable(name, Assigned(None, region.scope))
    return node.named_children


def visit_expression_scope(findings: Findings, region: Region, node: Node) -> list[Node]:
    inner = Scope("expression", region.scope.name, region.scope)
    for name in parameter_names(findings.source, node.child_by_field_id(PARAMETERS)):
        inner.bind_variable(name.lstrip("*"), Assigned(None, inner))
    findings.regions.append(Region(inner, region.symbol, node.named_children))
    return []


def visit_global(findings: Findings, region: Region, node: Node) -> list[Node]:
    names = {name_of(findings.source, child) for child in node.named_children}
    region.scope.module_names.update(names)
    list(region.scope.outwards())[-1].rebound.update(names)
    return []


def visit_nonlocal(findings: Findings, region: Region, node: Node) -> list[Node]:
    names = {name_of(findings.source, child) for child in node.named_children}
    for place in region.scope.outwards():
        place.rebound.update(names)
    return []


VISITORS: dict[int, Visitor] = {
    kind("function_definition"): visit_function,
    kind("class_definition"): visit_class,
    kind("call"): visit_call,
    kind("decorated_definition"): visit_decorated,
    kind("decorator"): visit_decorator,
    IMPORT: visit_import,
    IMPORT_FROM: visit_import,
    FUTURE_IMPORT: visit_import,
    kind("assignment"): visit_binding,
    kind("augmented_assignment"): visit_binding,
    kind("named_expression"): visit_binding,
    ALIAS: visit_alias,
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
    kind("nonlocal_statement"): visit_nonlocal,
}
