"""Scopes: what a name means at a place in a Python file, as far as the file alone tells."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

ScopeKind = Literal["module", "class", "function", "expression"]

CALL = "()"
SUPER = "super()"
INSTANCE = "<instance>"
"""Stands behind the class whose method a place is in, until it is known what is asked of the instance."""
DEEPEST = 16
"""Variables behind variables: beyond, a name means nothing."""


class Assigned(NamedTuple):
    """What a variable is bound to, as written and looked up in `scope`: a name, or what calling it gives (`C()`).

    `text` is None for everything else. A declaration tells more than any assignment.
    """

    text: str | None
    scope: "Scope"
    is_declared: bool = False


@dataclass(slots=True, eq=False)
class Scope:
    """One scope and the names bound in it. `name` is the qualified name of its symbol, "" for the module.

    `definitions` maps a name to its qualified name, `imports` to an absolute dotted name (None where two imports
    disagree), `variables` to all that is assigned to it. `instance` is the first parameter of a method; it stands for
    the class itself where the method `is_of_class`. `attributes` are what methods assign to it. `rebound` are names
    that functions within assign to. `stars` are the modules that a `*` was imported from. `lambdas`
    are definitions that are assigned, `type_parameters` names that stand for any type.
    """

    kind: ScopeKind
    name: str
    parent: "Scope | None" = None
    definitions: dict[str, str] = field(default_factory=dict)
    imports: dict[str, str | None] = field(default_factory=dict)
    variables: dict[str, list[Assigned]] = field(default_factory=dict)
    module_names: set[str] = field(default_factory=set)
    instance: str | None = None
    is_of_class: bool = False
    attributes: dict[str, list[Assigned]] = field(default_factory=dict)
    rebound: set[str] = field(default_factory=set)
    stars: list[str] = field(default_factory=list)
    has_bases: bool = False
    lambdas: set[str] = field(default_factory=set)
    type_parameters: frozenset[str] = frozenset()

    def define(self, name: str, qualified_name: str) -> None:
        """Bind a function or class; of several under one name the first carries the plain qualified name."""
        self.definitions.setdefault(name, qualified_name)

    def bind_import(self, name: str, target: str | None) -> None:
        """Bind an import; two that disagree leave the name without a meaning."""
        self.imports[name] = target if self.imports.get(name, target) == target else None

    def bind_variable(self, name: str, *assigned: Assigned) -> None:
        """Bind a name to values: to none where it is bound to None, which has no names of interest."""
        self.variables.setdefault(name, []).extend(assigned)

    def is_doubtful(self, name: str) -> bool:
        """Whether a name that a lambda is bound to stands for other things too."""
        also = name in self.rebound or self.variables.get(name) or self.attributes.get(name)
        return name in self.lambdas and bool(also)

    def outwards(self) -> Iterator["Scope"]:
        """This scope and those around it."""
        place: Scope | None = self
        while place is not None:
            yield place
            place = place.parent


def resolve(scope: Scope, dotted: str, module: str, depth: int = 0) -> str | None:
    """The absolute dotted name that `dotted` stands for in this scope, or None where the file alone does not tell.

    As in Python, the names of a class body are seen in that body but not in the functions within. Definitions and
    imports outweigh assignments to the same name (`except ImportError: json = None`).
    """
    head, _, rest = dotted.partition(".")
    if head == SUPER:
        owner = class_around(scope)
        return f"{module}.{owner.name}.{dotted}" if owner is not None and rest else None
    name = head.removesuffix(CALL)
    target = _meaning(scope, name, module, depth)
    if target is None:
        return None
    if rest and name == head:
        # What an instance has is looked up in its class.
        target = target.removesuffix(INSTANCE)
    return _join(target.replace(INSTANCE, CALL) + head[len(name) :], rest)


def absolute_in(scope: Scope, module: str) -> Callable[[str], str]:
    """What names stand for in a scope, "" where the file does not tell."""
    return lambda name: resolve(scope, name, module) or ""


def _meaning(scope: Scope, name: str, module: str, depth: int) -> str | None:
    place = _binding_scope(scope, name)
    if place is None:
        return f"{module}.{name}" if list(scope.outwards())[-1].stars else None
    if name in place.definitions:
        return None if place.is_doubtful(name) else f"{module}.{place.definitions[name]}"
    if name in place.imports:
        return place.imports[name]
    if name in place.variables:
        return None if name in place.rebound else resolved(place.variables[name], module, depth)
    if name != place.instance or place.parent is None:
        return None
    return f"{module}.{place.parent.name}{'' if place.is_of_class else INSTANCE}"


def resolved(assigned: list[Assigned], module: str, depth: int = 0) -> str | None:
    """The absolute name of what was declared, or else assigned, where that is one thing only.

    Different texts are never followed: `x = x.next` here and `x = x.last` there would double the work at each step.
    """
    relevant = [one for one in assigned if one.is_declared] or assigned
    texts = {one.text for one in relevant}
    text = texts.pop() if len(texts) == 1 else None
    if text is None or depth == DEEPEST:
        return None
    scopes = {id(one.scope): one.scope for one in relevant}.values()
    targets = {resolve(scope, text, module, depth + 1) for scope in scopes}
    return targets.pop() if len(targets) == 1 else None


def class_around(scope: Scope) -> Scope | None:
    """The class whose method a place is in."""
    return next((place.parent for place in scope.outwards() if place.instance is not None), None)


def _binding_scope(scope: Scope, name: str) -> Scope | None:
    place: Scope | None = scope
    while place is not None:
        if name in place.module_names:
            place = list(place.outwards())[-1]
        if (place is scope or place.kind != "class") and _binds(place, name):
            return place
        if name in place.type_parameters:
            return place
        place = place.parent
    return None


def _binds(scope: Scope, name: str) -> bool:
    return name in scope.definitions or name in scope.imports or name in scope.variables or name == scope.instance


def _join(target: str, rest: str) -> str:
    return f"{target}.{rest}" if rest else target
