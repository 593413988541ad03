"""What is held below a symbol and leads elsewhere: fields of classes, and what functions say they return."""

import re
from collections import defaultdict
from collections.abc import Iterator

from tree_sitter import Node

from .findings import Findings
from .instances import CALLED, NOTHING, declared, value_of
from .modules import Target
from .nodes import name_of
from .resolving import Resolved
from .scopes import Held, Scope
from .signatures import parameter_nodes

LATER = re.compile(r"#\d+(?=[.(]|$)")
"""Later definitions of one name, as overloads are."""
PROPERTIES = frozenset({"accessibility_modifier", "readonly", "override_modifier"})
"""What makes a field of a parameter of a constructor."""


def hold_field(findings: Findings, scope: Scope, node: Node) -> None:
    """Note a field in the scope of its class. Without types nobody can tell whether its first value stays."""
    named = node.child_by_field_name("name") or node.child_by_field_name("property")
    annotation, value = node.child_by_field_name("type"), node.child_by_field_name("value")
    given = value_of(findings.source, value) if findings.has_types else None
    _hold(
        scope, name_of(findings.source, named), given if annotation is None else declared(findings.source, annotation)
    )


def hold_parameters(findings: Findings, scope: Scope, constructor: Node) -> None:
    """Note the parameters of a constructor that are fields as well."""
    for parameter in parameter_nodes(constructor):
        if any(child.type in PROPERTIES for child in parameter.children):
            name = name_of(findings.source, parameter.child_by_field_name("pattern"))
            _hold(scope, name, declared(findings.source, parameter.child_by_field_name("type")))


def hold_assigned(findings: Findings, scope: Scope, name: str, value: Node) -> None:
    """Note what is assigned to a field of `this`; types tell more, and null nothing."""
    if findings.has_types or "." in name or value.type in NOTHING:
        return
    text = value_of(findings.source, value)
    # `this.run = this.run.bind(this)` leaves it what it is.
    if text is None or not text.startswith(f"this.{name}."):
        scope.assigned.append((name, text))


def _hold(scope: Scope, name: str, text: str | None) -> None:
    is_hiding = scope.base is not None
    if name and scope.name and (text is not None or is_hiding):
        scope.held.append(Held(f"{scope.name}.{name}", text, is_hiding))


def hold_returned(findings: Findings, scope: Scope, qualified: str, function: Node) -> None:
    """Note what a function says it returns; a property gives it without a call."""
    annotation = function.child_by_field_name("return_type")
    if annotation is not None:
        is_property = any(child.type == "get" for child in function.children)
        text = declared(findings.source, annotation)
        scope.held.append(Held(qualified if is_property else qualified + CALLED, text))


def held_names(findings: Findings, names: Resolved) -> Iterator[tuple[str, Target]]:
    """Each held name that leads somewhere, with where; of overloads only where all of them lead to the same."""
    meant: defaultdict[str, set[Target | None]] = defaultdict(set)
    for held, target in names.held:
        meant[LATER.sub("", held.name)].add(target)
    for held, target in names.held:
        if target is not None and meant[held.name] == {target}:
            yield held.name, target
        elif held.is_hiding:
            yield held.name, findings.own(held.name)
