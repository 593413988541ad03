"""Full-text search over documents that knows how names are written in code."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from psycopg.rows import class_row, dict_row

from ..domain.hits import SCOPES, Hit, Source
from ..postgres.connection import Connection
from ..postgres.statements import Statements
from .excerpts import PASSAGE, WHOLE, excerpt
from .overloads import LATER, plain_title
from .search_paths import path_pattern
from .words import words

SQL = Statements("docrunch.projections", "search.sql")
MOST_WORDS = 32
NAMES = [0.0, 0.4, 0.5, 1.0]
"""What a word counts in the first sentence, in other names (of the class, the file, parameters), in the name itself."""
REST = [0.3, 0.0, 0.0, 0.0]
"""What it counts in the rest of the text."""
LONG = 130
"""Of so many different words the rest counts half: a long text has some of any words."""
SHARING = 0.75
"""How much it matters that many of the words are there: 0 not at all, 1 as much as where they stand."""
SHORTEST_BEGINNING = len("'auth'")
"""From here on a word also finds those that begin with it: `auth` finds `authorization`."""


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What documents are wanted at all: of these types, in this folder or file, or matching this glob."""

    types: frozenset[str] = SCOPES["all"]
    path: str | None = None

    def values(self) -> dict[str, Any]:
        return {"types": sorted(self.types), "path": None if self.path is None else path_pattern(self.path)}


class Ranked(NamedTuple):
    """A document with how well it fits: `exactness` is 2 for its whole name, 1 for the words of its own, else 0."""

    id: str
    exactness: int
    fit: float

    @property
    def is_named_so(self) -> bool:
        return self.exactness > 0

    @property
    def score(self) -> float:
        return self.exactness + self.fit


class Search:
    """One query, asked on a connection whose search_path leads to a generation."""

    def __init__(self, connection: Connection, query: str, narrowing: Narrowing) -> None:
        self.connection = connection
        self.query = query.strip()
        self.words = words(query)[:MOST_WORDS]
        self.narrowing = narrowing.values()
        self.asked, self.told = self.asked_words()
        self.either = " | ".join(self.asked)

    def asked_words(self) -> tuple[list[str], str]:
        """What Postgres is to look for, and the words that say something: `send file` of "how do I send a file"."""
        is_name = len(self.query.split()) == 1
        values = {"words": self.words, "is_name": is_name, "shortest": SHORTEST_BEGINNING}
        ((asked, told),) = SQL.rows(self.connection, "asked", values)
        return asked, told

    def ranked(self, limit: int) -> list[Ranked]:
        """The documents that hold words of the query, best first: named just like it, then by how well they fit.

        Where there are none, those whose name is the query when its words are written together.
        """
        return (self.fitting(limit) or self.written_together(limit)) if self.asked else []

    def written_together(self, limit: int) -> list[Ranked]:
        values = {"together": "".join(self.words), "limit": limit}
        with self.connection.cursor(row_factory=class_row(Ranked)) as cursor:
            return cursor.execute(SQL["written_together"], values | self.narrowing).fetchall()

    def fitting(self, limit: int) -> list[Ranked]:
        """Those that hold words of the query."""
        values = {
            "query": self.query,
            "name": " ".join(self.words),
            "told": self.told,
            "asked": self.asked,
            "either": self.either,
            "names": NAMES,
            "rest": REST,
            "long": LONG,
            "sharing": SHARING,
            "later": LATER.pattern,
            "limit": limit,
        }
        with self.connection.cursor(row_factory=class_row(Ranked)) as cursor:
            return cursor.execute(SQL["ranked"], values | self.narrowing).fetchall()

    def hits(self, scores: Mapping[str, float], via: Source) -> list[Hit]:
        """Those of these documents that are known and wanted, in this order."""
        values = {"ids": list(scores), "either": self.either, "whole": WHOLE, "passage": PASSAGE}
        with self.connection.cursor(row_factory=dict_row) as cursor:
            rows = {row["document_id"]: row for row in cursor.execute(SQL["shown"], values | self.narrowing)}
        return [shown(rows[id_], score, via) for id_, score in scores.items() if id_ in rows]


def shown(row: dict[str, Any], score: float, via: Source) -> Hit:
    text, matches = excerpt(row.pop("gist"), row.pop("passage"))
    named = row | {"title": plain_title(row["title"])}
    return Hit(**named, score=score, excerpt=text, matches=matches, via=via)


def search(connection: Connection, query: str, limit: int = 10, narrowing: Narrowing | None = None) -> list[Hit]:
    """What Postgres finds for a query, best first."""
    asked = Search(connection, query, narrowing or Narrowing())
    return asked.hits({one.id: one.score for one in asked.ranked(limit)}, "postgres")
