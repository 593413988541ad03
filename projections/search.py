"""Full-text search over documents that knows how names are written in code."""

import re
from collections.abc import Collection, Iterable
from typing import Any

from psycopg.rows import dict_row

from ..domain.hits import SCOPES, Hit
from ..postgres.connection import Connection
from ..postgres.statements import Statements
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
START, STOP = "\x02", "\x03"
MARKED = re.compile(f"{START}([^{START}{STOP}]*){STOP}")
WHOLE = f"HighlightAll=true, StartSel={START}, StopSel={STOP}"
PASSAGE = f"MaxFragments=1, MinWords=12, MaxWords=24, StartSel={START}, StopSel={STOP}"


def search(
    connection: Connection,
    query: str,
    limit: int = 10,
    *,
    types: Collection[str] = SCOPES["all"],
    path: str | None = None,
) -> list[Hit]:
    """The documents that hold words of the query, best first: one named just like it, then the best by `search.sql`.

    `types` of documents, and a `path` (a folder, a file or a glob), narrow the answer. The connection's search_path
    must lead to a generation.
    """
    wanted = words(query)[:MOST_WORDS]
    if not wanted:
        return []
    values: dict[str, Any] = {
        "query": query.strip(),
        "words": wanted,
        "name": " ".join(wanted),
        "is_name": len(query.split()) == 1,
        "shortest": SHORTEST_BEGINNING,
        "types": sorted(types),
        "path": None if path is None else path_pattern(path),
        "names": NAMES,
        "rest": REST,
        "long": LONG,
        "sharing": SHARING,
        "limit": limit,
        "whole": WHOLE,
        "passage": PASSAGE,
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        return [hit(**row) for row in cursor.execute(SQL["search"], values)]


def hit(gist: str, passage: str, **facts: Any) -> Hit:
    """The line to show is the first sentence, unless more of the query's words stand in a passage further down."""
    line = passage if len(marked(passage)) > len(marked(gist)) else gist
    excerpt, matches = parted(" ".join(line.split()))
    return Hit(**facts, excerpt=excerpt, matches=tuple(matches))


def marked(line: str) -> set[str]:
    return {word.lower() for word in MARKED.findall(line)}


def parted(line: str) -> tuple[str, Iterable[tuple[int, int]]]:
    """The line without its marks, and where they stood."""
    text, matches = "", []
    for at, piece in enumerate(MARKED.split(line)):
        start = len(text)
        text += piece.replace(START, "").replace(STOP, "")
        if at % 2:
            matches.append((start, len(text)))
    return text, matches
