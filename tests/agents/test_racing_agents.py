"""Several agents write to one log at the same time: everything ends as if one had come after the other."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

import pytest
from docrunch.commands.cli_models import AddCliModel, RemoveCliModel, SetCliModels
from docrunch.commands.command import Command
from docrunch.commands.profiles import EnableProfile
from docrunch.commands.tasks import LogTaskAction
from docrunch.postgres.connection import Database
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from ..projections.reports.replica import CONVERGING, Replica
from ..projections.reports.wishes import NAMES, about_reports, about_tasks, opening, wish, wishes
from .duels import DUELS, Duel
from .plain import RULES, Plain
from .racing import AGENTS, Agents, Batch, Outcome, judge
from .told import expected, read

EXAMPLES = int(os.environ.get("DOCRUNCH_PROVE_RACES", "12"))
ROUNDS = 8
DUELS_EACH = 8

Script = list[Batch]

FIGURES: Counter[str] = Counter()

models = st.sampled_from(["m", "n"])
about_models = st.one_of(
    wish(SetCliModels, cli_type="gemini", models=st.lists(models, max_size=2, unique=True)),
    wish(AddCliModel, cli_type="gemini", model=models),
    wish(RemoveCliModel, cli_type="gemini", model=models),
    wish(EnableProfile, profile_id=NAMES),
)
one = st.one_of(wishes, wishes, wishes, about_models).map(lambda command: (command,))
# Of what is never nothing new: a batch that in part was nothing new has no one place in the log.
several = st.lists(about_tasks | about_reports, min_size=2, max_size=3).map(tuple)


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """Mostly one command, at times several that stand or fall together."""
    return draw(several if draw(st.integers(0, 4)) == 0 else one)


@st.composite
def scripts(draw: st.DrawFn, most: int = 4) -> list[Script]:
    """What each agent does, one batch after the other."""
    script = st.lists(batches(), min_size=1, max_size=most)
    return draw(st.lists(script, min_size=AGENTS, max_size=AGENTS))


class RacingAgents(RuleBasedStateMachine):
    """I1, I3, I10: exactly what was legal in the log's order was accepted, and all stores say what a plain model says.

    The tables after every round, and at the end tables and documents of a replay from zero.
    """

    fresh: Callable[[], AbstractContextManager[Database]]

    def __init__(self) -> None:
        super().__init__()
        self.closing = ExitStack()
        self.office = Replica(self.closing.enter_context(type(self).fresh()))
        self.agents = Agents(self.office)
        self.plain = Plain()
        self.duels = 0

    @initialize(first=opening)
    def begin(self, first: Sequence[Command]) -> None:
        self.run([[(command,) for command in first]])
        # Nothing but its id keeps this from taking effect four times.
        self.run([[(LogTaskAction(task_id="t", action="looked"),)]] * AGENTS)
        # Each of them in turn, as chance would leave one out now and then.
        self.all_want_the_same_things(DUELS[FIGURES["histories"] % len(DUELS)])

    @rule(scripts=scripts(), is_rebuilt=st.sampled_from([False, False, True]))
    def all_work_at_once(self, scripts: Sequence[Script], *, is_rebuilt: bool) -> None:
        self.run(scripts, *([self.office.rebuild_from_log] if is_rebuilt else []))

    @rule(scripts=scripts(most=1), batch=batches())
    def all_send_the_same(self, scripts: Sequence[Script], batch: Batch) -> None:
        self.run([[batch, *script] for script in scripts])

    @rule(duel=st.sampled_from(DUELS))
    def agents_duel(self, duel: Callable[[str], Duel]) -> None:
        self.all_want_the_same_things(duel)

    def all_want_the_same_things(self, duel: Callable[[str], Duel]) -> None:
        self.duels += DUELS_EACH
        duels = [duel(f"duel-{number}") for number in range(self.duels - DUELS_EACH, self.duels)]
        self.run([[tuple(command for before, _ in duels for command in before)]])
        self.run([[(wanted[at],) for _, wanted in duels] for at in range(AGENTS)])

    def run(self, scripts: Sequence[Script], *meanwhile: Callable[[], None]) -> None:
        with told_at_once():
            outcomes = self.agents.race(scripts, *meanwhile)
            self.plain = judge(self.plain, outcomes)
            self.office.catch_up(max(outcome.position for outcome in outcomes))
            says, must_say = read(self.office), expected(self.plain)
            for table, rows in must_say.items():
                assert says[table] == rows, table
            assert self.office.stale_documents() == []
        count(outcomes)

    def teardown(self) -> None:
        with self.closing, told_at_once():
            FIGURES.update(self.agents.close())
            self.office.catch_up(self.office.log.recorder.max_notification_id() or 0)
            live = self.office.state()
            self.office.rebuild_from_log()
            replayed = self.office.state()
            for table in CONVERGING:
                assert replayed[table] == live[table], table
        FIGURES["histories"] += 1


class Broken(BaseException):
    """A promise was broken. No race can be run again, so Hypothesis shall not try: what was seen is told as it was."""


@contextmanager
def told_at_once() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        raise Broken(f"{type(error).__name__}: {error}") from error


def count(outcomes: Sequence[Outcome]) -> None:
    FIGURES["rounds"] += 1
    FIGURES["commands"] += sum(len(outcome.batch) for outcome in outcomes)
    FIGURES["refused"] += sum(len(outcome.batch) for outcome in outcomes if not isinstance(outcome.answer, list))
    FIGURES["nothing new"] += sum(isinstance(outcome.answer, list) and not outcome.position for outcome in outcomes)


@pytest.fixture(scope="module", autouse=True)
def _figures() -> Iterator[None]:
    """Shown with `-s`, as `make prove-races` does."""
    yield
    print(f"\n{dict(FIGURES)}")


def test_whatever_agents_do_at_once_ends_as_if_one_came_after_the_other(
    fresh_database: Callable[[], AbstractContextManager[Database]],
) -> None:
    machine: Any = type("Racing", (RacingAgents,), {"fresh": staticmethod(fresh_database)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=ROUNDS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
        ),
    )

    assert FIGURES["collisions"] > EXAMPLES
    assert FIGURES["refused"] > EXAMPLES


def test_the_plain_model_knows_every_command_but_those_of_scans() -> None:
    from docrunch.commands.registry import COMMANDS

    assert COMMANDS.keys() - {command.__name__ for command in RULES} == {
        *("StartScan", "CompleteScan", "FailScan", "RecordFileChanges"),
    }
