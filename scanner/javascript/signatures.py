"""Heads of functions and classes on one line, and the parameters in them."""

from tree_sitter import Node

from ..facts import ParameterFacts
from .nodes import one_line

LEFT_OUT = frozenset({"comment", "ERROR", "decorator"})


def head_of(source: bytes, node: Node) -> str:
    """A function or class up to its body, without decorators."""
    body = node.child_by_field_name("body")
    end = node.end_byte if body is None else body.start_byte
    parts = [child for child in node.children if child.type not in LEFT_OUT and child.end_byte <= end]
    return one_line(source, parts).removesuffix(";").removesuffix("=>").rstrip()


def is_async(node: Node) -> bool:
    """Whether `async` stands before its parameters."""
    for child in node.children:
        if child.type == "async":
            return True
        if child.type in {"formal_parameters", "statement_block"}:
            break
    return False


def returns_of(source: bytes, node: Node) -> str | None:
    """The return type as written, None where there is none."""
    annotation = node.child_by_field_name("return_type")
    return None if annotation is None else one_line(source, annotation.children[1:])


def parameter_nodes(node: Node) -> list[Node]:
    """The parameters of a function; an arrow function may have one without parentheses."""
    single = node.child_by_field_name("parameter")
    if single is not None:
        return [single]
    listed = node.child_by_field_name("parameters")
    return [] if listed is None else [child for child in listed.named_children if child.type not in LEFT_OUT]


def parameters_of(source: bytes, node: Node) -> list[ParameterFacts]:
    """The parameters as facts: `...rest`, `optional?`, and a pattern as written."""
    return [_parameter(source, parameter) for parameter in parameter_nodes(node)]


def _parameter(source: bytes, node: Node) -> ParameterFacts:
    is_assignment = node.type == "assignment_pattern"
    pattern = node.child_by_field_name("left" if is_assignment else "pattern") or node
    value = node.child_by_field_name("right" if is_assignment else "value")
    annotation = node.child_by_field_name("type") if pattern is not node else None
    return {
        "name": one_line(source, [pattern]) + ("?" if node.type == "optional_parameter" else ""),
        "annotation": None if annotation is None else one_line(source, annotation.children[1:]),
        "default": None if value is None else one_line(source, [value]),
        "description": None,
    }


PATTERNS = {
    "object_pattern": None,
    "array_pattern": None,
    "rest_pattern": None,
    "pair_pattern": "value",
    "assignment_pattern": "left",
    "object_assignment_pattern": "left",
    "required_parameter": "pattern",
    "optional_parameter": "pattern",
}
"""What holds names, and in which field; None: in all of its children."""

NAMES = frozenset({"identifier", "shorthand_property_identifier_pattern"})


def bound_names(patterns: list[Node]) -> list[Node]:
    """The identifiers that patterns bind."""
    found: list[Node] = []
    pending = patterns[::-1]
    while pending:
        node = pending.pop()
        if node.type in NAMES:
            found.append(node)
        elif node.type in PATTERNS:
            place = PATTERNS[node.type]
            inner = node.named_children if place is None else [node.child_by_field_name(place)]
            pending.extend(child for child in reversed(inner) if child is not None)
    return found
