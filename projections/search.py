"""Full-text search over documents that knows how names are written in code."""

import re
from dataclasses import dataclass
from typing import Any

from psycopg.rows import class_row

from ..postgres.connection import Connection
from ..postgres.statements import Statements

SQL = Statements("docrunch.projections", "search.sql")
CASE_CHANGE = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
WORD = re.compile(r"[^\W_]+")
LONGEST_WORD = 100
MOST_WORDS = 32


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that matches; the higher the `score` the better, comparable within one search only."""

    document_id: str
    type: str
    title: str
    page: str | None
    file: str | None
    line: int | None
    score: float
    excerpt: str


def words(text: str) -> list[str]:
    """Lower-case words, split where case changes and at `_`, `.`, `/`: `parse_file` and `ParseFile` are the same two.

    >>> words("parse_file ParseFile outbox.log HTTPServer")
    ['parse', 'file', 'parse', 'file', 'outbox', 'log', 'http', 'server']
    """
    found: list[str] = []
    for word in WORD.findall(text):
        found += [word] if word.islower() else CASE_CHANGE.sub(" ", word).lower().split()
    return [word[:LONGEST_WORD] for word in found]


def search(connection: Connection, query: str, limit: int = 10) -> list[Hit]:
    """The documents that hold all words of the query, best first; where none does, those that hold any.

    Names weigh more than descriptions, and a document named just like the query comes first. The connection's
    search_path must lead to a generation.
    """
    wanted = words(query)[:MOST_WORDS]
    if not wanted:
        return []
    values: dict[str, Any] = {"words": wanted, "name": " ".join(wanted), "limit": limit}
    return found(connection, "&", values) or found(connection, "|", values)


def found(connection: Connection, operator: str, values: dict[str, Any]) -> list[Hit]:
    with connection.cursor(row_factory=class_row(Hit)) as cursor:
        return cursor.execute(SQL["search"], {**values, "operator": f" {operator} "}).fetchall()
