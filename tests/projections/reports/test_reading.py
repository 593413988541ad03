"""Queries about tasks and reports, filtered as people ask."""

import pytest
from docrunch.commands.blockers import ReportBlocker
from docrunch.commands.decisions import RecordDecision, SupersedeDecision
from docrunch.commands.findings import LogFinding, ResolveFinding
from docrunch.commands.patterns import RecordPattern, RetirePattern
from docrunch.commands.reports import PublishTaskReport
from docrunch.commands.tasks import ClaimTask, CreateTask

from .office import AT, Office


@pytest.fixture
def filled(office: Office) -> Office:
    office.do(
        CreateTask(task_id="b", title="B", created_at=AT),
        CreateTask(task_id="a", title="A", created_at=AT),
        ClaimTask(task_id="a", reported_by="ana"),
        PublishTaskReport(task_id="a"),
        LogFinding(finding_id="f", task_id="a", type="bug", description="Bad.", created_by="ana"),
        LogFinding(finding_id="g", task_id="b", type="question", description="Why?", created_by="ana"),
        ResolveFinding(finding_id="g"),
        ReportBlocker(blocker_id="x", task_id="a", description="No key.", needs="A key.", reported_by="ana"),
        *(
            RecordDecision(decision_id=name, title=name, context="c", decision="d", rationale="r", created_by="ana")
            for name in ("old", "new")
        ),
        SupersedeDecision(decision_id="old", superseded_by="new"),
        RecordPattern(pattern_id="q", name="Ports", description="D"),
        RecordPattern(pattern_id="p", name="Adapters", description="D"),
        RetirePattern(pattern_id="q"),
    )
    return office


def test_tasks_are_listed_by_status_and_by_who_has_them(filled: Office) -> None:
    with filled.reading() as read:
        tasks = read.reports
        assert [task.id for task in tasks.tasks()] == ["a", "b"]
        assert [task.id for task in tasks.tasks(status="created")] == ["b"]
        assert [task.id for task in tasks.tasks(status="blocked", assigned_to="ana")] == ["a"]
        assert tasks.tasks(status="completed") == []
        assert [task.page for task in tasks.tasks(ids={"a", "b"})] == ["tasks/a.md", None]
        assert tasks.task("nobody") is None


def test_findings_are_listed_by_task_type_and_status(filled: Office) -> None:
    with filled.reading() as read:
        assert [one.id for one in read.reports.findings()] == ["f", "g"]
        assert [one.id for one in read.reports.findings(task_ids=["a"])] == ["f"]
        assert [one.id for one in read.reports.findings(type_="question", status="resolved")] == ["g"]
        assert read.reports.findings(type_="question", status="open") == []
        assert read.reports.finding("nothing") is None


def test_decisions_come_by_number_and_can_be_those_in_force(filled: Office) -> None:
    with filled.reading() as read:
        assert [(one.number, one.id) for one in read.reports.decisions()] == [(1, "old"), (2, "new")]
        assert [one.page for one in read.reports.decisions(status="accepted")] == ["decisions/adr-002-new.md"]
        new = read.reports.decision("new")
    assert new is not None
    assert (new.supersedes, new.superseded_by) == (["old"], None)


def test_patterns_come_by_name_without_the_retired_ones(filled: Office) -> None:
    with filled.reading() as read:
        assert [one.id for one in read.reports.patterns()] == ["p"]
        assert [one.id for one in read.reports.patterns(status=None)] == ["p", "q"]


def test_blockers_and_reports_that_are_not_there_are_none(filled: Office) -> None:
    with filled.reading() as read:
        assert [one.id for one in read.reports.blockers(status="open")] == ["x"]
        assert read.reports.blocker("y") is None
        assert read.reports.completion_report("a") is None
        assert read.reports.history("nobody") == []
