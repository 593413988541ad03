"""Workers: loops on threads of their own, so that one that is stuck or failing delays no other (I5)."""

import logging
from collections.abc import Callable, Mapping
from threading import Event, Thread

from ..domain.errors import DocrunchError

Step = Callable[[], bool]
"""Does a bounded piece of work; returns whether there may be more right now."""

log = logging.getLogger("docrunch.worker")


class Worker:
    """Runs each step in a loop of its own until it is stopped; idle loops look again after `interval` seconds."""

    def __init__(self, steps: Mapping[str, Step], interval: float) -> None:
        self.interval = interval
        self.stopping = Event()
        self.wakers = {name: Event() for name in steps}
        self.threads = [
            Thread(target=self.loop, args=(step, self.wakers[name]), name=f"docrunch-{name}", daemon=True)
            for name, step in steps.items()
        ]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def wake(self) -> None:
        """There is something to do: look now."""
        for waker in self.wakers.values():
            waker.set()

    def join(self) -> None:
        """Block until the worker is stopped."""
        self.stopping.wait()

    def stop(self, timeout: float = 10.0) -> None:
        """End all loops after their current step; waits up to `timeout` seconds for each."""
        self.stopping.set()
        self.wake()
        for thread in self.threads:
            if thread.is_alive():
                thread.join(timeout)

    def loop(self, step: Step, waker: Event) -> None:
        while not self.stopping.is_set():
            waker.clear()
            if not attempted(step):
                waker.wait(self.interval)


def attempted(step: Step) -> bool:
    """Run one step; a failure is logged and waits like idleness does, it never ends the loop."""
    try:
        return step()
    except DocrunchError as error:
        log.warning("%s", error)
    except Exception:
        log.exception("a worker's step failed; it is tried again")
    return False
