"""Timing: every side in every round, in turns, so that what disturbs the machine disturbs all of them."""

import os
from collections.abc import Callable, Mapping
from statistics import harmonic_mean, median
from tempfile import TemporaryFile
from time import perf_counter

Rates = Mapping[str, list[float]]
"""Per side, what it did per second in each round."""

Run = Callable[[], float]
"""Does a side's work once and returns how much of it was done per second."""


def in_turns(sides: Mapping[str, Run], rounds: int, *, slices: int = 1, warm_up: bool = True) -> Rates:
    """Run all sides in every round, in slices: the first slice of every side, then the second of every side.

    The order is reversed from slice to slice, so that none always comes first. The round that warms up is not counted.
    """
    if warm_up:
        one_round(sides, 1)
    rates: dict[str, list[float]] = {name: [] for name in sides}
    for _ in range(rounds):
        for name, sliced in one_round(sides, slices).items():
            rates[name].append(harmonic_mean(sliced))
    return rates


def one_round(sides: Mapping[str, Run], slices: int) -> Rates:
    rates: dict[str, list[float]] = {name: [] for name in sides}
    for number in range(slices):
        for name in sorted(sides, reverse=bool(number % 2)):
            rates[name].append(sides[name]())
    return rates


def per_second(count: int, work: Callable[[], object]) -> float:
    """How many of `count` things `work` does per second."""
    started = perf_counter()
    work()
    return count / (perf_counter() - started)


def disk_wait() -> float:
    """Seconds until 8 kB are on the disk that the server is on, the median of 100: what every commit waits for."""
    with TemporaryFile() as file:
        return median(1 / per_second(1, lambda: written_through(file.fileno())) for _ in range(100))


def written_through(file: int) -> None:
    os.write(file, bytes(8192))
    os.fsync(file)


def ratio(rates: Rates, ours: str, peer: str) -> float:
    """The median over the rounds of our rate by the peer's in the same round."""
    return median(mine / its for mine, its in zip(rates[ours], rates[peer], strict=True))


def shares(seconds: Mapping[str, float]) -> str:
    """What part of the whole each takes, such as `parse 40 %, write 60 %`."""
    whole = sum(seconds.values())
    return ", ".join(f"{name} {100 * part / whole:.0f} %" for name, part in seconds.items())
