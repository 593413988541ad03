"""Findings are logged on tasks that exist and resolved once."""

import pytest
from docrunch.domain import findings
from docrunch.domain.errors import NotFound, Refused
from docrunch.domain.findings import Finding, FindingLogged, FindingResolved
from docrunch.domain.task_state import Task

from .given import AT, LATER, given
from .test_tasks import CREATED

LOGGED = FindingLogged(finding_id="f", task_id="t", type="bug", description="d", created_by="ana", created_at=AT)
RESOLVED = FindingResolved(finding_id="f", resolution="fixed", resolved_by="bo", resolved_at=LATER)
TASK = given(Task("task:t"), CREATED)


def test_a_finding_is_logged_on_a_task() -> None:
    assert findings.log(Finding("finding:f"), TASK, LOGGED) == LOGGED


def test_a_finding_needs_its_task() -> None:
    with pytest.raises(NotFound, match="there is no task t"):
        findings.log(Finding("finding:f"), Task("task:t"), LOGGED)


def test_an_id_is_taken_for_ever() -> None:
    with pytest.raises(Refused, match="finding f was logged already"):
        findings.log(given(Finding("finding:f"), LOGGED), TASK, LOGGED)


def test_a_finding_is_resolved() -> None:
    finding = given(Finding("finding:f"), LOGGED)

    assert findings.resolve(finding, resolution="fixed", by="bo", at=LATER) == RESOLVED


def test_a_resolved_finding_cannot_be_resolved_again() -> None:
    finding = given(Finding("finding:f"), LOGGED, RESOLVED)

    with pytest.raises(Refused, match="finding f was resolved already, at 2026-01-31 13:00 UTC"):
        findings.resolve(finding, resolution="", by="ana", at=LATER)


def test_an_unknown_finding_cannot_be_resolved() -> None:
    with pytest.raises(NotFound, match="there is no finding f"):
        findings.resolve(Finding("finding:f"), resolution="", by="ana", at=LATER)
