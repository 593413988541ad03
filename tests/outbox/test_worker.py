"""Workers: one loop each, so that one that is stuck or failing delays no other (I5)."""

from threading import Event
from typing import Any

import pytest
from docrunch.domain.errors import Unavailable
from docrunch.outbox.worker import Worker

LONG = 60.0
"""Seconds; longer than any test may take."""


class Steps:
    """Counts its runs; `until` says how many there shall be before `done` is set."""

    def __init__(self, until: int, *, has_more: bool = True, error: BaseException | None = None) -> None:
        self.until, self.has_more, self.error = until, has_more, error
        self.runs = 0
        self.done = Event()

    def __call__(self) -> bool:
        self.runs += 1
        if self.runs >= self.until:
            self.done.set()
        if self.error:
            raise self.error
        return self.has_more


def run(steps: dict[str, Any], interval: float = LONG) -> Worker:
    worker = Worker(steps, interval)
    worker.start()
    return worker


def test_a_step_with_more_to_do_runs_again_at_once() -> None:
    busy = Steps(100)

    worker = run({"busy": busy})

    assert busy.done.wait(LONG)
    worker.stop()


def test_an_idle_step_looks_again_after_a_while() -> None:
    idle = Steps(3, has_more=False)

    worker = run({"idle": idle}, interval=0.001)

    assert idle.done.wait(LONG)
    worker.stop()


def test_an_idle_step_is_woken() -> None:
    idle = Steps(1, has_more=False)
    worker = run({"idle": idle})
    assert idle.done.wait(LONG)
    idle.done.clear()

    worker.wake()

    assert idle.done.wait(LONG)
    worker.stop()


@pytest.mark.parametrize("error", [Unavailable("Postgres is away"), RuntimeError("a bug")])
def test_a_failing_step_is_tried_again_and_its_reason_told(error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    failing = Steps(3, error=error)

    worker = run({"failing": failing}, interval=0.001)

    assert failing.done.wait(LONG)
    worker.stop()
    assert str(error) in caplog.text


def test_a_stuck_step_delays_no_other() -> None:
    release, other = Event(), Steps(10)

    def stuck() -> bool:
        return release.wait(LONG)

    worker = run({"stuck": stuck, "other": other})

    assert other.done.wait(LONG)
    release.set()
    worker.stop()


def test_a_stopped_worker_has_ended_its_steps() -> None:
    busy, idle = Steps(1), Steps(1, has_more=False)
    worker = run({"busy": busy, "idle": idle})
    assert busy.done.wait(LONG)
    assert idle.done.wait(LONG)

    worker.stop()

    assert not any(thread.is_alive() for thread in worker.threads)


def test_a_worker_that_never_started_can_be_stopped() -> None:
    Worker({"x": Steps(1)}, LONG).stop()
