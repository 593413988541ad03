"""I3 for one target: whatever happens on the way, once the ledger is drained the target holds what is wanted."""

import logging
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from docrunch.domain.changes import wanted_hash
from docrunch.domain.documents import Document
from docrunch.domain.errors import TargetUnavailable
from docrunch.domain.targets import Confirm, Delivery, Outcome
from docrunch.outbox.delivery import Rules, deliver_due
from docrunch.outbox.ledger import Claim, Ledger
from docrunch.outbox.standing import end_pause
from docrunch.postgres.connection import Database
from docrunch.projections.ledger import SQL as PROJECTOR
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

IDS = st.sampled_from(["a", "b", "c"])
TEXTS = st.sampled_from([None, "one", "two", "three"])
CHANGES = st.lists(st.tuples(IDS, TEXTS), max_size=3)
FATES = ["fine", "fine", "refused", "forbidden", "torn", "broken", "down", "interrupted", "killed"]
SCHEDULES = st.lists(st.sampled_from(FATES), max_size=3)
# Who stalled beyond its lease, wrote, and was killed before it could tell: no ledger can know. A target's timeout,
# shorter than a lease, excludes it.
MOSTLY = st.sampled_from([True, True, True, False])
LATE_ENDS = st.sampled_from(["fine", "broken", "down", "interrupted"])


Changes = list[tuple[str, str | None]]


@dataclass(frozen=True)
class Stall:
    """What is changed before, meanwhile and later, how another worker fares, and how the stalled one ends."""

    first_changes: Changes
    changes: Changes
    schedule: list[str]
    later_changes: Changes
    end: str
    writes_late: bool


class KilledError(BaseException):
    """The process ends here: nothing of it runs any more."""


@dataclass
class Store:
    """A target in memory; each document meets the next fate of the schedule."""

    held: dict[str, str] = field(default_factory=dict)
    schedule: list[str] = field(default_factory=list)
    stall: Callable[[], str] | None = None
    """Happens in the middle of the next delivery; returns how that ends."""
    writes_late: bool = False
    is_killed: bool = False
    name: str = "store"
    document_types: frozenset[str] = frozenset({"module"})
    renderer_version: str = "1"

    def place(self) -> str:
        return "here"

    def create_place(self) -> str:
        return "here"

    def probe(self) -> None:
        """It always answers."""

    def holdings(self) -> dict[str, str]:
        return dict(self.held)

    def deliver(self, deliveries: Sequence[Delivery], confirm: Confirm) -> list[Outcome]:
        wanted = confirm(deliveries)
        due = [delivery for delivery in deliveries if delivery.document_id in wanted]
        outcomes = [self.take(delivery) for delivery in due]
        if happen := self.stall:
            self.stall = None
            written = {delivery.document_id: self.held.get(delivery.document_id) for delivery in due}
            end = happen()
            for id_, hash_ in written.items() if self.writes_late else ():
                self.put(id_, hash_)
            meet(end, self)
        return outcomes + [Outcome(one.document_id, is_stale=True) for one in deliveries if one not in due]

    def take(self, delivery: Delivery) -> Outcome:
        fate = self.schedule.pop() if self.schedule else "fine"
        if fate in {"refused", "forbidden"}:
            return Outcome(delivery.document_id, error=fate, is_permanent=fate == "forbidden")
        self.put(delivery.document_id, "half of it" if fate == "torn" else delivery.wanted_hash)
        meet(fate, self)
        return Outcome(delivery.document_id)

    def put(self, id_: str, hash_: str | None) -> None:
        if hash_ is None:
            self.held.pop(id_, None)
        else:
            self.held[id_] = hash_


def meet(fate: str, store: Store) -> None:
    """What happens once something has arrived and before anybody knows."""
    match fate:
        case "killed":
            store.is_killed = True
            raise KilledError
        case "interrupted":
            raise KeyboardInterrupt
        case "down" | "torn":
            raise TargetUnavailable(fate)
        case "broken":
            raise RuntimeError(fate)


class MortalLedger(Ledger):
    """The ledger in the hands of a process that may be killed: then it says nothing any more."""

    store: Store

    def abandon(self, claims: Collection[Claim]) -> None:
        if not self.store.is_killed:
            super().abandon(claims)


