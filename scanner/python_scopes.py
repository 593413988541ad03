"""Scopes: what a name means at a place in a Python file, as far as the file alone tells."""

from dataclasses import dataclass, field
from typing import Literal

ScopeKind = Literal["module", "class", "function", "expression"]


@dataclass(slots=True, eq=False)
class Scope:
    """One scope and the names bound in it. `name` is the qualified name of its symbol, "" for the module.

    `definitions` maps a name to its qualified name, `imports` to an absolute dotted name (None where two imports
    disagree); `variables` are bound to what the file does not tell; `instance` is the first parameter of a method.
    """

    kind: ScopeKind
    name: str
    parent: "Scope | None" = None
    definitions: dict[str, str] = field(default_factory=dict)
    imports: dict[str, str | None] = field(default_factory=dict)
    variables: set[str] = field(default_factory=set)
    module_names: set[str] = field(default_factory=set)
    instance: str | None = None

    def define(self, name: str, qualified_name: str) -> None:
        """Bind a function or class; of several under one name the first carries the plain qualified name."""
        self.definitions.setdefault(name, qualified_name)

    def bind_import(self, name: str, target: str | None) -> None:
        """Bind an import; two that disagree leave the name without a meaning."""
        self.imports[name] = target if self.imports.get(name, target) == target else None

    def bind_variable(self, name: str) -> None:
        """Bind a name to a value this file does not tell."""
        self.variables.add(name)


def resolve(scope: Scope, dotted: str, module: str) -> str | None:
    """The absolute dotted name that `dotted` stands for in this scope, or None where the file alone does not tell.

    As in Python, the names of a class body are seen in that body but not in the functions within. Definitions and
    imports outweigh assignments to the same name (`except ImportError: json = None`).
    """
    head, _, rest = dotted.partition(".")
    place = _binding_scope(scope, head)
    if place is None:
        return None
    if head in place.definitions:
        return _join(f"{module}.{place.definitions[head]}", rest)
    if head in place.imports:
        target = place.imports[head]
        return None if target is None else _join(target, rest)
    if place.parent is not None and head == place.instance and head not in place.variables:
        return _member(place.parent, rest, module)
    return None


def _binding_scope(scope: Scope, name: str) -> Scope | None:
    place: Scope | None = scope
    while place is not None:
        if name in place.module_names:
            place = _module_of(place)
        if (place is scope or place.kind != "class") and _binds(place, name):
            return place
        place = place.parent
    return None


def _binds(scope: Scope, name: str) -> bool:
    return name in scope.definitions or name in scope.imports or name in scope.variables or name == scope.instance


def _module_of(scope: Scope) -> Scope:
    while scope.parent is not None:
        scope = scope.parent
    return scope


def _member(owner: Scope, name: str, module: str) -> str | None:
    qualified_name = owner.definitions.get(name)
    return None if qualified_name is None else f"{module}.{qualified_name}"


def _join(target: str, rest: str) -> str:
    return f"{target}.{rest}" if rest else target
