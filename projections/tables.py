"""Tables that comments have in Markdown, which stay tables."""

import re
from collections.abc import Callable

from .running import running_cell

RULE = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
PIPE = re.compile(r"(?<!\\)\|")


def end_of_table(lines: list[str], at: int) -> int:
    """Behind the last row of the table that begins here; `at` where none does."""
    rule = lines[at + 1].strip() if at + 1 < len(lines) else ""
    if "|" not in lines[at] or "|" not in rule or not RULE.fullmatch(rule):
        return at
    return next((end for end in range(at + 2, len(lines)) if "|" not in lines[end]), len(lines))


def table(lines: list[str], inline: Callable[[str], str] = running_cell) -> list[str]:
    """Its lines, every row as wide as the first; the second is its rule."""
    head, *rows = [cells(line) for line in [lines[0], *lines[2:]]]
    width = len(head)
    written = [[inline(cell) for cell in [*row, *[""] * width][:width]] for row in [head, *rows]]
    shown = ["| " + " | ".join(row) + " |" for row in written]
    return ["", shown[0], "|" + " --- |" * width, *shown[1:], ""]


def cells(line: str) -> list[str]:
    inside = line.strip().removeprefix("|")
    inside = inside[:-1] if inside.endswith("|") and not inside.endswith("\\|") else inside
    return [cell.strip().replace("\\|", "|") for cell in PIPE.split(inside)]
