"""The order in which Python looks through the bases of a class: C3, as in its own manual."""

from collections.abc import Iterable, Sequence
from typing import TypeVar

T = TypeVar("T")


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
