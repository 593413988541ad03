"""Agents that all dispatch to one log at once, each a program of its own, and what came of it."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from threading import Barrier, Event
from typing import Any

from docrunch.commands.command import Command
from docrunch.commands.dispatch import dispatch
from docrunch.domain.errors import DocrunchError, NotFound, Refused
from docrunch.domain.receipts import Receipt
from docrunch.outbox import feed
from docrunch.outbox.appending import VersionConflict
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database
from docrunch.projections.relational import apply

from ..projections.reports.office import Office
from .plain import Illegal, Plain

AGENTS = 4
Batch = tuple[Command, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an agent was told about a batch of commands: receipts, or why it was refused."""

    batch: Batch
    answer: list[Receipt] | DocrunchError

    @property
    def position(self) -> int:
        """That of the last event; 0 for what was refused or changed nothing."""
        return 0 if isinstance(self.answer, DocrunchError) else max(receipt.position for receipt in self.answer)


class CountingLog(EventLog):
    """A log that counts how often another agent was first."""

    collisions = 0

    def append(self, *args: Any, **kwargs: Any) -> Sequence[int]:
        try:
            return super().append(*args, **kwargs)
        except VersionConflict:
            self.collisions += 1
            raise


class Agents:
    """Programs that race: each has a cache, a connection and a thread of its own, and another one projects."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.logs = [self.log_on(office.database) for _ in range(AGENTS)]
        self.pool = ThreadPoolExecutor(AGENTS + 2)

    @staticmethod
    def log_on(database: Database) -> CountingLog:
        recorder = PostgresRecorder(database)
        return CountingLog(recorder, recorder)

    def race(self, scripts: Sequence[Sequence[Batch]], *meanwhile: Callable[[], None]) -> list[Outcome]:
        """Each agent works through its script, all beginning at once, while events are projected as they come."""
        start, is_over = Barrier(len(scripts)), Event()
        others = [self.pool.submit(one) for one in (lambda: self.project_until(is_over), *meanwhile)]
        agents = [self.pool.submit(self.work, at, script, start) for at, script in enumerate(scripts)]
        try:
            return [outcome for agent in agents for outcome in agent.result()]
        finally:
            is_over.set()
            for other in others:
                other.result()

    def work(self, at: int, script: Sequence[Batch], start: Barrier) -> list[Outcome]:
        start.wait()
        return [Outcome(batch, self.told(self.logs[at], batch)) for batch in script]

    @staticmethod
    def told(log: EventLog, batch: Batch) -> list[Receipt] | DocrunchError:
        try:
            return dispatch(log, batch)
        except (Refused, NotFound) as error:
            return error

    def project_until(self, is_over: Event) -> None:
        connection = self.office.database.connection()
        while not is_over.wait(0.001):
            batch = feed.read_live(connection, self.office.position(), 5)
            if batch is not None:
                apply(connection, batch, self.office.targets)

    def close(self) -> Counter[str]:
        """End all; how often agents collided."""
        self.pool.shutdown()
        return Counter(collisions=sum(log.collisions for log in self.logs))


def judge(before: Plain, outcomes: Sequence[Outcome]) -> Plain:
    """What there is after a race, if exactly what was legal was accepted.

    What was accepted is obeyed in the order of the log and must be legal there. What was refused, or accepted as
    nothing new, must have been just that at some moment of the race.
    """
    first_told = {outcome.batch[0].command_id: outcome for outcome in outcomes if outcome.position}
    moments = [before]
    for outcome in sorted(first_told.values(), key=lambda one: one.position):
        moments.append(moments[-1].after(*outcome.batch))
    for outcome in outcomes:
        if isinstance(outcome.answer, DocrunchError):
            assert any(is_illegal(moment, outcome.batch) for moment in moments), outcome
        elif not outcome.position:
            assert any(is_no_news(moment, outcome.batch) for moment in moments), outcome
        else:
            # Whoever repeats a command is told what the first one was told.
            assert outcome.answer == first_told[outcome.batch[0].command_id].answer
    moments[-1].lately = set(moments[-1].files)
    return moments[-1]


def is_illegal(moment: Plain, batch: Batch) -> bool:
    try:
        # What was there lately excuses whoever was accepted; whoever was refused saw that it was gone.
        replace(moment, lately=set()).after(*batch)
    except Illegal:
        return True
    return False


def is_no_news(moment: Plain, batch: Batch) -> bool:
    return not is_illegal(moment, batch) and moment.after(*batch) == moment
