"""Rounds of delivery in a process beside this one, while very many documents wait."""

import logging
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import ExitStack, contextmanager, suppress
from functools import cache

from ..domain.errors import DocrunchError
from ..domain.targets import Target, manner_of
from ..outbox.delivery import Rules
from ..postgres.connection import Database
from .syncing import deliver_round, side_process
from .wiring import Project

log = logging.getLogger("docrunch.beside")

FEWEST_ROUNDS = 2
"""Fewer are done before a process has started."""


@contextmanager
def rounds_beside(project: Project, target: Target, waiting: int) -> Iterator[list[Future[int]]]:
    """Half of the rounds that so many documents take, under way in another process; what has not begun is dropped.

    One process reads and lays out the next pages while the other writes. None where the target is not portable.
    """
    database, made = project.database, list[Future[int]]()
    with ExitStack() as closing:
        if (rounds := rounds_of(target, waiting)) >= FEWEST_ROUNDS:
            process = closing.enter_context(side_process())
            values = (database.url, database.schema, target, project.rules, log.getEffectiveLevel())
            with suppress(BrokenExecutor):
                made += (process.submit(deliver_there, *values) for _ in range(rounds // 2 + 1))
        yield made


def rounds_of(target: Target, waiting: int) -> int:
    """How many full rounds could be shared."""
    manner = manner_of(target)
    return waiting // manner.batch if manner.is_portable and not manner.is_exclusive else 0


def settled_by(round_: Future[int]) -> int:
    """How many documents a round settled; none where it came to another end: they are due again, here."""
    try:
        return round_.result()
    except BrokenExecutor as error:
        log.info("a process that delivered beside this one was killed: %s", error)
    except Exception:
        log.exception("a round in another process failed")
    return 0


def deliver_there(url: str, schema: str, target: Target, rules: Rules, level: int) -> int:
    """One round, in the process beside, which logs from this level on; returns how many documents were settled."""
    # Nothing else tells it how much is to be said: without that each page that fails would be on stderr.
    logging.getLogger("docrunch").setLevel(level)
    try:
        return deliver_round(database_at(url, schema), target, rules)
    except DocrunchError as error:
        # What keeps this process from delivering keeps the other one from it too, and is told there.
        log.info("%s", error)
        return 0


@cache
def database_at(url: str, schema: str) -> Database:
    """One connection for all rounds; it ends with the process."""
    return Database(url, schema)
