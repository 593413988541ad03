"""Several programs write at the same time: exactly one wins, and the others learn who."""

import pytest
from docrunch.commands.blockers import ReportBlocker, ResolveBlocker
from docrunch.commands.decisions import RecordDecision, SupersedeDecision
from docrunch.commands.dispatch import dispatch
from docrunch.commands.reports import SubmitCompletion
from docrunch.commands.tasks import ClaimTask, CreateTask, UpdateTaskStatus
from docrunch.domain.decisions import Decision, decision_stream
from docrunch.domain.task_state import Task, task_stream
from docrunch.postgres.connection import Database

from .racing import log_on, race
from .samples import sample

AGENTS = 4
ROUNDS = 10


def logged(database: Database, stream: str) -> list[str]:
    query = "SELECT type FROM events WHERE stream_id = %s ORDER BY version"
    return [str(row[0]) for row in database.connection().execute(query, [stream]).fetchall()]


def test_of_agents_that_claim_a_task_at_once_one_wins_and_the_others_learn_who(any_database: Database) -> None:
    log = log_on(any_database)
    for number in range(ROUNDS):
        dispatch(log, [CreateTask(task_id=f"t{number}", title="T")])

        refusals = race(
            any_database, [ClaimTask(task_id=f"t{number}", reported_by=f"agent-{at}") for at in range(AGENTS)]
        )

        winner = f"agent-{refusals.index(None)}"
        assert refusals.count(None) == 1
        assert all(told is None or f"task t{number} is claimed by {winner}," in told for told in refusals)
        assert logged(any_database, f"task:t{number}") == ["task.created", "task.claimed"]


def test_a_task_is_created_once_under_an_id(database: Database) -> None:
    refusals = race(database, [CreateTask(task_id="t", title=f"T{at}") for at in range(AGENTS)])

    assert refusals.count(None) == 1
    assert all(told is None or "task t is created already: the id is taken" in told for told in refusals)


def test_a_task_is_completed_once_and_the_losers_findings_are_not_logged(database: Database) -> None:
    dispatch(log_on(database), [CreateTask(task_id="t", title="T"), ClaimTask(task_id="t", reported_by="ana")])
    finding = {"type": "bug", "description": "d"}

    refusals = race(database, [sample(SubmitCompletion, findings=[finding]) for _ in range(AGENTS)])

    assert refusals.count(None) == 1
    rows = database.connection().execute("SELECT type FROM events WHERE stream_id LIKE 'finding:%'").fetchall()
    assert len(rows) == 1


def test_a_task_is_not_both_completed_and_blocked(database: Database) -> None:
    log = log_on(database)
    for number in range(ROUNDS):
        name = f"t{number}"
        dispatch(log, [CreateTask(task_id=name, title="T"), ClaimTask(task_id=name, reported_by="ana")])

        refusals = race(
            database,
            [
                sample(SubmitCompletion, task_id=name),
                sample(ReportBlocker, task_id=name, blocker_id=name),
                UpdateTaskStatus(task_id=name, status="cancelled"),
            ],
        )

        status = log.aggregate(Task, task_stream(name), fresh=True).status
        is_reported = logged(database, f"blocker:{name}") == ["blocker.reported"]
        assert is_reported == (refusals[1] is None)
        # Reported and then cancelled is the one way for two of them to win.
        assert refusals.count(None) == (2 if is_reported and status == "cancelled" else 1)


def test_the_last_of_two_blockers_resolved_at_once_lets_the_task_go_on(database: Database) -> None:
    log = log_on(database)
    for number in range(ROUNDS):
        name = f"t{number}"
        dispatch(log, [CreateTask(task_id=name, title="T"), ClaimTask(task_id=name, reported_by="ana")])
        blockers = [f"{name}-{at}" for at in range(2)]
        dispatch(log, [sample(ReportBlocker, task_id=name, blocker_id=blocker) for blocker in blockers])

        refusals = race(database, [ResolveBlocker(blocker_id=blocker) for blocker in blockers])

        task = log.aggregate(Task, task_stream(name), fresh=True)
        assert (refusals, task.status, task.open_blockers) == ([None, None], "claimed", ())


@pytest.mark.parametrize("size", [2, 3, 4])
def test_decisions_never_supersede_each_other_in_a_ring(any_database: Database, size: int) -> None:
    log = log_on(any_database)
    for number in range(ROUNDS):
        names = [f"d{number}-{at}" for at in range(size)]
        dispatch(log, [sample(RecordDecision, decision_id=name) for name in names])

        race(any_database, [supersede(old, new) for old, new in zip(names, names[1:] + names[:1], strict=True)])

        decisions = [log.aggregate(Decision, decision_stream(name), fresh=True) for name in names]
        assert any(decision.superseded_by is None for decision in decisions)


def supersede(old: str, new: str) -> SupersedeDecision:
    return SupersedeDecision(decision_id=old, superseded_by=new)
