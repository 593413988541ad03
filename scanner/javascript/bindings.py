"""What parameters and variables stand for, as far as their types and values tell."""

from tree_sitter import Node

from .findings import Findings
from .instances import CALLED, class_of, declared, value_of
from .nodes import name_of
from .scopes import Held, Scope
from .signatures import NAMES, bound_names


def bind_types(findings: Findings, inner: Scope, node: Node) -> None:
    """A type parameter is no type of the file; what it extends tells what can be asked of it."""
    listed = node.child_by_field_name("type_parameters")
    for one in [] if listed is None else listed.named_children:
        constraint = one.child_by_field_name("constraint")
        limit = next(iter(constraint.named_children), None) if constraint is not None else None
        name = name_of(findings.source, one.child_by_field_name("name"))
        inner.bind_value(name, None if limit is None else class_of(findings.source, limit))


def bind_parameter(findings: Findings, inner: Scope, parameter: Node) -> None:
    """The names of a parameter; a plain one stands for what it is declared to be, `this` too."""
    text = declared(findings.source, parameter.child_by_field_name("type"))
    pattern = parameter.child_by_field_name("pattern")
    if pattern is not None and pattern.type == "this":
        inner.bindings.pop("this", None)
        inner.bind_value("this", text)
    elif pattern is not None and pattern.type == "identifier":
        inner.bind_value(name_of(findings.source, pattern), text)
    else:
        bind_parts(findings, inner, parameter if pattern is None else pattern, text)


def bind_parts(findings: Findings, scope: Scope, pattern: Node | None, whole: str | None) -> None:
    """The names in a pattern: `{ a, b: c }` are attributes of what `whole` stands for, nobody knows what others are."""
    for item in pattern.named_children if whole and pattern is not None and pattern.type == "object_pattern" else ():
        key, local = item.child_by_field_name("key") or item, item.child_by_field_name("value") or item
        if local.type in NAMES:
            scope.bind_value(name_of(findings.source, local), f"{whole}.{name_of(findings.source, key)}")
    for named in bound_names([] if pattern is None else [pattern]):
        scope.bind(name_of(findings.source, named), None)


def bind_variable(findings: Findings, scope: Scope, name: str, declarator: Node, *, is_constant: bool) -> None:
    """What a variable stands for: what it is another name for, what it is declared to be, or what it is made of.

    What it is made of tells in TypeScript what else it may be, in JavaScript only where it stays.
    """
    annotation, value = declarator.child_by_field_name("type"), declarator.child_by_field_name("value")
    given = value_of(findings.source, value) if is_constant or findings.has_types else None
    is_alias = given is not None and CALLED not in given and is_constant
    made = given if annotation is None else declared(findings.source, annotation)
    if scope.bindings.get(name) is not None:
        # An interface of the same name comes first; what it does not have is asked of the value.
        scope.held.append(Held(f"{scope.name}.{name}".lstrip("."), made))
    if annotation is None and not is_constant:
        scope.changing.add(name)
    scope.bind_value(name, given if is_alias else None, made)
