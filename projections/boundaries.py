"""Where the parts of a docstring begin and end that are not running text."""

import re

from .directives import directive

FENCE = "```"
DRAWN = ("├", "└", "│", "┌", "╰")
"""Begin the lines of trees and boxes."""
COLUMNS = re.compile(r"\S {3,}\S|^[=+-]{3,}[ +][ =+-]*$")


def begins_block(line: str) -> bool:
    return line.startswith((">>>", FENCE, *DRAWN)) or directive(line) is not None


def is_table(lines: list[str], at: int) -> bool:
    """Whether columns begin here, which only stand below each other where every letter is as wide."""
    return all(COLUMNS.search(line) and line[0] != " " for line in lines[at : at + 2]) and at + 1 < len(lines)


def end_of_paragraph(lines: list[str], start: int) -> int:
    return next((at for at in range(start, len(lines)) if not lines[at].strip()), len(lines))


def end_of_fence(lines: list[str], start: int) -> int:
    """Behind the line that closes it, or at the end."""
    return next((at + 1 for at in range(start + 1, len(lines)) if lines[at].startswith(FENCE)), len(lines))


def end_of_code(lines: list[str], start: int) -> int:
    """Code goes on over blank lines as long as what follows is indented; a dialogue ends at a blank line."""
    is_dialogue = lines[start].startswith(">>>")
    end = start + 1
    for at in range(start + 1, len(lines)):
        if not lines[at].strip():
            if is_dialogue:
                break
            continue
        if not is_dialogue and not lines[at].startswith((" ", *DRAWN)):
            break
        end = at + 1
    return end
