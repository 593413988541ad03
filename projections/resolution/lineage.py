"""The order in which Python looks through the bases of a class: C3, as in its own manual."""

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from .definitions import DEEPEST, NOTHING, LeadsNowhere, Steps, Walk
from .values import UNKNOWN, Value

EMPTY_BASES = frozenset({"abc.ABC", "typing.Generic", "typing.Protocol", "typing_extensions.Protocol"})
"""Bases from outside that define nothing one would call by name."""

T = TypeVar("T")

Lead = Callable[[str], Steps[Value]]
"""Tells what a base's name stands for. Handed on, not kept: it would close a circle that only the collector breaks."""


def merged(orders: Iterable[Sequence[T]]) -> list[T] | None:
    """One order that agrees with all of them, earlier ones first; None where there is none."""
    waiting = [list(order) for order in orders if order]
    result: list[T] = []
    while waiting:
        tails = {item for order in waiting for item in order[1:]}
        head = next((order[0] for order in waiting if order[0] not in tails), None)
        if head is None:
            return None
        result.append(head)
        waiting = [rest for order in waiting if (rest := order[order[0] == head :])]
    return result


class KnowsLineages(Protocol):
    """Knows the lineages of classes, or finds them."""

    def of(self, key: str, lead: Lead, /) -> Steps[list[Value]]:
        """A class and its bases, in the order in which they are looked through."""


class Lineages:
    """The lineages of the classes on the way to the lineage of one class."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk
        self.known: dict[str, list[Value]] = {}
        self.heirs: list[str] = []

    def of(self, key: str, lead: Lead) -> Steps[list[Value]]:
        """A class and its bases, in the order in which they are looked through."""
        if key not in self.known:
            if len(self.heirs) == DEEPEST:
                raise LeadsNowhere
            # A class that is among its own bases has none.
            self.known[key] = [UNKNOWN]
            self.heirs.append(key)
            yield from self.walk.ask([key])
            bases = yield from self.bases(key, lead)
            orders = [bases]
            for base in reversed(bases):
                orders.insert(0, (yield from self.of(base.key, lead)) if base.kind == "class" else [base])
            order = merged(orders)
            self.heirs.pop()
            self.known[key] = [Value("class", key), *([UNKNOWN] if order is None else order)]
        return self.known[key]

    def bases(self, key: str, lead: Lead) -> Steps[list[Value]]:
        """The direct bases; what is not here stands under its name, so that it is the same for all its heirs."""
        found = []
        for at, bound in enumerate(self.walk.known.get(key, NOTHING).bases):
            if bound.name is None:
                found.append(Value("unknown", f"{key}#{at}"))
            elif bound.name.target not in EMPTY_BASES:
                base = yield from lead(bound.name.target)
                known = Value("class", base.key) if base.kind == "class" else Value("unknown", bound.name.target)
                found.append(known)
        return found
