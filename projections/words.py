"""Words as documents and queries are made of: names are split where people see words."""

import re
from functools import lru_cache

CASE_CHANGE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 100


def words(text: str) -> list[str]:
    """Lower-case words, split where case changes and at `_`, `.`, `/`: `parse_file` and `ParseFile` are the same two.

    >>> words("parse_file ParseFile outbox.log HTTPServer")
    ['parse', 'file', 'parse', 'file', 'outbox', 'log', 'http', 'server']
    """
    return spaced(text).split()


def spaced(text: str) -> str:
    """The same as one text, with a space between two words."""
    return " ".join(map(parted, WORD.findall(text)))


# The same names come again and again.
@lru_cache(maxsize=20_000)
def parted(word: str) -> str:
    found = (word,) if word.islower() else CASE_CHANGE.sub(" ", word).lower().split()
    return " ".join(part[:LONGEST_WORD] for part in found)
