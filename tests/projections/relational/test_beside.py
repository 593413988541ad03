"""Documents rendered in another process, which may die at any time, are those rendered in this one."""

from __future__ import annotations

import os
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from docrunch.projections import beside, documents
from docrunch.projections.generations import enter_live
from docrunch.projections.neighbourhood import neighbourhood
from docrunch.projections.rebuild import fill
from docrunch.scanner.pool import open_pool

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.projections.relational.conftest import Build, History, ReadModel

FILES = 7


@pytest.fixture
def recorded(history: History, build: Build, monkeypatch: pytest.MonkeyPatch) -> History:
    """Files that call each other, each rendered apart."""
    monkeypatch.setattr(beside, "FEWEST", 1)
    monkeypatch.setattr(documents, "AT_ONCE", 1)
    for number in range(FILES):
        called = build.reference("calls", "f", f"m{(number + 1) % FILES}.f")
        history.index(build.file(f"m{number}.py", [build.function("f")], [called]))
    return history


class Noting(Executor):
    """Notes what another executor was given."""

    def __init__(self, inner: Executor) -> None:
        self.inner = inner
        self.given: list[Future[Any]] = []

    def submit(self, work: Callable[..., Any], /, *values: Any, **named: Any) -> Future[Any]:
        self.given.append(self.inner.submit(work, *values, **named))
        return self.given[-1]


class Busy(Executor):
    """Is at something else."""

    def submit(self, _work: Callable[..., Any], /, *_values: Any, **_named: Any) -> Future[Any]:
        return Future()


def test_what_would_have_to_wait_is_rendered_here(model: ReadModel, recorded: History) -> None:
    filled(model, recorded, None)
    with model.database.transaction() as connection:
        enter_live(connection)
        around = neighbourhood(connection, ["file:m1.py"])
    shared = beside.Shared(Busy())

    for _ in range(beside.MOST_WAITING):
        shared.render(around)

    assert shared.render(around)() == documents.rendered_rows(around)


def filled(model: ReadModel, history: History, open_process: beside.OpenProcess | None) -> dict[str, Any]:
    assert fill(model.database, history.feed(), model.targets, open_process=open_process)
    return dict(model.state())


def test_another_process_renders_what_this_one_would(model: ReadModel, recorded: History) -> None:
    """I3."""
    noted: list[Noting] = []

    @contextmanager
    def open_process() -> Iterator[Executor]:
        with open_pool(1) as pool:
            noted.append(Noting(pool))
            yield noted[0]

    there = filled(model, recorded, open_process)
    model.empty()

    assert there == filled(model, recorded, None)
    rendered_there = [rows for future in noted[0].given if (rows := future.result())]
    assert beside.MOST_WAITING <= len(rendered_there) <= FILES


class Dying(Noting):
    """Dies over the first thing that it is to render."""

    def submit(self, work: Callable[..., Any], /, *values: Any, **named: Any) -> Future[Any]:
        if work is documents.rendered_rows:
            self.inner.submit(os._exit, 1)
        return super().submit(work, *values, **named)


def test_a_process_that_dies_costs_time_only(model: ReadModel, recorded: History) -> None:
    """I3."""

    @contextmanager
    def dying() -> Iterator[Executor]:
        with open_pool(1) as pool:
            yield Dying(pool)

    without = filled(model, recorded, dying)
    model.empty()

    assert without == filled(model, recorded, None)
