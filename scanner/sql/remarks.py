"""What comments say of tables and columns: beside them, above them, or in COMMENT ON."""

import re
from bisect import bisect_left

from .columns import Table
from .tokens import Token

MARKS = re.compile(r"^[ \t]*(?:--+|\#|\*) ?", re.MULTILINE)
RULER = re.compile(r"[-=*#\s]*")
NAME = re.compile(r":?name[: ] *[\w.$!<>*-]+(?: +:[^\s]+)*")
"""Names the statement below for a program that reads the file, in the way of yesql, HugSQL, aiosql and sqlc."""


def remark(comments: list[Token]) -> str | None:
    """The text of comments without their marks; None where only rulers and names for programs are left."""
    texts = (comment.text.removeprefix("/*").removesuffix("*/") for comment in comments)
    lines = [line.rstrip() for text in texts for line in MARKS.sub("", text.strip()).split("\n")]
    return "\n".join(line for line in lines if not line or is_told(line)).strip() or None


def is_told(line: str) -> bool:
    return not (RULER.fullmatch(line) or (line.startswith(("name:", ":name ")) and NAME.fullmatch(line)))


def directly_above(text: str, comments: list[Token], start: int) -> list[Token]:
    """The last comments that each have a line of their own, without a blank line down to `start`."""
    found: list[Token] = []
    for comment in reversed(comments):
        gap = text[comment.end : start]
        if not comment.is_first_on_line or gap.strip() or gap.count("\n") > 1:
            break
        found.append(comment)
        start = comment.start
    return found[::-1]


def describe_columns(text: str, table: Table, comments: list[Token]) -> None:
    """Give columns the comment behind them on their line, or else the lines directly above them."""
    beside: dict[int, list[Token]] = {}
    above: dict[int, list[Token]] = {}
    for comment in comments:
        place = bisect_left(table.starts, comment.start)
        if not comment.is_first_on_line:
            beside.setdefault(place - 1, []).append(comment)
        elif place < len(table.starts):
            above.setdefault(place, []).append(comment)
    for place, column in enumerate(table.columns):
        near = beside.get(place) or directly_above(text, above.get(place, []), table.starts[place])
        column["description"] = column["description"] or remark(near)