class Deliveries(RuleBasedStateMachine):
    """One target, its ledger, a projector that changes documents, and workers that meet every fate."""

    database: Database

    def __init__(self) -> None:
        super().__init__()
        self.database.connection().execute("TRUNCATE storage_sync, targets, documents")
        self.store = Store()
        self.ledger = MortalLedger(self.database, "store")
        self.ledger.store = self.store

    def documents_change(self, changes: Changes) -> None:
        for id_, text in changes:
            self.set_document(id_, text)

    def set_document(self, id_: str, text: str | None) -> None:
        wish = {"target": "store", "types": ["module"], "renderer_version": "1", "priority": 1, "ids": [id_]}
        with self.database.transaction() as connection:
            connection.execute("DELETE FROM documents WHERE id = %s", [id_])
            if text is not None:
                values = [id_, Document(id_, "module", id_, text).content_hash(), text]
                connection.execute("INSERT INTO documents VALUES (%s, 'module', %s, %s)", values)
            for statement in ("want", "unwant"):
                connection.execute(PROJECTOR[statement], {**wish, "scan_run_id": None})

    @rule(changes=CHANGES, schedule=SCHEDULES, size=st.integers(1, 3), has_waited=MOSTLY)
    def a_worker_delivers(self, changes: Changes, schedule: list[str], size: int, *, has_waited: bool) -> None:
        if has_waited:
            self.time_goes_by()
        self.documents_change(changes)
        self.store.schedule = list(schedule)
        with suppress(KilledError, KeyboardInterrupt):
            deliver_due(self.store, self.ledger, self.load, Rules(batch=size))
        if self.store.is_killed:
            self.store.is_killed = False
            self.leases_end()
        self.store.schedule = []

    @rule(stall=st.builds(Stall, CHANGES, CHANGES, SCHEDULES, CHANGES, LATE_ENDS, st.booleans()))
    def a_worker_stalls_and_others_go_on(self, stall: Stall) -> None:
        """Its leases end while it delivers; what it writes arrives before or after what the others write."""

        def meanwhile() -> str:
            self.leases_end()
            self.a_worker_delivers(stall.changes, stall.schedule, 3, has_waited=False)
            self.documents_change(stall.later_changes)
            return stall.end

        self.store.stall, self.store.writes_late = meanwhile, stall.writes_late
        self.a_worker_delivers(stall.first_changes, [], 3, has_waited=True)
        self.store.stall = None

    def leases_end(self) -> None:
        self.database.connection().execute(
            "UPDATE storage_sync SET leased_until = now() - interval '1 s' WHERE lease_token IS NOT NULL"
        )

    def time_goes_by(self) -> None:
        """Leases, waits and pauses end, and somebody retries what failed."""
        self.leases_end()
        self.ledger.retry()
        self.database.connection().execute("UPDATE storage_sync SET next_attempt_at = now()")
        end_pause(self.ledger)

    @rule()
    def stock_is_taken(self) -> None:
        since = self.ledger.now()
        self.ledger.record_holdings(self.store.holdings(), since)

    def load(self, ids: Sequence[str]) -> Mapping[str, Document]:
        query = "SELECT id, content FROM documents WHERE id = ANY (%s)"
        rows: list[Any] = self.database.connection().execute(query, [list(ids)]).fetchall()
        return {id_: Document(id_, "module", id_, content) for id_, content in rows}

    def teardown(self) -> None:
        """From here on nothing fails."""
        for _ in range(4):
            self.a_worker_delivers([], [], 3, has_waited=True)
        documents = self.load(["a", "b", "c"]).values()
        assert self.store.held == {one.id: wanted_hash(one.content_hash(), "1") for one in documents}
        assert (self.ledger.counts().pending, self.ledger.counts().failed) == (0, 0)


def test_a_drained_ledger_left_the_target_with_what_is_wanted(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL + 1, "docrunch")
    database.connection().execute(
        'CREATE TABLE documents (id text COLLATE "C" PRIMARY KEY, type text, content_hash text, content text)'
    )
    machine = type("MachineOnThisDatabase", (Deliveries,), {"database": database})

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            # To shrink takes minutes; the steps of a failure are few enough to read.
            phases=(Phase.reuse, Phase.generate),
        ),
    )
