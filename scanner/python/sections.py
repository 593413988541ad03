"""Docstrings in Google's style as people write them, made into what a strict reader of that style takes."""

import re
from collections.abc import Iterator

PARAMETERS = re.compile(r"(?:Args|Arguments|Parameters|Params|Keyword Args|Keyword Arguments|Other Parameters):[ \t]*")
RESULTS = re.compile(r"(?:Returns?|Yields?):[ \t]*")


def relaxed(docstring: str) -> str:
    """The sections on parameters and results alone, without the names of which nothing is said."""
    # The first line is text: below a heading there the others would lose what they are indented by.
    return "\n".join(["", ".", *sections(docstring.split("\n"))])


def sections(lines: list[str]) -> Iterator[str]:
    at = 0
    while at < len(lines):
        end = next((one for one in range(at + 1, len(lines)) if is_outside(lines[one])), len(lines))
        if PARAMETERS.fullmatch(lines[at]):
            yield from ("", lines[at], *described(lines[at + 1 : end]))
        elif RESULTS.fullmatch(lines[at]):
            yield from ("", *lines[at:end])
        at = end


def is_outside(line: str) -> bool:
    return bool(line) and not line[0].isspace()


def described(entries: list[str]) -> Iterator[str]:
    """The entries with a colon on their first line."""
    depth = next((len(line) - len(line.lstrip()) for line in entries if line.strip()), 0)
    is_kept = False
    for line in entries:
        if line.strip() and len(line) - len(line.lstrip()) <= depth:
            is_kept = ":" in line
        if is_kept:
            yield line
