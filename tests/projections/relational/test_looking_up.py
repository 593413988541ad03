"""What documents need is looked up: of large tables nothing is read that does not belong to the files at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docrunch.projections.generations import enter_live
from docrunch.projections.neighbourhood import by_index, neighbourhood

if TYPE_CHECKING:
    from tests.projections.relational.conftest import Build, History, ReadModel

FILES = 5
READ_WHOLE = """SELECT relname, seq_scan FROM pg_stat_xact_user_tables
                 WHERE schemaname ~ '_r[0-9]+$' AND relname <> 'checkpoint' ORDER BY relname"""
SETTINGS = "SELECT name, setting FROM pg_settings WHERE name ~ '^enable_|^max_parallel' ORDER BY name"


@pytest.fixture
def filled(model: ReadModel, history: History, build: Build) -> ReadModel:
    """Files that import, call and build on each other: so few that the planner, which knows that, asks no index."""
    for number in range(FILES):
        other = f"m{number + 1}"
        uses = [
            build.reference("imports", "", other),
            build.reference("calls", "f", f"{other}.f"),
            build.reference("inherits", "K", f"{other}.K"),
        ]
        history.index(build.file(f"m{number}.py", [build.function("f"), build.class_("K")], uses))
    model.apply(history.batch())
    with model.database.transaction() as connection:
        enter_live(connection)
        connection.execute("ANALYZE files, symbols, relationships, summaries")
    return model


def test_no_table_is_read_whole(filled: ReadModel) -> None:
    with filled.database.transaction() as connection:
        enter_live(connection)
        before = connection.execute(READ_WHOLE).fetchall()

        around = neighbourhood(connection, ["file:m1.py"])

        assert connection.execute(READ_WHOLE).fetchall() == before
    assert [len(links) for links in (around.importers, around.imports, around.heirs, around.bases)] == [1, 1, 1, 1]
    assert around.callers["function:m1.py::f"].total == 1


def test_the_planner_is_free_again_afterwards(filled: ReadModel) -> None:
    with filled.database.transaction() as connection:
        before = connection.execute(SETTINGS).fetchall()
        with by_index(connection):
            assert connection.execute(SETTINGS).fetchall() != before
        assert connection.execute(SETTINGS).fetchall() == before
