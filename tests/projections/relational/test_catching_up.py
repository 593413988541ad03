"""A reader that catches up draws the overview pages once, and is never done without them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from docrunch.domain.scans import ScanStarted
from docrunch.projections import catching_up
from docrunch.projections.documents import refresh_overview
from docrunch.projections.rebuild import rebuild

if TYPE_CHECKING:
    from docrunch.postgres.connection import Connection

    from tests.projections.relational.conftest import Build, History, ReadModel

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


@pytest.fixture
def drawings(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One for each time the overview pages are drawn."""
    drawn: list[None] = []

    def counted(connection: Connection) -> list[str]:
        drawn.append(None)
        return refresh_overview(connection)

    monkeypatch.setattr(catching_up, "refresh_overview", counted)
    return drawn


def given_files(history: History, build: Build, count: int) -> None:
    for number in range(count):
        history.index(build.file(f"m{number}.py"))


def test_the_overview_is_drawn_with_the_last_batch(
    model: ReadModel, history: History, build: Build, drawings: list[None]
) -> None:
    given_files(history, build, 5)

    for first in range(4):
        model.apply(history.batch(first, first + 1))
    before = len(drawings), model.pages().get("index")
    model.apply(history.batch(4))

    assert before == (0, None)
    assert len(drawings) == 1
    assert "| Python | 5 |" in model.content("index")


def test_what_a_killed_reader_left_out_is_drawn_by_the_next_although_its_events_change_nothing(
    model: ReadModel, history: History, build: Build, drawings: list[None]
) -> None:
    """I3: it is remembered in the transaction that left it out."""
    given_files(history, build, 1)
    history.scan(ScanStarted(scan_run_id="run", started_at=NOW))
    model.apply(history.batch(0, 1))

    model.apply(history.batch(1))
    model.apply(history.batch(2))

    assert len(drawings) == 1
    assert "| Python | 1 |" in model.content("index")


def test_events_that_never_stop_coming_do_not_keep_the_overview_away(
    model: ReadModel, history: History, build: Build, drawings: list[None]
) -> None:
    most = catching_up.MOST_LEFT_OUT
    given_files(history, build, most + 2)

    for first in range(most + 1):
        model.apply(history.batch(first, first + 1))

    assert len(drawings) == 1
    assert f"| Python | {most} |" in model.content("index")


def test_a_batch_that_changes_nothing_draws_nothing(
    model: ReadModel, history: History, build: Build, drawings: list[None]
) -> None:
    given_files(history, build, 1)
    model.apply(history.batch())

    model.apply(history.batch(1))

    assert len(drawings) == 1


def test_a_rebuild_draws_what_the_live_read_model_left_out(model: ReadModel, history: History, build: Build) -> None:
    given_files(history, build, 3)
    model.apply(history.batch(0, 1))

    rebuild(model.database, history.feed(limit=1), model.targets)

    assert "| Python | 3 |" in model.content("index")
    assert model.rows("SELECT FROM overview_behind") == []
