"""Processes that do the same thing at the same time: one connection each, and no interpreter lock between them."""

import multiprocessing
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection
from time import monotonic
from typing import Any

Prepare = Callable[[int], Callable[[], object]]
"""Gets everything ready for so many operations, untimed, and returns what does them."""

Sides = Mapping[str, Prepare]


class Crowd:
    """Some processes that wait for work."""

    def __init__(self, members: list[Connection]) -> None:
        self.members = members

    def rate(self, side: str, size: int, each: int) -> float:
        """Operations per second of `size` processes that do `each` of them side by side."""
        chosen = self.members[:size]
        for member in chosen:
            member.send((side, each))
        for member in chosen:
            member.recv()
        for member in chosen:
            member.send("go")
        starts, ends = zip(*(member.recv() for member in chosen), strict=True)
        return size * each / float(max(ends) - min(starts))


@contextmanager
def crowd(size: int, make_sides: Callable[..., Sides], *arguments: Any) -> Iterator[Crowd]:
    """Start `size` processes, each with sides of its own: `make_sides(*arguments)`."""
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe() for _ in range(size)]
    processes = [context.Process(target=attend, args=(theirs, make_sides, arguments)) for _, theirs in pipes]
    for process in processes:
        process.start()
    try:
        yield Crowd([ours for ours, _ in pipes])
    finally:
        for (ours, theirs), process in zip(pipes, processes, strict=True):
            theirs.close()
            ours.close()
            process.join()


def attend(orders: Connection, make_sides: Callable[..., Sides], arguments: tuple[Any, ...]) -> None:
    """What a member does until its pipe is closed. The clock is the system's, so spans of all members compare."""
    sides = make_sides(*arguments)
    while True:
        try:
            side, count = orders.recv()
        except EOFError:
            return
        work = sides[side](count)
        orders.send("ready")
        orders.recv()
        start = monotonic()
        work()
        orders.send((start, monotonic()))
