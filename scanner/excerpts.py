"""How a call looks where it stands, for readers who want an example."""

from collections.abc import Iterable, Iterator
from textwrap import dedent
from typing import NamedTuple

from .facts import ReferenceFacts

MOST_LINES = 5
LONGEST_LINE = 200
"""Bytes of a line that people write; in longer ones nobody finds a call."""
LEFT_OUT = "…"


class Found(NamedTuple):
    """A reference, and where in the source it begins and ends; `end` is 0 for what is no call."""

    start: int
    end: int
    reference: ReferenceFacts


def with_code(source: bytes, found: Iterable[Found]) -> Iterator[ReferenceFacts]:
    """The references; the first call from each symbol to each target tells how it looks.

    All of it is about as long as the source at most: each of many calls on one line would repeat that line.
    """
    seen, room = set(), len(source)
    for start, end, reference in found:
        pair = reference["source"], reference["target"]
        if end and room > 0 and reference["target"] is not None and pair not in seen:
            seen.add(pair)
            reference["code"] = code = excerpt(source, start, end)
            room -= len(code.encode()) if code else 0
        yield reference


def excerpt(source: bytes, start: int, end: int) -> str | None:
    """The whole lines from `start` to `end`, without the indentation that they share, cut where there are many.

    None where the first one is too long.
    """
    begin = source.rfind(b"\n", max(start - LONGEST_LINE, 0), start) + 1
    lines = list(lines_from(source, begin, end)) if begin or start <= LONGEST_LINE else []
    if not lines:
        return None
    text = b"\n".join(lines).decode("utf-8", "replace")
    return dedent(text) if len(lines) > 1 else text.strip()


def lines_from(source: bytes, begin: int, end: int) -> Iterator[bytes]:
    """Lines until the one that holds the byte before `end`, or a mark where they are too many or too long."""
    for number in range(1, MOST_LINES + 1):
        stop = source.find(b"\n", begin, begin + LONGEST_LINE + 1)
        stop = len(source) if stop < 0 and len(source) - begin <= LONGEST_LINE else stop
        is_last = stop >= end
        if stop < 0 or (number == MOST_LINES and not is_last):
            yield from [indentation(source, begin) + LEFT_OUT.encode()] if number > 1 else []
            return
        yield source[begin:stop].rstrip()
        if is_last:
            return
        begin = stop + 1


def indentation(source: bytes, begin: int) -> bytes:
    line = source[begin : begin + LONGEST_LINE]
    return line[: len(line) - len(line.lstrip())]
