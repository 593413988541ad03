"""What the catalogue says an event touches is what it touches: each event alone, one after the other."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from docrunch.commands.blockers import ReportBlocker, ResolveBlocker
from docrunch.commands.chats import DeleteChat, PostMessage, RenameChat, StartChat
from docrunch.commands.cli_models import SetCliModels
from docrunch.commands.command import Command
from docrunch.commands.decisions import RecordDecision, SupersedeDecision
from docrunch.commands.files import IndexFile, RemoveFile
from docrunch.commands.findings import LogFinding, ResolveFinding
from docrunch.commands.patterns import RecordPattern, RetirePattern
from docrunch.commands.profiles import ConfigureProfile, DisableProfile, EnableProfile, RemoveProfile
from docrunch.commands.providers import ConfigureProvider, DisableProvider, EnableProvider, RemoveProvider
from docrunch.commands.reports import PublishTaskReport, SubmitCompletion
from docrunch.commands.scans import CompleteScan, FailScan, StartScan
from docrunch.commands.summaries import RecordSummary
from docrunch.commands.tasks import ClaimTask, CreateTask, LogTaskAction, UpdateProgress, UpdateTaskStatus
from docrunch.domain.scans import ScanCounts
from docrunch.domain.source import Binding, Reference
from docrunch.postgres.connection import Database
from docrunch.projections.effects import EFFECTS

from ...commands.memory import Memory
from .office import AT, TABLES, source
from .replica import Replica, feed_of

COUNTS = ScanCounts.model_validate(dict.fromkeys(ScanCounts.model_fields, 0))
NAMES = "See a.py and a.f."


def index(path: str, *names: str, **facts: Any) -> IndexFile:
    return IndexFile(file=source(path, *names, **facts), scanned_at=AT)


def decision(name: str, task_id: str | None = None) -> RecordDecision:
    texts = {"title": name, "context": NAMES, "decision": "D", "rationale": "R", "created_by": "ana"}
    return RecordDecision.model_validate({"decision_id": name, "task_id": task_id, **texts})


def finding(name: str, task_id: str) -> LogFinding:
    return LogFinding(finding_id=name, task_id=task_id, type="bug", description=NAMES, created_by="ana")


def blocker(name: str) -> ReportBlocker:
    return ReportBlocker(blocker_id=name, task_id="t", description="D", needs="N", reported_by="ana")


IMPORTS = Reference(kind="imports", source="", name="a", target="a", line=1)
ALIAS = Binding(name="other", target="b.g")
RENAMED = Reference(kind="calls", source="", name="other", target="a.other", line=1)
LIFE: list[Command] = [
    StartScan(scan_run_id="s"),
    CompleteScan(scan_run_id="s", counts=COUNTS),
    StartScan(scan_run_id="r"),
    FailScan(scan_run_id="r", reason="disk full"),
    index("b.py", "g", references=[IMPORTS]),
    *(CreateTask(task_id=name, title="T", description=NAMES) for name in ("t", "s")),
    finding("f", "t"),
    finding("g", "s"),
    decision("one", "t"),
    decision("two", "s"),
    RecordPattern(pattern_id="p", name="P", description=NAMES),
    ClaimTask(task_id="t", reported_by="ana"),
    UpdateTaskStatus(task_id="t", status="in_progress"),
    UpdateProgress(task_id="t", percentage=40, status="in_progress", reported_by="ana"),
    LogTaskAction(task_id="t", action="looked"),
    blocker("b"),
    ResolveBlocker(blocker_id="b"),
    PublishTaskReport(task_id="s"),
    SubmitCompletion(task_id="t", summary="Done.", changes=["a.py"], tests_passed=True, reported_by="ana"),
    finding("h", "t"),
    decision("three", "t"),
    ResolveFinding(finding_id="f"),
    index("a.py", "f", "K", "table_users", references=[IMPORTS, RENAMED], bindings=[ALIAS]),
    RecordSummary(kind="file", path="a.py", text="Sums up."),
    RecordSummary(kind="function", path="a.py", qualified_name="f", text="Sums up."),
    RecordSummary(kind="class", path="a.py", qualified_name="K", text="Sums up."),
    RemoveFile(path="a.py"),
    SupersedeDecision(decision_id="one", superseded_by="two"),
    RetirePattern(pattern_id="p"),
    ConfigureProvider(provider_id="p", name="P", provider_type="ollama"),
    DisableProvider(provider_id="p"),
    EnableProvider(provider_id="p"),
    ConfigureProfile(profile_id="q", role="qa", display_name="Q", provider_id="p", model="m"),
    DisableProfile(profile_id="q"),
    EnableProfile(profile_id="q"),
    RemoveProfile(profile_id="q"),
    RemoveProvider(provider_id="p"),
    SetCliModels(cli_type="gemini", models=("m",)),
    StartChat(chat_id="c"),
    PostMessage(chat_id="c", role="user", content="Hello"),
    RenameChat(chat_id="c", title="C"),
    DeleteChat(chat_id="c"),
]


@pytest.fixture
def touched(database: Database) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The tables and the types of documents that each kind of event changed, over a whole life."""
    memory, model = Memory(), Replica(database)
    for command in LIFE:
        memory.do(command)
    feed = feed_of(memory.history)
    tables: dict[str, set[str]] = defaultdict(set)
    documents: dict[str, set[str]] = defaultdict(set)
    rows, hashes = state(model)
    for at, event in enumerate(feed.events):
        # Each as if nothing came behind it, or what shows all of a project would wait.
        model.apply(replace(feed.batch(at, at + 1), has_more=False))
        now, then = state(model)
        tables[event.type] |= {table for table in TABLES if now[table] != rows[table]}
        documents[event.type] |= {type_ for _, type_, _ in hashes ^ then}
        rows, hashes = now, then
    return tables, documents


def state(model: Replica) -> tuple[dict[str, list[Any]], set[tuple[str, str, str]]]:
    return model.tables(), set(model.rows("SELECT id, type, content_hash FROM documents"))


def test_each_event_touches_what_the_catalogue_says(
    touched: tuple[dict[str, set[str]], dict[str, set[str]]],
) -> None:
    tables, documents = touched

    assert tables.keys() == EFFECTS.keys()
    assert {topic: EFFECTS[topic].tables for topic in tables} == tables
    assert {topic: EFFECTS[topic].documents for topic in documents} == documents
