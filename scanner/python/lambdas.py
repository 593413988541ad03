"""Lambdas that are bound to a name of a module or class: functions in all but their spelling."""

from tree_sitter import Node

from ..facts import new_symbol
from .definitions import bind_parameters, enter
from .docstrings import COMMENT, PARENTHESES
from .findings import Findings, Region
from .scopes import Scope
from .signatures import TYPE, listed, one_line, parameter_nodes, parameters_of
from .symbols import PARAMETERS
from .tree import field, kind

LAMBDA = kind("lambda")
ASSIGNMENT = kind("assignment")
RIGHT = field("right")


def lambda_in(value: Node | None) -> Node | None:
    """The lambda that a value is, perhaps within parentheses."""
    while value is not None and value.kind_id == PARENTHESES:
        value = next((child for child in value.named_children if child.kind_id != COMMENT), None)
    return value if value is not None and value.kind_id == LAMBDA else None


def bound_lambda(scope: Scope, assignment: Node) -> Node | None:
    """The lambda that an assignment makes a function of a module or class; one with a type is a field of its class."""
    is_field = scope.kind == "class" and assignment.child_by_field_id(TYPE) is not None
    if assignment.kind_id != ASSIGNMENT or scope.kind not in {"module", "class"} or is_field:
        return None
    return lambda_in(assignment.child_by_field_id(RIGHT))


def define_lambda(findings: Findings, region: Region, name: str, assignment: Node, function: Node) -> list[Node]:
    """Take in a function, which its name stands for as long as nothing else is assigned to it."""
    qualified = findings.names.qualify(region.scope, name)
    is_method = region.scope.kind == "class"
    lines = (assignment.start_point.row + 1, assignment.end_point.row + 1)
    head = signature_of(findings.source, name, assignment, function)
    symbol = new_symbol("method" if is_method else "function", name, qualified, head, lines)
    symbol["parameters"] = parameters_of(findings.source, parameter_nodes(function.child_by_field_id(PARAMETERS)))
    symbol["is_exported"] = not name.startswith("_")
    findings.keep_assigned(assignment, symbol)
    if name not in region.scope.definitions:
        region.scope.lambdas.add(name)
    region.scope.define(name, qualified)
    inner = Scope("function", qualified, region.scope)
    bind_parameters(findings, inner, function, name, set())
    enter(findings, region, qualified, inner, function, (PARAMETERS,))
    declared = assignment.child_by_field_id(TYPE)
    return [] if declared is None else [declared]


def signature_of(source: bytes, name: str, assignment: Node, function: Node) -> str:
    """What stands before the colon of the lambda."""
    declared = one_line(source, assignment.child_by_field_id(TYPE))
    parameters = listed(source, parameter_nodes(function.child_by_field_id(PARAMETERS)))
    return f"{name if declared is None else f'{name}: {declared}'} = lambda {parameters}".rstrip()
