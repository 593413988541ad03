"""Decisions are in force until another one in force supersedes them, once."""

import pytest
from docrunch.domain import decisions
from docrunch.domain.decisions import Decision, DecisionRecorded, DecisionSuperseded, PredecessorSuperseded
from docrunch.domain.errors import NotFound, Refused

from .given import AT, LATER, given


def recorded(decision_id: str) -> DecisionRecorded:
    texts = dict.fromkeys(("title", "context", "decision", "rationale"), "x")
    return DecisionRecorded(decision_id=decision_id, **texts, created_by="ana", created_at=AT)


def in_force(decision_id: str) -> Decision:
    return given(Decision(f"decision:{decision_id}"), recorded(decision_id))


def superseded(decision_id: str, by: str) -> Decision:
    event = DecisionSuperseded(decision_id=decision_id, superseded_by=by, reported_by="ana", reported_at=AT)
    return in_force(decision_id).apply(event)


def test_a_decision_is_recorded_once() -> None:
    assert decisions.record(Decision("decision:a"), recorded("a")) == recorded("a")
    with pytest.raises(Refused, match="decision a was recorded already"):
        decisions.record(in_force("a"), recorded("a"))


def test_superseding_tells_both_sides() -> None:
    old, new = decisions.supersede(in_force("a"), in_force("b"), by="bo", at=LATER)

    assert old == DecisionSuperseded(decision_id="a", superseded_by="b", reported_by="bo", reported_at=LATER)
    assert new == PredecessorSuperseded(decision_id="b", supersedes="a", reported_by="bo", reported_at=LATER)


def test_a_decision_may_supersede_several() -> None:
    first = decisions.supersede(in_force("a"), in_force("c"), by="bo", at=LATER)
    successor = in_force("c").apply(first[1])

    assert decisions.supersede(in_force("b"), successor, by="bo", at=LATER)


def test_a_decision_is_superseded_once() -> None:
    with pytest.raises(Refused, match="decision a is superseded by b already"):
        decisions.supersede(superseded("a", "b"), in_force("c"), by="bo", at=LATER)


def test_what_is_superseded_itself_supersedes_nothing() -> None:
    with pytest.raises(Refused, match="decision b is superseded by a already"):
        decisions.supersede(in_force("c"), superseded("b", "a"), by="bo", at=LATER)


def test_a_decision_cannot_supersede_itself() -> None:
    with pytest.raises(Refused, match="decision a cannot supersede itself"):
        decisions.supersede(in_force("a"), in_force("a"), by="bo", at=LATER)


def test_both_decisions_must_exist() -> None:
    unknown = Decision("decision:x")

    for old, new in [(unknown, in_force("a")), (in_force("a"), unknown)]:
        with pytest.raises(NotFound, match="there is no decision x"):
            decisions.supersede(old, new, by="bo", at=LATER)
