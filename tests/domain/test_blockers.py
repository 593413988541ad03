"""Blockers are reported once and resolved once."""

import pytest
from docrunch.domain import blockers
from docrunch.domain.blockers import Blocker, BlockerReported, BlockerResolved
from docrunch.domain.errors import NotFound, Refused

from .given import AT, LATER, given

REPORTED = BlockerReported(blocker_id="b", task_id="t", description="d", needs="n", reported_by="ana", reported_at=AT)
RESOLVED = BlockerResolved(blocker_id="b", task_id="t", resolution="done", resolved_by="bo", resolved_at=LATER)


def test_a_blocker_is_reported() -> None:
    assert blockers.report(Blocker("blocker:b"), REPORTED) == REPORTED


def test_an_id_is_taken_for_ever() -> None:
    with pytest.raises(Refused, match="blocker b was reported already, on task t"):
        blockers.report(given(Blocker("blocker:b"), REPORTED), REPORTED)


def test_a_blocker_is_resolved_on_its_task() -> None:
    blocker = given(Blocker("blocker:b"), REPORTED)

    assert blockers.resolve(blocker, resolution="done", by="bo", at=LATER) == RESOLVED


def test_a_resolved_blocker_cannot_be_resolved_again() -> None:
    blocker = given(Blocker("blocker:b"), REPORTED, RESOLVED)

    with pytest.raises(Refused, match="blocker b was resolved already, at 2026-01-31 13:00 UTC"):
        blockers.resolve(blocker, resolution="", by="ana", at=LATER)


def test_an_unknown_blocker_cannot_be_resolved() -> None:
    with pytest.raises(NotFound, match="there is no blocker b"):
        blockers.resolve(Blocker("blocker:b"), resolution="", by="ana", at=LATER)
