"""Scopes of a JavaScript file, and where the names used in them lead."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from ...domain.source import ReferenceKind
from ..facts import ReferenceFacts
from .modules import Target


class Use(NamedTuple):
    """A name used at an offset by a symbol; imports know their `target`, the others are looked up."""

    offset: int
    kind: ReferenceKind
    name: str
    symbol: str
    line: int
    target: Target | None = None


@dataclass(slots=True, eq=False)
class Scope:
    """A part of the file with names of its own.

    `name` is the qualified name of the innermost symbol around it. `bindings` hold where each name leads, None where
    the file does not tell (a parameter, a variable). `variables` is the scope in which `var` declares. `base` is what a
    class extends, as written: `super` in it.
    """

    name: str
    depth: int = 0
    bindings: dict[str, Target | None] = field(default_factory=dict)
    inner: list["Scope"] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    base: str | None = None
    variables: "Scope" = field(init=False)

    def __post_init__(self) -> None:
        self.variables = self

    def within(self, name: str, *, is_block: bool = False) -> "Scope":
        """A scope inside of this one; a block leaves `var` to its function."""
        inner = Scope(name, self.depth + (name != self.name))
        if is_block:
            inner.variables = self.variables
        self.inner.append(inner)
        return inner

    def bind(self, name: str, target: Target | None) -> None:
        """Give a name a meaning; the first one known stays."""
        if self.bindings.get(name) is None:
            self.bindings[name] = target


def resolved(module: Scope) -> Iterator[tuple[int, ReferenceFacts]]:
    """Every use as a fact, with its offset.

    One walk over the scopes with a stack of meanings for each name, so that the work does not grow with the nesting.
    """
    visible: defaultdict[str, list[Target | None]] = defaultdict(list)
    pending = [(module, False)]
    while pending:
        scope, is_left = pending.pop()
        if is_left:
            for name in scope.bindings:
                visible[name].pop()
            continue
        if scope.base is not None:
            scope.bindings["super"] = _lookup(visible, scope.base)
        for name, target in scope.bindings.items():
            visible[name].append(target)
        for use in scope.uses:
            yield use.offset, _fact(use, use.target or _lookup(visible, use.name))
        pending.append((scope, True))
        pending.extend((inner, False) for inner in scope.inner)


def _lookup(visible: dict[str, list[Target | None]], chain: str) -> Target | None:
    named = chain.removeprefix("module.") if chain.startswith("module.exports") else chain
    head, _, rest = named.partition(".")
    meanings = visible.get(head)
    target = meanings[-1] if meanings else None
    return None if target is None else target.member(rest)


def _fact(use: Use, target: Target | None) -> ReferenceFacts:
    return {
        "kind": use.kind,
        "source": use.symbol,
        "name": use.name,
        "target": None if target is None else target.text,
        "line": use.line,
    }
