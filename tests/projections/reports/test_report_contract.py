"""The report contract, row by row: which tables each report tool writes, and what it writes there."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from docrunch.commands.blockers import ReportBlocker, ResolveBlocker
from docrunch.commands.command import Command
from docrunch.commands.decisions import RecordDecision
from docrunch.commands.findings import LogFinding, ResolveFinding
from docrunch.commands.reports import PublishTaskReport, ReportedDecision, ReportedFinding, SubmitCompletion
from docrunch.commands.tasks import ClaimTask, CreateTask, LogTaskAction, UpdateProgress, UpdateTaskStatus

from .office import AT, Office

LATER = AT + timedelta(hours=1)
TEXTS = {"title": "Use a log", "context": "We forget.", "decision": "A log.", "rationale": "It remembers."}
DECISION = RecordDecision.model_validate({**TEXTS, "created_by": "ana"})
FINDING = LogFinding(task_id="t", type="bug", description="It leaks.", created_by="ana")
COMPLETION = SubmitCompletion(task_id="t", summary="Done.", changes=["a.py"], tests_passed=True, reported_by="ana")
BLOCKER = ReportBlocker(blocker_id="b", task_id="t", description="No key.", needs="A key.", reported_by="ana")
PROGRESS = UpdateProgress(task_id="t", percentage=40, status="in_progress", reported_by="ana")
NESTED = SubmitCompletion(
    task_id="t",
    summary="Done.",
    changes={"a.py": "new"},
    tests_passed=False,
    reported_by="ana",
    findings=(ReportedFinding(type="question", description="Why?"),),
    decisions=(ReportedDecision.model_validate(TEXTS),),
)

CONTRACT: list[tuple[Command, set[str]]] = [
    (PROGRESS, {"task_history", "tasks"}),
    (COMPLETION, {"completion_reports", "task_history", "tasks", "pages"}),
    (NESTED, {"completion_reports", "task_history", "findings", "decisions", "tasks", "pages"}),
    (FINDING, {"findings"}),
    (DECISION, {"decisions", "pages"}),
    (BLOCKER, {"blockers", "task_history", "tasks"}),
]
"""The contract's tables, and those that hold the task's state and the page of a document that there is now."""


@pytest.fixture
def at_work(office: Office) -> Office:
    """A task that ana claimed."""
    office.do(CreateTask(task_id="t", title="T", created_at=AT), ClaimTask(task_id="t", reported_by="ana"))
    return office


def changed_tables(office: Office, *commands: Command) -> set[str]:
    before = office.tables()
    office.do(*commands)
    after = office.tables()
    return {table for table in after if after[table] != before[table]}


def test_claim_task_writes_task_history(office: Office) -> None:
    office.do(CreateTask(task_id="t", title="T"))

    assert changed_tables(office, ClaimTask(task_id="t", reported_by="ana")) == {"task_history", "tasks"}


@pytest.mark.parametrize(("command", "tables"), CONTRACT, ids=lambda one: type(one).__name__)
def test_a_report_writes_its_tables_and_no_other(at_work: Office, command: Command, tables: set[str]) -> None:
    assert changed_tables(at_work, command) == tables


def test_a_refused_report_writes_nothing(at_work: Office) -> None:
    at_work.do(COMPLETION)
    before = at_work.tables()

    with pytest.raises(Exception, match="task t is completed"):
        at_work.do(PROGRESS)

    assert at_work.tables() == before


def row(office: Office, columns: str, table: str) -> Any:
    (found,) = office.rows(f"SELECT {columns} FROM {table}")  # noqa: S608
    return found


def test_a_created_task_is_a_row_with_all_that_was_said(office: Office) -> None:
    office.do(
        CreateTask(task_id="s", title="First"),
        CreateTask(
            task_id="t",
            type="bugfix",
            title="T",
            description="Long.",
            priority="high",
            assigned_to="bob",
            depends_on=("s",),
            guardrails=["no network"],
            context={"files": ["a.py"]},
            created_by="ana",
            created_at=AT,
        ),
    )

    with office.reading() as read:
        task = read.reports.task("t")
    assert task is not None
    assert (task.type, task.title, task.description, task.priority) == ("bugfix", "T", "Long.", "high")
    assert (task.assigned_to, task.depends_on, task.guardrails) == ("bob", ["s"], ["no network"])
    assert (task.context, task.created_by, task.created_at, task.updated_at) == ({"files": ["a.py"]}, "ana", AT, AT)
    assert (task.status, task.percentage, task.completed_at, task.page) == ("created", 0, None, None)


def test_the_history_tells_what_was_done_by_whom_and_when(office: Office) -> None:
    office.do(
        CreateTask(task_id="t", title="T"),
        ClaimTask(task_id="t", reported_by="ana", reported_at=AT),
        UpdateProgress(
            task_id="t", percentage=40, status="in_progress", note="so far", reported_by="ana", reported_at=LATER
        ),
        LogTaskAction(task_id="t", action="looked around", details={"where": [1, 2.5, None]}, reported_by="bob"),
        UpdateTaskStatus(task_id="t", status="cancelled", reported_by="eve"),
    )

    with office.reading() as read:
        told = [(one.id, one.action, one.agent, one.details) for one in read.reports.history("t")]
        assert [one.timestamp for one in read.reports.history("t")][:2] == [AT, LATER]
    assert told == [
        ("t#2", "claimed", "ana", {}),
        ("t#3", "progressed", "ana", {"percentage": 40, "status": "in_progress", "note": "so far"}),
        ("t#4", "looked around", "bob", {"where": [1, 2.5, None]}),
        ("t#5", "status_changed", "eve", {"previous": "in_progress", "status": "cancelled"}),
    ]


def test_the_task_stands_where_its_last_report_left_it(at_work: Office) -> None:
    def standing() -> Any:
        return row(at_work, "status, percentage, assigned_to", "tasks")

    states = [standing()]
    for command in (PROGRESS, BLOCKER, ResolveBlocker(blocker_id="b"), COMPLETION):
        at_work.do(command)
        states.append(standing())

    assert states == [
        ("claimed", 0, "ana"),
        ("in_progress", 40, "ana"),
        ("blocked", 40, "ana"),
        ("in_progress", 40, "ana"),
        ("completed", 100, "ana"),
    ]


def test_a_completion_is_a_row_with_the_findings_and_decisions_it_carries(at_work: Office) -> None:
    at_work.do(NESTED.model_copy(update={"reported_at": LATER, "notes": "Mind the gap."}))

    with at_work.reading() as read:
        report, (finding,), (decision,) = (
            read.reports.completion_report("t"),
            read.reports.findings(task_ids=["t"]),
            read.reports.decisions(task_ids=["t"]),
        )
        task = read.reports.task("t")
    assert report is not None
    assert task is not None
    assert (report.summary, report.changes, report.tests_passed) == ("Done.", {"a.py": "new"}, False)
    assert (report.notes, report.created_by, report.created_at) == ("Mind the gap.", "ana", LATER)
    assert (finding.type, finding.description, finding.created_by, finding.created_at) == (
        *("question", "Why?"),
        *("ana", LATER),
    )
    assert (decision.title, decision.created_by, decision.created_at) == ("Use a log", "ana", LATER)
    assert (task.completed_at, task.updated_at) == (LATER, LATER)


def test_a_finding_is_open_until_it_is_resolved(at_work: Office) -> None:
    at_work.do(FINDING.model_copy(update={"finding_id": "f", "files": ("a.py",)}))
    with at_work.reading() as read:
        before = read.reports.finding("f")

    at_work.do(ResolveFinding(finding_id="f", resolution="Fixed.", resolved_by="bob", resolved_at=LATER))

    with at_work.reading() as read:
        after = read.reports.finding("f")
    assert before is not None
    assert after is not None
    assert (before.status, before.files, before.resolved_at) == ("open", ["a.py"], None)
    assert (after.status, after.resolution, after.resolved_by, after.resolved_at) == (
        *("resolved", "Fixed."),
        *("bob", LATER),
    )


def test_a_blocker_is_open_until_it_is_resolved(at_work: Office) -> None:
    at_work.do(BLOCKER)
    with at_work.reading() as read:
        open_ones = read.reports.blockers(status="open", task_ids=["t"])

    at_work.do(ResolveBlocker(blocker_id="b", resolution="Here.", resolved_by="bob", resolved_at=LATER))

    with at_work.reading() as read:
        assert read.reports.blockers(status="open") == []
        resolved = read.reports.blocker("b")
    assert resolved is not None
    assert [(one.description, one.needs, one.created_by) for one in open_ones] == [("No key.", "A key.", "ana")]
    assert (resolved.resolution, resolved.resolved_by, resolved.resolved_at) == ("Here.", "bob", LATER)


def test_progress_renders_and_writes_no_document(at_work: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    at_work.do(PublishTaskReport(task_id="t"))
    versions = "SELECT id, ctid::text, xmin::text, content_hash FROM documents ORDER BY id"
    ledger = "SELECT * FROM storage_sync ORDER BY target, document_id"
    before = at_work.rows(versions), at_work.rows(ledger)

    monkeypatch.setattr("docrunch.projections.relational.refresh", lambda *_: pytest.fail("something was rendered"))
    at_work.do(
        *(PROGRESS.model_copy(update={"percentage": number, "command_id": uuid4()}) for number in range(50)),
        LogTaskAction(task_id="t", action="looked"),
        BLOCKER,
        ResolveBlocker(blocker_id="b"),
        UpdateTaskStatus(task_id="t", status="cancelled"),
    )

    assert (at_work.rows(versions), at_work.rows(ledger)) == before
    assert len(before[0]) == 2
