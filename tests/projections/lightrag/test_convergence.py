"""I3 on a real server: whatever happens in between, it ends up holding the documents and nothing else."""

import os
from collections.abc import Callable
from dataclasses import dataclass, field

import hypothesis.strategies as st
import pytest
from docrunch.config.settings import LightragSettings
from docrunch.domain.errors import TargetUnavailable
from docrunch.projections.lightrag import round as rounds
from docrunch.projections.lightrag.client import LightRagClient
from docrunch.projections.lightrag.target import LightRagTarget
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as profile

from .faults import Fault, Network
from .library import Library
from .models import Models
from .server import Server

SEEDS = range(int(os.environ.get("DOCRUNCH_PROVE_LIGHTRAG", "2")))
IDS = ("module:a.py", "function:a.py::f", "class:b/c.py::D[é]", "pattern:x ~ y.z", "finding:1", "decision:'q'")
STEPS = 12
FAULTS: list[Fault] = ["none", "none", "none", "none", "unsent", "lost", "lost", "late"]

ids = st.sampled_from(IDS)
faults = st.lists(st.sampled_from(FAULTS), max_size=40)
kills = st.one_of(st.none(), st.integers(0, 30))
writes = st.tuples(st.just("write"), ids, st.integers(0, 9), st.frozensets(ids, max_size=4))
steps = st.one_of(
    writes,
    writes,
    st.tuples(st.just("delete"), ids),
    st.tuples(st.just("rename"), ids, ids),
    st.tuples(st.just("deliver"), st.integers(1, len(IDS)), faults, kills),
    st.tuples(st.just("deliver"), st.integers(1, len(IDS)), faults, kills),
    st.tuples(st.just("reconcile"), faults, kills),
    st.tuples(st.just("lose the ledger")),
)


@dataclass
class World:
    """A project, its ledger and a server, each of which may fail."""

    server: Server
    network: Network
    library: Library
    pending: set[str] = field(default_factory=set)
    has_ledger: bool = True

    def write(self, id_: str, content: int, calls: frozenset[str]) -> None:
        before = self.library.wanted()
        self.library.written[id_] = (f"says {content} of {id_}", calls)
        self.note(before)

    def delete(self, id_: str) -> None:
        before = self.library.wanted()
        self.library.written.pop(id_, None)
        self.note(before)

    def rename(self, id_: str, other: str) -> None:
        before = self.library.wanted()
        if id_ in self.library.written and id_ != other:
            self.library.written[other] = self.library.written.pop(id_)
        self.note(before)

    def note(self, before: dict[str, str]) -> None:
        """As the projector does: what is wanted otherwise than before is pending."""
        now = self.library.wanted()
        self.pending |= {id_ for id_ in before.keys() | now.keys() if before.get(id_) != now.get(id_)}

    def deliver(self, count: int, faults: list[Fault], kill: int | None) -> None:
        """A worker's round, with what it has claimed."""
        claimed = sorted(self.pending)[:count]
        if claimed and self.survived(faults, kill, lambda: self.library.bring(*claimed)):
            self.pending -= set(claimed)

    def reconcile(self, faults: list[Fault], kill: int | None) -> None:
        if self.survived(faults, kill, self.library.reconcile):
            self.pending.clear()
            self.has_ledger = True

    def lose_the_ledger(self) -> None:
        self.pending.clear()
        self.has_ledger = False

    def survived(self, faults: list[Fault], kill: int | None, work: Callable[[], object]) -> bool:
        self.network.fail(with_kill(faults, kill))
        try:
            work()
        except TargetUnavailable:
            return False
        finally:
            self.network.fail([])
            if self.server.process is None:
                self.server.start()
        return True

    def end_well(self) -> None:
        """Nothing fails any more: the workers deliver what is left; without a ledger somebody reconciles."""
        if not self.has_ledger:
            self.library.reconcile()
        elif self.pending:
            assert [outcome.error for outcome in self.library.bring(*sorted(self.pending)) if outcome.error] == []


def with_kill(faults: list[Fault], kill: int | None) -> list[Fault]:
    if kill is None:
        return faults
    quiet: list[Fault] = ["none"]
    end: list[Fault] = ["kill"]
    return [*(faults + quiet * kill)[:kill], *end]


@pytest.mark.parametrize("mode", ["documents+graph", "graph"])
@pytest.mark.parametrize("number", SEEDS)
def test_any_schedule_ends_in_the_truth(
    number: int, mode: str, running: Server, models: Models, settings: LightragSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    @seed(number)
    # The first example is always the simplest one, so there are two.
    @profile(
        max_examples=2,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(large=st.sampled_from([2, rounds.LARGE]), schedule=st.lists(steps, min_size=STEPS, max_size=2 * STEPS))
    def run(large: int, schedule: list[tuple[object, ...]]) -> None:
        monkeypatch.setattr(rounds, "LARGE", large)
        ends_in_the_truth(schedule, running, models, settings.model_copy(update={"mode": mode}))

    run()


def ends_in_the_truth(
    schedule: list[tuple[object, ...]], server: Server, models: Models, settings: LightragSettings
) -> None:
    network, target = Network(server.kill), LightRagTarget(settings)
    target.client = LightRagClient(server.url, transport=network)
    with target.client as client:
        client.delete("/documents", {})
        target.create_place()
        world = World(server, network, Library(target))
        for name, *values in schedule:
            getattr(world, str(name).replace(" ", "_"))(*values)
        world.end_well()
        world.library.require_on(client)
        embedded, network.sent = models.embedded, []
        assert world.library.reconcile() == 0
        assert (models.embedded, network.sent) == (embedded, [])
