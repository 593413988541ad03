"""Assignments: which names they bind, and to what, as far as that can be told."""

from tree_sitter import Node

from .bindings import bound_attributes, bound_names
from .exports import LISTING, visit_listing
from .findings import Findings, Region, Tabled
from .lambdas import bound_lambda, put_off
from .names import IDENTIFIER, name_of
from .scopes import Assigned, Scope
from .tree import ASSIGNMENT, LEFT, RIGHT, field, kind
from .user_model import SETTING, visit_user_model
from .values import NONE, annotated, value_of

TYPE = field("type")
VALUE = field("value")
TABLE_CALL = "Table()"
ASSIGNING = frozenset({ASSIGNMENT, kind("named_expression")})


def visit_binding(findings: Findings, region: Region, node: Node) -> list[Node]:
    children = node.named_children
    if not children:
        return []
    target = children[0]
    function = bound_lambda(region.scope, node) if target.kind_id == IDENTIFIER else None
    if function is not None:
        return put_off(findings, region, name_of(findings.source, target), node, function)
    assigned = assigned_by(findings.source, region.scope, node)
    note_table(findings, region, node, assigned)
    for name in bound_names(findings.source, target):
        is_plain = target.kind_id == IDENTIFIER
        region.scope.bind_variable(name, *(assigned if is_plain else [Assigned(None, region.scope)]))
        if name == LISTING and region.scope.kind == "module":
            visit_listing(findings, node)
        if name == SETTING and is_plain and region.scope.kind == "module":
            visit_user_model(findings, node)
    for owner, name in bound_attributes(findings.source, target):
        method = next((place for place in region.scope.outwards() if owner in (place.instance, *place.variables)), None)
        if method is not None and method.parent is not None and method.instance == owner:
            known = method.parent.attributes.setdefault(name, [])
            known.extend(assigned)
    return children[1:] if target.kind_id == IDENTIFIER else children


def note_table(findings: Findings, region: Region, node: Node, assigned: list[Assigned]) -> None:
    """Keep what may be a table of SQLAlchemy until the whole file is known."""
    if region.scope.kind != "module" or not any((one.text or "").endswith(TABLE_CALL) for one in assigned):
        return
    target = node.child_by_field_id(LEFT)
    if target is not None and target.kind_id == IDENTIFIER:
        findings.tables.append(Tabled(region.scope, name_of(findings.source, target), node))


def assigned_by(source: bytes, scope: Scope, node: Node) -> list[Assigned]:
    """What an assignment says of the value: nothing for None."""
    if node.kind_id not in ASSIGNING:
        return [Assigned(None, scope)]
    declared, value = node.child_by_field_id(TYPE), node.child_by_field_id(RIGHT) or node.child_by_field_id(VALUE)
    if declared is not None:
        return [Assigned(annotated(source, declared), scope, is_declared=True)]
    if value is None or value.kind_id == NONE:
        return []
    return [Assigned(value_of(source, value), scope)]
