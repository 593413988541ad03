"""The report contract, row by row: which events each report tool appends, and what they carry."""

from datetime import UTC, datetime
from typing import Any

import pytest
from docrunch.commands.blockers import ReportBlocker
from docrunch.commands.chats import DeleteChat, StartChat
from docrunch.commands.command import Command
from docrunch.commands.decisions import RecordDecision
from docrunch.commands.files import IndexFile
from docrunch.commands.findings import LogFinding
from docrunch.commands.patterns import RecordPattern, RetirePattern
from docrunch.commands.reports import SubmitCompletion
from docrunch.commands.summaries import RecordSummary
from docrunch.commands.tasks import ClaimTask, CreateTask, UpdateProgress
from docrunch.domain.changes import REPORT_PRIORITY, SCAN_PRIORITY
from docrunch.domain.errors import NotFound, Refused
from docrunch.domain.history import history_entry
from docrunch.domain.source import SourceFile

from .memory import Memory
from .samples import AT, REQUIRED, TEXTS, sample

Row = tuple[type[Command], set[str], list[tuple[str, str]], dict[str, str] | None]

CONTRACT: list[Row] = [
    (ClaimTask, {"task_id", "reported_by"}, [("task:t", "task.claimed")], {"action": "claimed"}),
    (
        UpdateProgress,
        {"task_id", "percentage", "status", "reported_by"},
        [("task:t", "task.progressed")],
        {"action": "progressed"},
    ),
    (
        SubmitCompletion,
        {"task_id", "summary", "changes", "tests_passed", "reported_by"},
        [("task:t", "task.completed")],
        {"action": "completed"},
    ),
    (LogFinding, {"task_id", "type", "description", "created_by"}, [("finding:*", "finding.logged")], None),
    (
        RecordDecision,
        {"title", "context", "decision", "rationale", "created_by"},
        [("decision:*", "decision.recorded")],
        None,
    ),
    (
        ReportBlocker,
        {"task_id", "description", "needs", "reported_by"},
        [("blocker:*", "blocker.reported"), ("task:t", "task.blocker_reported")],
        {"action": "blocker_reported"},
    ),
]


@pytest.fixture
def memory() -> Memory:
    """A log with a task that nobody has."""
    memory = Memory()
    memory.do(CreateTask(task_id="t", title="T"))
    return memory


@pytest.fixture
def at_work(memory: Memory) -> Memory:
    """A log with a task that ana claimed."""
    memory.do(ClaimTask(task_id="t", reported_by="ana"))
    return memory


def appended(memory: Memory, after: int) -> list[tuple[str, str]]:
    """Stream and topic of each event; ids that were assigned are told as `*`."""
    new = memory.history[after:]
    return [(placed(stored.originator_id), stored.event.TOPIC) for stored in new]


def placed(stream: str) -> str:
    kind, _, name = stream.partition(":")
    return f"{kind}:*" if name.startswith(f"{kind}-") else stream


@pytest.mark.parametrize(("tool", "fields", "events", "history"), CONTRACT)
def test_a_report_tool_appends_what_the_contract_says(
    memory: Memory, tool: type[Command], fields: set[str], events: list[tuple[str, str]], history: Any
) -> None:
    if tool is not ClaimTask:
        memory.do(ClaimTask(task_id="t", reported_by="ana"))
    before, started = len(memory.stored), datetime.now(UTC)

    (receipt,) = memory.do(sample(tool))

    new = memory.events(before)
    entries = [entry for entry in map(history_entry, new) if entry is not None]
    assert REQUIRED[tool].keys() == fields
    assert appended(memory, before) == events
    assert receipt.position == len(memory.stored)
    assert [entry.action for entry in entries] == ([history["action"]] if history else [])
    assert all(entry.agent == "ana" and entry.at >= started for entry in entries)


@pytest.mark.parametrize("tool", [row[0] for row in CONTRACT])
def test_ids_and_times_are_the_callers_where_given(memory: Memory, tool: type[Command]) -> None:
    if tool is not ClaimTask:
        memory.do(ClaimTask(task_id="t", reported_by="ana"))
    chosen = dict.fromkeys(("finding_id", "decision_id", "blocker_id"), "mine-1")
    instant = "created_at" if "created_at" in tool.model_fields else "reported_at"
    fields = {name: value for name, value in chosen.items() if name in tool.model_fields} | {instant: AT}
    before = len(memory.stored)

    (receipt,) = memory.do(sample(tool, **fields))

    assert all(getattr(event, instant) == AT for event in memory.events(before))
    assert {value for name, value in receipt.ids.items() if name in chosen} <= {"mine-1"}


@pytest.mark.parametrize("tool", REQUIRED)
def test_a_repeat_answers_with_the_first_receipt_though_its_ids_were_assigned_anew(tool: type[Command]) -> None:
    memory = ready_for(tool)
    first = sample(tool)
    again = sample(tool, command_id=first.command_id)
    receipts = memory.do(first)
    before = len(memory.stored)

    assert memory.do(again) == memory.do(first) == receipts
    assert len(memory.stored) == before


