"""Text that may enter the log: its limits, enforced on commands before anything is decided.

Limits count bytes of UTF-8. NUL and lone surrogates, which PostgreSQL cannot store, are refused. Events repeat none of
this: what was recorded under older limits stays readable.
"""

import re
from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

CONTENT_BYTES = 1 << 20
"""Descriptions, reports, messages: 1 MiB."""
TITLE_BYTES = 500
"""Titles: one line."""
NAME_BYTES = 200
"""Names of people, agents, models, kinds and actions: one line."""
PATH_BYTES = 2_000
"""Paths of files: one line; a longer one does not fit into the log's index of streams."""
ID_CHARACTERS = 100
"""Ids that callers may choose: ASCII letters, digits and `.`, `_`, `-`, beginning with a letter or digit."""

ID = re.compile(rf"[A-Za-z0-9][A-Za-z0-9._-]{{0,{ID_CHARACTERS - 1}}}")
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
BREAKS_A_LINE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def unfit(expected: str) -> PydanticCustomError:
    """The error of a value that is not what was `expected`; it becomes part of a line for people."""
    return PydanticCustomError("unfit", "{expected}", {"expected": expected})


def storable(text: str, expected: str) -> str:
    """The text itself. Raises PydanticCustomError where PostgreSQL could not store it."""
    if "\x00" in text or LONE_SURROGATE.search(text):
        raise unfit(f"{expected} without NUL characters and lone surrogates")
    return text


def require_size(text: str, limit: int) -> None:
    size = len(text) if text.isascii() else len(text.encode())
    if size > limit:
        raise unfit(f"text of at most {limit:,} bytes of UTF-8, not of {size:,}")


def lines(limit: int, *, may_be_empty: bool = False) -> Callable[[str], str]:
    """Check text of any number of lines."""

    def check(text: str) -> str:
        require_size(storable(text, "text"), limit)
        if not may_be_empty and not text.strip():
            raise unfit("text that is not blank")
        return text

    return check


def line(limit: int) -> Callable[[str], str]:
    """Check text that must stay on one line."""
    any_text = lines(limit)

    def check(text: str) -> str:
        if BREAKS_A_LINE.search(any_text(text)):
            raise unfit("text on one line, without control characters")
        return text

    return check


def id_of_caller(text: str) -> str:
    if not ID.fullmatch(text):
        raise unfit(
            f"an id of at most {ID_CHARACTERS} letters, digits, '.', '_' and '-', beginning with a letter or digit"
        )
    return text


path_of_a_file = line(PATH_BYTES)

Text = Annotated[str, Field(strict=True)]
Id = Annotated[Text, AfterValidator(id_of_caller)]
Name = Annotated[Text, AfterValidator(line(NAME_BYTES))]
Title = Annotated[Text, AfterValidator(line(TITLE_BYTES))]
Path = Annotated[Text, AfterValidator(path_of_a_file)]
Content = Annotated[Text, AfterValidator(lines(CONTENT_BYTES))]
Note = Annotated[Text, AfterValidator(lines(CONTENT_BYTES, may_be_empty=True))]
"""Content that may be empty."""
