"""Text that can be stored."""

import re

UNSTORABLE = re.compile("[\0\ud800-\udfff]")


def storable(text: str) -> str:
    """Replace what Postgres and UTF-8 cannot hold (NUL, lone surrogates) by U+FFFD."""
    return UNSTORABLE.sub("\ufffd", text)