def ready_for(tool: type[Command]) -> Memory:
    """A log in which the sample of this tool can be dispatched."""
    memory = Memory()
    source = SourceFile(path="a.py", language="python", size=1, modified_at=AT, content_hash="1", module="a")
    memory.do(IndexFile(file=source), CreateTask(task_id="t", title="T"), CreateTask(task_id="u", title="U"))
    memory.do(ClaimTask(task_id="u", reported_by="bo"), sample(ReportBlocker, task_id="u", blocker_id="b"))
    memory.do(*(sample(RecordDecision, decision_id=name) for name in ("a", "b")))
    memory.do(sample(RecordPattern, pattern_id="p"), sample(StartChat, chat_id="c"))
    memory.do(sample(LogFinding, finding_id="f"))
    if tool is not ClaimTask:
        memory.do(ClaimTask(task_id="t", reported_by="ana"))
    return memory


@pytest.mark.parametrize("tool", REQUIRED)
def test_what_is_read_back_is_what_was_appended(tool: type[Command]) -> None:
    memory = ready_for(tool)
    before = len(memory.stored)

    memory.do(sample(tool, actor="eve"))

    for stored, event in zip(memory.stored[before:], memory.events(before), strict=True):
        assert event.canonical() == stored.state
        (change,) = stored.changes
        assert stored.topic.startswith(f"{change.entity_type}.")
        assert stored.originator_id == f"{change.entity_type}:{change.entity_id}"


@pytest.mark.parametrize("tool", REQUIRED)
def test_reports_are_more_urgent_than_what_scans_bring(tool: type[Command]) -> None:
    memory = ready_for(tool)
    before = len(memory.changes)

    memory.do(sample(tool))

    expected = SCAN_PRIORITY if tool is RecordSummary else REPORT_PRIORITY
    deletes = tool in {RetirePattern, DeleteChat}
    assert {change.priority for change in memory.changes[before:]} == {expected}
    assert {change.action for change in memory.changes[before:]} == {"delete" if deletes else "upsert"}


NESTED: dict[str, list[dict[str, Any]]] = {
    "findings": [
        {"finding_id": "f-1", "type": "bug", "description": "It leaks.", "files": ["a.py"]},
        {"type": "question", "description": "Why?", "created_by": "bo", "created_at": "2026-01-30T00:00:00Z"},
    ],
    "decisions": [{"decision_id": "d-1", **TEXTS}],
}


def test_a_completion_brings_its_findings_and_decisions(at_work: Memory) -> None:
    before = len(at_work.stored)

    (receipt,) = at_work.do(sample(SubmitCompletion, reported_at=AT, **NESTED))

    completed, first, second, decided = (event.model_dump() for event in at_work.events(before))
    assert completed["finding_ids"] == ("f-1", second["finding_id"])
    assert completed["decision_ids"] == ("d-1",)
    assert (first["created_by"], first["created_at"], first["task_id"]) == ("ana", AT, "t")
    assert (second["created_by"], second["created_at"]) == ("bo", datetime(2026, 1, 30, tzinfo=UTC))
    assert (decided["created_by"], decided["created_at"], decided["task_id"]) == ("ana", AT, "t")
    assert receipt.ids == {
        "task_id": "t",
        "report_id": "t#report",
        "finding_ids": f"f-1,{second['finding_id']}",
        "decision_ids": "d-1",
    }


TAKEN: list[dict[str, Any]] = [
    {"findings": [NESTED["findings"][1], {"finding_id": "taken", "type": "bug", "description": "d"}]},
    {"findings": [NESTED["findings"][0], NESTED["findings"][0]]},
    {"decisions": [{"decision_id": "taken", **TEXTS}], "findings": NESTED["findings"]},
]


@pytest.mark.parametrize("nested", TAKEN)
def test_a_completion_with_one_refused_part_leaves_no_trace(at_work: Memory, nested: dict[str, Any]) -> None:
    at_work.do(sample(LogFinding, finding_id="taken"), sample(RecordDecision, decision_id="taken"))
    before = len(at_work.stored)

    with pytest.raises(Refused, match="the id is taken"):
        at_work.do(sample(SubmitCompletion, **nested))

    assert len(at_work.stored) == before
    assert at_work.do(sample(SubmitCompletion))[0].position == before + 1


BEGINNINGS = {CreateTask, RecordDecision, RecordPattern, StartChat}


@pytest.mark.parametrize("tool", [tool for tool in REQUIRED if tool not in BEGINNINGS])
def test_what_is_not_there_cannot_be_reported_on(tool: type[Command]) -> None:
    memory = Memory()
    with pytest.raises(NotFound, match=r"there is no |is not indexed"):
        memory.do(sample(tool))

    assert memory.stored == []


def test_a_dependency_may_come_from_the_same_batch_but_only_from_before(memory: Memory) -> None:
    first, second = CreateTask(task_id="a", title="A"), CreateTask(task_id="b", title="B", depends_on=("a",))
    before = len(memory.stored)

    with pytest.raises(NotFound, match="task b cannot depend on task a: there is no such task"):
        memory.do(second, first)
    assert len(memory.stored) == before

    memory.do(first, second)
    assert len(memory.stored) == before + 2
