"""Where the names that a file uses lead, once all of its scopes are known."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from ..excerpts import Found
from ..facts import ReferenceFacts, new_reference
from .instances import CALLED
from .modules import Target
from .nodes import MAX_NAME_BYTES
from .scopes import Held, Scope, Use

Visible = defaultdict[str, list[Target | None]]
"""What each name means at a place, and meant in the scopes around it."""


@dataclass(slots=True)
class Resolved:
    """Every use as a fact, with its place, and where what is held below symbols leads: None where nobody can tell."""

    references: list[Found] = field(default_factory=list)
    held: list[tuple[Held, Target | None]] = field(default_factory=list)


def resolved(module: Scope) -> Resolved:
    """What all names in a file stand for.

    One walk over the scopes with a stack of meanings for each name, so that the work does not grow with the nesting.
    """
    found = Resolved()
    visible: Visible = defaultdict(list)
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
        for name in scope.values:
            if scope.bindings[name] is None:
                scope.bindings[name] = visible[name][-1] = _meaning(visible, scope, name)
        found.held += [(held, _value(visible, () if held.text is None else (held.text,))) for held in scope.held]
        found.held += _assigned(visible, scope)
        found.references += _facts(scope.uses, visible)
        pending.append((scope, True))
        pending.extend((inner, False) for inner in scope.inner)
    return found


def _assigned(visible: Visible, scope: Scope) -> Iterator[tuple[Held, Target | None]]:
    """What is assigned to fields of the class around a scope."""
    owner = _lookup(visible, "this") if scope.assigned else None
    if owner is None or not owner.name:
        return
    for name, text in scope.assigned:
        held = Held(f"{owner.name}.{name}", text, is_hiding=bool(visible["super"]))
        yield held, _value(visible, () if text is None else (text,))


def _meaning(visible: Visible, scope: Scope, name: str) -> Target | None:
    target = _value(visible, scope.values[name])
    return target if target is None else target._replace(is_changing=name in scope.changing)


def _facts(uses: list[Use], visible: Visible) -> Iterator[Found]:
    """The uses with where they lead; calls of what a call gives only where that is known."""
    for use in uses:
        target = None if use.is_unknown else use.target or _lookup(visible, use.name)
        if target is not None and use.kind != "imports":
            target = target.itself()
        if target is not None or CALLED not in use.name:
            yield Found(use.offset, use.end, _fact(use, target))


def _value(visible: Visible, texts: tuple[str, ...]) -> Target | None:
    """What a name stands for: the first of these, but for an instance only what is declared, which comes last."""
    for at, text in enumerate(texts, start=1):
        target = _lookup(visible, text)
        # Values of values do not grow for ever.
        if target is None or len(target.name) > MAX_NAME_BYTES:
            continue
        if at == len(texts) or CALLED not in target.name:
            return target
    return None


def _lookup(visible: Visible, chain: str) -> Target | None:
    named = chain.removeprefix("module.") if chain.startswith("module.exports") else chain
    head, _, rest = named.partition(".")
    name = head.removesuffix(CALLED)
    meanings = visible.get(name)
    target = meanings[-1] if meanings else None
    if target is None or (target.is_changing and (name != head or not rest)):
        return None
    return (target if name == head else target.called()).member(rest)


def _fact(use: Use, target: Target | None) -> ReferenceFacts:
    return new_reference(use.kind, use.symbol, use.name, None if target is None else target.text, use.line)
