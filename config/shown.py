"""Values in error messages, without the secrets in them."""

import re
from typing import Any

LONGEST = 60
SECRET = re.compile(r"key|secret|token|passw|credential", re.IGNORECASE)
HIDDEN = "***"


def shown(key: str, value: Any) -> str:
    """The value as a person wrote it, shortened; hidden when it may hold a password."""
    if SECRET.search(key):
        return HIDDEN
    text = without_password(value) if isinstance(value, str) else value
    line = "null" if text is None else repr(text)
    is_nested = not isinstance(value, str)
    return HIDDEN if is_nested and (SECRET.search(line) or "@" in line) else cut(line)


def cut(line: str) -> str:
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def without_password(text: str) -> str:
    """Keep of a connection string only what cannot be a password, even where it is malformed."""
    if SECRET.search(text):
        return HIDDEN
    head, at, tail = text.rpartition("@")
    scheme = re.match(r"\w+://", head)
    return f"{scheme[0] if scheme else ''}{HIDDEN}@{tail}" if at else text
