"""Which documents look different after rows of reports changed, and after files did."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from ...postgres.connection import Connection
from ...postgres.statements import Statements
from ..affected import Affected
from .sheet import Row, Written
from .writing import settle_pages

SQL = Statements("docrunch.projections.reports", "affected.sql")
Rows = Mapping[str, Row]


def affected_by_reports(connection: Connection, written: Written) -> Affected:
    """The documents of these rows, and those that show them."""
    affected = Affected()
    if not written:
        return affected
    for table, documents in DOCUMENTS.items():
        affected.documents.update(documents(written.get(table, {})))
    retired = (id_ for id_, row in written.get("pages", {}).items() if row.columns is None)
    affected.gone.update(retired)
    affected.documents.update(shown_with_pages(connection, written.get("pages", {})))
    affected.documents.update(shown_with_symbols(connection, written.get("summaries", {})))
    affected.documents -= affected.gone
    return affected


def affected_by_files(connection: Connection, files: Collection[str]) -> set[str]:
    """The documents in which a name leads elsewhere now that these files changed."""
    return {document for (document,) in SQL.rows(connection, "mentions_of_files", {"files": list(files)})}


def of_findings(rows: Rows) -> Iterator[str]:
    for id_, columns in present(rows):
        yield f"finding:{id_}"
        yield f"task:{columns['task_id']}"


def of_decisions(rows: Rows) -> Iterator[str]:
    """A decision shows what it supersedes, and the other way round."""
    for id_, columns in present(rows):
        yield f"decision:{id_}"
        if columns.get("superseded_by"):
            yield f"decision:{columns['superseded_by']}"
        if columns.get("task_id"):
            yield f"task:{columns['task_id']}"


def of_tasks(rows: Rows) -> Iterator[str]:
    """Only what is published is shown: progress renders nothing."""
    return (f"task:{id_}" for id_, row in rows.items() if "published_version" in row.changed)


def of_patterns(rows: Rows) -> Iterator[str]:
    return (f"pattern:{id_}" for id_ in rows)


DOCUMENTS = {"findings": of_findings, "decisions": of_decisions, "tasks": of_tasks, "patterns": of_patterns}


def present(rows: Rows) -> Iterator[tuple[str, dict[str, Any]]]:
    return ((id_, row.columns) for id_, row in rows.items() if row.columns is not None)


def shown_with_pages(connection: Connection, pages: Rows) -> Iterable[str]:
    """Every document that has or links to a page that came or moved."""
    if not pages:
        return ()
    moved = {*settle_pages(connection), *pages}
    tasks = [id_.removeprefix("task:") for id_ in moved if id_.startswith("task:")]
    return moved.union(id_ for (id_,) in SQL.rows(connection, "shown_with_tasks", {"ids": tasks}) if tasks)


def shown_with_symbols(connection: Connection, summaries: Rows) -> Iterable[str]:
    if not summaries:
        return ()
    rows = SQL.rows(connection, "shown_with_symbols", {"ids": list(summaries)})
    return {id_ for id_ in chain.from_iterable(rows) if id_ is not None}
