"""What must be true of a read model at every position, and of two of them at the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docrunch.projections.catching_up import is_behind
from docrunch.projections.documents import refresh, refresh_overview
from docrunch.projections.generations import enter_live
from docrunch.projections.writing import SQL

if TYPE_CHECKING:
    from tests.projections.relational.conftest import ReadModel


def assert_resolved(model: ReadModel) -> None:
    """At every position the relationships are the join of all references with where their names lead."""
    joined = model.rows(
        "SELECT DISTINCT made.source, made.kind, names.symbol_id FROM symbol_references AS made"
        " JOIN names USING (target, scope) WHERE names.symbol_id IS NOT NULL ORDER BY 1, 2, 3"
    )
    stored = model.rows("SELECT source_symbol, type, target_symbol FROM relationships ORDER BY 1, 2, 3")
    assert stored == joined


def assert_fresh(model: ReadModel) -> None:
    """At every position each document is what its rows give: rendering all of them again writes none."""
    with model.database.transaction() as connection:
        enter_live(connection)
        files = [file for (file,) in SQL.rows(connection, "all_files")]
        ids = [id_ for id_, *_ in SQL.rows(connection, "presented", {"files": files})]
        assert refresh(connection, ids, []) == []
        if not is_behind(connection):
            assert refresh_overview(connection) == []


def assert_same(live: dict[str, list[Any]], replayed: dict[str, list[Any]]) -> None:
    for table, rows in replayed.items():
        assert live[table] == rows, table
