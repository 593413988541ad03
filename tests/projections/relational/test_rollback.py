"""Going back to the generation from before a rebuild."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docrunch.domain.errors import Misconfigured, Refused
from docrunch.projections.reading import reader
from docrunch.projections.rebuild import rebuild
from docrunch.projections.rollback import roll_back
from psycopg import sql

if TYPE_CHECKING:
    from tests.projections.relational.conftest import Build, History, ReadModel


@pytest.fixture
def rebuilt(model: ReadModel, history: History, build: Build) -> ReadModel:
    """A read model that was rebuilt, and has gone on since."""
    history.index(build.file("a.py", [build.function("f")]))
    model.apply(history.batch())
    rebuild(model.database, history.feed(), model.targets)
    history.index(build.file("b.py", [build.function("g")], [build.reference("calls", "g", "a.f")]))
    history.index(build.file("c.py"))
    history.remove("c.py")
    model.apply(history.batch(1))
    return model


def test_the_previous_generation_comes_back_with_all_that_happened_since(rebuilt: ReadModel, history: History) -> None:
    """I3: it caught up, so nothing differs; I9: whoever reads meanwhile reads on in the other one."""
    before = rebuilt.state()

    with reader(rebuilt.database) as read:
        back = roll_back(rebuilt.database, history.feed(limit=1), rebuilt.targets)
        assert (read.generation, read.counts().files) == (2, 2)

    assert (back.generation, back.position) == (1, 4000)
    assert rebuilt.rows("SELECT generation, previous FROM read_model") == [(1, 2)]
    assert rebuilt.state() == before


def test_going_back_twice_leads_forward_again(rebuilt: ReadModel, history: History, build: Build) -> None:
    roll_back(rebuilt.database, history.feed(), rebuilt.targets)
    history.index(build.file("d.py"))
    rebuilt.apply(history.batch(4))
    before = rebuilt.state()

    assert roll_back(rebuilt.database, history.feed(), rebuilt.targets).generation == 2

    assert rebuilt.state() == before
    assert rebuilt.apply(history.batch(5)).state != "standing by"


def test_there_is_nothing_to_go_back_to_before_the_first_rebuild(model: ReadModel, history: History) -> None:
    with pytest.raises(Refused, match="there is no generation of the read model to go back to"):
        roll_back(model.database, history.feed(), model.targets)


def test_a_generation_of_another_version_is_left_to_that_version(rebuilt: ReadModel, history: History) -> None:
    with rebuilt.database.transaction() as connection:
        checkpoint = sql.Identifier(f"{rebuilt.database.schema}_r1", "checkpoint")
        connection.execute(sql.SQL("UPDATE {} SET tables_version = 'of old'").format(checkpoint))

    with pytest.raises(Misconfigured, match="was made by another version of docrunch") as refused:
        roll_back(rebuilt.database, history.feed(), rebuilt.targets)

    assert "go back with that version" in str(refused.value.hint)
    assert rebuilt.rows("SELECT generation FROM read_model") == [(2,)]
