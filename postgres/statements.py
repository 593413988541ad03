"""Named SQL: a file of statements beside the code that uses them, each `-- name: x` with its purpose below."""

import re
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, LiteralString, cast

from psycopg.rows import tuple_row

from .session import Connection

NAME = re.compile(r"^-- name: (\w+)$", re.MULTILINE)


class Statements:
    """The statements of one `.sql` file of a package, by name.

    >>> sql = Statements("docrunch.outbox", "log.sql")      # doctest: +SKIP
    >>> sql.rows(connection, "last_position")               # doctest: +SKIP
    """

    def __init__(self, package: str, filename: str) -> None:
        text = files(package).joinpath(filename).read_text(encoding="utf-8")
        parts = NAME.split(text)
        self._by_name = dict(zip(parts[1::2], parts[2::2], strict=True))

    def __getitem__(self, name: str) -> LiteralString:
        # The text ships with the package: it is as literal as a literal.
        return cast(LiteralString, self._by_name[name].strip())

    def rows(self, connection: Connection, name: str, values: Mapping[str, Any] | None = None) -> list[Any]:
        """All rows that a statement answers with, as tuples."""
        with connection.cursor(row_factory=tuple_row) as cursor:
            return cursor.execute(self[name], values).fetchall()
