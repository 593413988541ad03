"""Lambdas that are bound to a name of a module or class: functions in all but their spelling."""

from tree_sitter import Node

from ..facts import SymbolFacts, new_symbol
from .definitions import bind_parameters, enter
from .docstrings import COMMENT, PARENTHESES
from .findings import Findings, Lambda, Region
from .scopes import Scope
from .signatures import TYPE, listed, one_line, parameter_nodes, parameters_of
from .symbols import PARAMETERS
from .tree import ASSIGNMENT, RIGHT, kind

LAMBDA = kind("lambda")


def lambda_in(value: Node | None) -> Node | None:
    """The lambda that a value is, perhaps within parentheses."""
    while value is not None and value.kind_id == PARENTHESES:
        value = next((child for child in value.named_children if child.kind_id != COMMENT), None)
    return value if value is not None and value.kind_id == LAMBDA else None


def bound_lambda(scope: Scope, assignment: Node) -> Node | None:
    """The lambda that an assignment makes a function of a module or class; one with a type is a field of its class."""
    if scope.kind not in {"module", "class"} or assignment.kind_id != ASSIGNMENT:
        return None
    function = lambda_in(assignment.child_by_field_id(RIGHT))
    is_typed = function is not None and assignment.child_by_field_id(TYPE) is not None
    return None if is_typed and scope.kind == "class" else function


def put_off(findings: Findings, region: Region, name: str, assignment: Node, function: Node) -> list[Node]:
    """Keep a function until it is known what else has its name."""
    findings.lambdas.append(Lambda(region, name, assignment, function))
    declared = assignment.child_by_field_id(TYPE)
    return [] if declared is None else [declared]


def define_lambdas(findings: Findings) -> None:
    """Take in the functions that lambdas are. What is defined or imported under their name goes before them."""
    for scope, name in dict.fromkeys((made.region.scope, made.name) for made in findings.lambdas):
        if name in scope.imports and name not in scope.definitions:
            findings.names.qualify(scope, name)
    for made in findings.lambdas:
        scope, name = made.region.scope, made.name
        qualified = findings.names.qualify(scope, name)
        if name not in scope.imports and name not in scope.definitions:
            scope.lambdas.add(name)
            scope.define(name, qualified)
        findings.keep_assigned(made.assignment, symbol_of(findings.source, made, qualified))
        inner = Scope("function", qualified, scope)
        bind_parameters(findings, inner, made.function, name, set())
        enter(findings, made.region, qualified, inner, made.function, (PARAMETERS,))


def symbol_of(source: bytes, made: Lambda, qualified: str) -> SymbolFacts:
    is_method = made.region.scope.kind == "class"
    lines = (made.assignment.start_point.row + 1, made.assignment.end_point.row + 1)
    head = signature_of(source, made.name, made.assignment, made.function)
    symbol = new_symbol("method" if is_method else "function", made.name, qualified, head, lines)
    symbol["parameters"] = parameters_of(source, parameter_nodes(made.function.child_by_field_id(PARAMETERS)))
    symbol["is_exported"] = not made.name.startswith("_")
    return symbol


def signature_of(source: bytes, name: str, assignment: Node, function: Node) -> str:
    """What stands before the colon of the lambda."""
    declared = one_line(source, assignment.child_by_field_id(TYPE))
    parameters = listed(source, parameter_nodes(function.child_by_field_id(PARAMETERS)))
    return f"{name if declared is None else f'{name}: {declared}'} = lambda {parameters}".rstrip()
