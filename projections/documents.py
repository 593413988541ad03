"""Documents in the read model: render what may have changed, write only what did."""

from collections.abc import Collection, Container, Iterable, Iterator, Sequence
from itertools import filterfalse
from typing import Any

import orjson

from ..postgres.connection import Connection
from ..postgres.statements import Statements
from .collecting import uncollected
from .neighbourhood import neighbourhood
from .overview import PAGES as OVERVIEW
from .overview import render_overview
from .rendering import Rendered, render
from .reports.mentions import forget_mentions
from .reports.rendering import is_report, render_reports
from .shown import Neighbourhood
from .words import spaced

SQL = Statements("docrunch.projections", "documents.sql")
NO_ROWS = "[]"
AT_ONCE = 50
"""Files or reports: bounds the memory of a large batch, and the length of a rebuild's transactions."""


def refresh(connection: Connection, documents: Collection[str], gone: Collection[str]) -> list[str]:
    """Render these documents again, delete those that are gone; returns the ids of what changed."""
    changed = delete_documents(connection, gone)
    for files in chunks(files_of(filterfalse(is_report, documents))):
        changed += refresh_files(connection, files, documents)
    for reports in chunks(sorted(filter(is_report, documents))):
        changed += refresh_reports(connection, reports)
    return changed


@uncollected()
def refresh_files(connection: Connection, files: Collection[str], only: Container[str] | None = None) -> list[str]:
    """Render the documents of these files, or only some of them."""
    return write_documents(connection, render(neighbourhood(connection, files), only))


@uncollected()
def rendered_rows(around: Neighbourhood) -> str:
    """The documents of the files at hand for `write_rows`, in a generation that has none of them yet."""
    return orjson.dumps([row(made, made.document.content_hash()) for made in render(around)]).decode()


def refresh_reports(connection: Connection, reports: Sequence[str]) -> list[str]:
    """Render the documents of these reports."""
    return write_documents(connection, render_reports(connection, reports))


def refresh_overview(connection: Connection) -> list[str]:
    """A page that has nothing to give an overview of is none."""
    pages = render_overview(connection)
    gone = OVERVIEW.keys() - {page.document.id for page in pages}
    return write_documents(connection, pages) + delete_documents(connection, gone)


def files_of(documents: Iterable[str]) -> list[str]:
    """The files of documents of symbols: `function:a.py::f` is in `file:a.py`."""
    return sorted({f"file:{document.partition(':')[2].partition('::')[0]}" for document in documents})


def chunks(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + AT_ONCE] for start in range(0, len(ids), AT_ONCE))


def delete_documents(connection: Connection, gone: Collection[str]) -> list[str]:
    """Returns the ids of those that there were."""
    if not gone:
        return []
    forget_mentions(connection, filter(is_report, gone))
    rows = SQL.rows(connection, "delete", {"ids": sorted(gone)})
    return [id_ for (id_,) in rows]


def write_documents(connection: Connection, rendered: Iterable[Rendered]) -> list[str]:
    """Write those whose hash differs from the stored one; returns their ids."""
    hashed = {made.document.id: (made.document.content_hash(), made) for made in rendered}
    if not hashed:
        return []
    stored = dict(SQL.rows(connection, "hashes", {"ids": list(hashed)}))
    changed = [row(made, hash_) for id_, (hash_, made) in hashed.items() if stored.get(id_) != hash_]
    if changed:
        write_rows(connection, orjson.dumps(changed).decode())
    return [made["id"] for made in changed]


def write_rows(connection: Connection, rows: str) -> None:
    """Write rows of documents, a JSON list."""
    connection.execute(SQL["write"], {"rows": rows})


def row(made: Rendered, content_hash: str) -> dict[str, Any]:
    document = made.document
    return {
        "id": document.id,
        "type": document.type,
        "title": document.title,
        "content": document.content,
        "metadata": document.metadata,
        "relationships": [(edge.type, edge.target) for edge in document.relationships],
        "content_hash": content_hash,
        "problem": made.problem,
        "summary": made.summary,
        "name_words": spaced(made.name),
        "names": spaced(f"{document.title} {made.names}"),
        "gist": spaced(made.summary),
        "body": spaced(made.description),
    }
