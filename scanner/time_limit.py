"""How long one file may take: whatever is in it, a scan goes on."""

import time
from collections.abc import Iterable, Iterator
from typing import TypeVar

from .facts import ParseFailure
from .problems import PARSE_TIMEOUT

PARSE_SECONDS = 10.0
LOOK_EVERY = 256

Item = TypeVar("Item")


def not_parsed(seconds: float) -> ParseFailure:
    """What to raise for a file that took longer."""
    return ParseFailure(PARSE_TIMEOUT, f"not parsed within {seconds:g} s")


def within(seconds: float, items: Iterable[Item]) -> Iterator[Item]:
    """These items, as long as they come in time. Raises ParseFailure after `seconds`."""
    deadline = time.monotonic() + seconds
    for number, item in enumerate(items):
        if number % LOOK_EVERY == 0 and time.monotonic() > deadline:
            raise not_parsed(seconds)
        yield item
