"""A process beside this one takes some of the rounds of a long delivery; whatever becomes of it, all is delivered."""

import os
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import replace
from logging import CRITICAL, ERROR, NOTSET
from pathlib import Path
from typing import Any

import pytest
from docrunch import Docrunch
from docrunch.application import beside, draining, syncing
from docrunch.application.progress import silent
from docrunch.domain.targets import Target
from docrunch.projections.markdown.target import MarkdownTarget


@pytest.fixture
def waiting(hosted: Path) -> Iterator[Docrunch]:
    """A project whose pages are still to be written."""
    with Docrunch.open(hosted, has_worker=False) as docrunch:
        docrunch.scan()
        docrunch.catch_up()
        yield docrunch


def markdown(docrunch: Docrunch) -> tuple[Target, int]:
    """The target, and how many documents wait for it."""
    (target,) = docrunch.project.installed
    return target, docrunch.project.ledger(target.name).counts().pending


def assert_all_is_delivered(docrunch: Docrunch) -> None:
    _, pending = markdown(docrunch)
    assert pending == 0
    assert docrunch.status().projections[1].state == "current"
    pages = docrunch.project.root / "docrunch-docs"
    assert (pages / "functions/a.f.md").is_file()
    assert (pages / "index.md").is_file()


def test_a_process_beside_this_one_delivers_what_is_due(waiting: Docrunch) -> None:
    target, count = markdown(waiting)
    database, rules = waiting.project.database, waiting.project.rules

    with syncing.side_process() as process:
        settled = process.submit(beside.deliver_there, database.url, database.schema, target, rules, NOTSET).result()

    assert settled == count
    assert_all_is_delivered(waiting)


@pytest.mark.parametrize(("documents", "rounds"), [(4_999, 0), (9_999, 1), (10_000, 2), (22_000, 4)])
def test_full_rounds_are_shared(documents: int, rounds: int) -> None:
    assert beside.rounds_of(MarkdownTarget(Path("pages"), Path("/")), documents) == rounds


@pytest.fixture
def in_small_rounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """This process delivers two documents at a time; another one does not know that."""
    monkeypatch.setattr(MarkdownTarget, "manner", replace(MarkdownTarget.manner, batch=2))


@pytest.mark.usefixtures("in_small_rounds")
def test_what_another_process_delivers_counts(waiting: Docrunch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draining, "deliver", lambda *_: 0)
    target, count = markdown(waiting)

    assert draining.deliver_all(waiting.project, target, silent) == count
    assert_all_is_delivered(waiting)


class Dying(Executor):
    """Hands out work that kills its process."""

    def __init__(self, inner: Executor) -> None:
        self.inner = inner

    def submit(self, _work: Callable[..., Any], /, *_values: Any, **_named: Any) -> Future[Any]:
        return self.inner.submit(os._exit, 1)


@pytest.mark.usefixtures("in_small_rounds")
def test_what_a_killed_process_left_is_delivered(waiting: Docrunch, monkeypatch: pytest.MonkeyPatch) -> None:
    """I5."""
    open_process = syncing.side_process

    @contextmanager
    def dying() -> Iterator[Executor]:
        with open_process() as process:
            yield Dying(process)

    monkeypatch.setattr(beside, "side_process", dying)
    held_by_the_other = [0]
    monkeypatch.setattr(
        draining, "deliver", lambda *given: held_by_the_other.pop() if held_by_the_other else syncing.deliver(*given)
    )
    target, count = markdown(waiting)

    assert draining.deliver_all(waiting.project, target, silent) == count
    assert_all_is_delivered(waiting)


@pytest.mark.usefixtures("in_small_rounds")
def test_a_target_that_cannot_be_pickled_is_served_here(waiting: Docrunch, monkeypatch: pytest.MonkeyPatch) -> None:
    target, count = markdown(waiting)
    monkeypatch.setattr(target, "probe", lambda: None)

    assert draining.deliver_all(waiting.project, target, silent) == count
    assert_all_is_delivered(waiting)


def test_a_process_without_a_server_leaves_the_work_to_this_one(waiting: Docrunch) -> None:
    target, count = markdown(waiting)

    assert beside.deliver_there("postgresql://localhost:1/none", "docrunch", target, waiting.project.rules, NOTSET) == 0
    assert markdown(waiting) == (target, count)


def test_nothing_is_asked_of_a_target_while_delivery_is_switched_off(
    hosted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even what it holds, however much waits."""
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__ENABLED", "false")
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__BACKLOG_REBUILD_THRESHOLD", "1")
    with Docrunch.open(hosted, has_worker=False) as docrunch:
        docrunch.scan()
        docrunch.drain()

        assert markdown(docrunch)[1] > 1

    assert not (hosted / "docrunch-docs").exists()


def test_a_target_goes_to_another_process_without_what_it_knows_of_its_pages(waiting: Docrunch) -> None:
    """Of very many pages that is much, and by then they are others."""
    target, _ = markdown(waiting)
    before = len(pickle.dumps(target))
    waiting.drain()

    assert len(pickle.dumps(target)) == before


@pytest.mark.usefixtures("in_small_rounds")
def test_a_process_beside_this_one_says_no_more_than_this_one(
    waiting: Docrunch, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Each page that fails would be a line on stderr, which the command line keeps for what people are to read."""
    caplog.set_level(CRITICAL, "docrunch")
    open_process, says = syncing.side_process, list[Future[bool]]()

    @contextmanager
    def asked() -> Iterator[Executor]:
        with open_process() as process:
            yield Asked(process, says)

    monkeypatch.setattr(beside, "side_process", asked)
    draining.deliver_all(waiting.project, markdown(waiting)[0], silent)

    assert [said.result() for said in says] == [False]


class Asked(Executor):
    """Asks its process, after the first work, whether it would say an error."""

    def __init__(self, inner: Executor, says: list[Future[bool]]) -> None:
        self.inner, self.says = inner, says

    def submit(self, work: Callable[..., Any], /, *values: Any, **named: Any) -> Future[Any]:
        submitted = self.inner.submit(work, *values, **named)
        if not self.says:
            self.says.append(self.inner.submit(beside.log.isEnabledFor, ERROR))
        return submitted
