"""Arrays of text on their way to the server: thousands of ids at once, quoted together instead of one by one."""

from typing import Any

from psycopg.abc import Buffer
from psycopg.types.array import ListDumper

SEPARATOR = "\x00"
"""In no text that PostgreSQL can store."""


class TextArrayDumper(ListDumper):
    """Writes a list of nothing but text in one go; any other list, and what cannot be stored, as the library does."""

    def dump(self, obj: list[Any]) -> Buffer | None:
        try:
            text = SEPARATOR.join(obj)
        except TypeError:
            return super().dump(obj)
        if not obj or text.count(SEPARATOR) >= len(obj):
            return super().dump(obj)
        quoted = text.replace("\\", "\\\\").replace('"', '\\"').replace(SEPARATOR, '","')
        return f'{{"{quoted}"}}'.encode()
