"""An empty read model takes a long log in at once, and comes to what batch after batch comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson
import pytest
from docrunch.domain.errors import Misconfigured
from docrunch.projections.documents import write_rows
from docrunch.projections.generations import enter_live
from docrunch.projections.rebuild import fill

if TYPE_CHECKING:
    from docrunch.postgres.connection import Connection
    from docrunch.projections.generation import Pointer

    from tests.projections.relational.conftest import Build, History, ReadModel


@pytest.fixture
def recorded(history: History, build: Build) -> History:
    """Files that refer to each other, one of them recorded again and one removed."""
    history.index(build.file("a.py", [build.function("f")]))
    history.index(build.file("b.py", [build.function("g")], [build.reference("calls", "g", "a.f")]))
    history.index(build.file("c.py"))
    history.index(build.file("b.py", [build.function("h")], [build.reference("calls", "h", "a.f")]))
    history.remove("c.py")
    return history


def test_filled_at_once_it_is_what_batches_make_of_it(model: ReadModel, recorded: History) -> None:
    """I3."""
    assert fill(model.database, recorded.feed(limit=2), model.targets)

    filled = model.state()
    model.empty()
    model.apply(recorded.batch())
    assert filled == model.state()
    assert filled["documents"]


def test_every_page_is_drawn_once_however_many_batches_there_are(
    model: ReadModel, recorded: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []

    def noting(connection: Connection, rows: str) -> None:
        drawn.extend(one["id"] for one in orjson.loads(rows))
        write_rows(connection, rows)

    monkeypatch.setattr("docrunch.projections.documents.write_rows", noting)
    monkeypatch.setattr("docrunch.projections.replay.write_rows", noting)

    fill(model.database, recorded.feed(limit=1), model.targets)

    assert sorted(drawn) == sorted(model.pages())
    assert "index" in drawn


def test_what_holds_something_is_left_alone(model: ReadModel, recorded: History) -> None:
    model.apply(recorded.batch(0, 1))
    before = model.state()

    assert not fill(model.database, recorded.feed(), model.targets)

    assert model.state() == before
    assert model.rows("SELECT generation FROM read_model") == [(1,)]


def test_whoever_read_the_pointer_before_it_stands_by(
    model: ReadModel, recorded: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """I9: the empty generation goes with the next rebuild, not under the hands of another projector."""

    def enter_and_wait(connection: Connection) -> Pointer:
        pointer = enter_live(connection)
        fill(model.database, recorded.feed(), model.targets)
        return pointer

    monkeypatch.setattr("docrunch.projections.relational.enter_live", enter_and_wait)

    with model.database.open() as other:
        assert model.apply_on(other, recorded.batch()).state == "standing by"


def test_the_read_model_of_another_version_is_not_replaced(model: ReadModel, recorded: History) -> None:
    """I9: two versions at work would undo each other for ever."""
    with model.database.transaction() as connection:
        enter_live(connection)
        connection.execute("UPDATE checkpoint SET tables_version = 'other'")

    with pytest.raises(Misconfigured, match="another version"):
        fill(model.database, recorded.feed(), model.targets)

    assert model.rows("SELECT generation FROM read_model") == [(1,)]


def test_rows_of_files_point_at_files(model: ReadModel, recorded: History) -> None:
    fill(model.database, recorded.feed(), model.targets)

    made = model.rows(
        "SELECT conrelid::regclass::text, attname FROM pg_constraint JOIN pg_attribute"
        " ON attrelid = conrelid AND attnum = conkey[1] WHERE confrelid = 'files'::regclass"
    )
    owned = {(table, "file_id") for table in ("symbols", "symbol_references", "bindings")}
    assert set(made) == owned | {("relationships", "source_file"), ("relationships", "target_file")}
