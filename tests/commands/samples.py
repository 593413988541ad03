"""A good example of every command that agents dispatch: its required fields alone, and the places of the others."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from docrunch.commands.blockers import ReportBlocker, ResolveBlocker
from docrunch.commands.chats import DeleteChat, PostMessage, RenameChat, StartChat
from docrunch.commands.command import Command
from docrunch.commands.decisions import RecordDecision, SupersedeDecision
from docrunch.commands.findings import LogFinding, ResolveFinding
from docrunch.commands.parsing import parse
from docrunch.commands.patterns import RecordPattern, RetirePattern
from docrunch.commands.reports import PublishTaskReport, SubmitCompletion
from docrunch.commands.summaries import RecordSummary
from docrunch.commands.tasks import ClaimTask, CreateTask, LogTaskAction, UpdateProgress, UpdateTaskStatus

AT = datetime(2026, 1, 31, 12, tzinfo=UTC)
TEXTS = {"title": "Use a log", "context": "We forget.", "decision": "A log.", "rationale": "It remembers."}

REQUIRED: dict[type[Command], Mapping[str, Any]] = {
    CreateTask: {"title": "Write the parser"},
    ClaimTask: {"task_id": "t", "reported_by": "ana"},
    UpdateTaskStatus: {"task_id": "t", "status": "cancelled"},
    UpdateProgress: {"task_id": "t", "percentage": 40, "status": "in_progress", "reported_by": "ana"},
    LogTaskAction: {"task_id": "t", "action": "looked"},
    SubmitCompletion: {
        "task_id": "t",
        "summary": "Done.",
        "changes": ["a.py"],
        "tests_passed": True,
        "reported_by": "ana",
    },
    PublishTaskReport: {"task_id": "t"},
    LogFinding: {"task_id": "t", "type": "bug", "description": "It leaks.", "created_by": "ana"},
    ResolveFinding: {"finding_id": "f"},
    RecordDecision: {**TEXTS, "created_by": "ana"},
    SupersedeDecision: {"decision_id": "a", "superseded_by": "b"},
    ReportBlocker: {"task_id": "t", "description": "No key.", "needs": "A key.", "reported_by": "ana"},
    ResolveBlocker: {"blocker_id": "b"},
    RecordPattern: {"name": "Ports", "description": "Protocols at the border."},
    RetirePattern: {"pattern_id": "p"},
    RecordSummary: {"kind": "file", "path": "a.py", "text": "Adds."},
    StartChat: {},
    PostMessage: {"chat_id": "c", "role": "user", "content": "Hello"},
    RenameChat: {"chat_id": "c", "title": "Hello"},
    DeleteChat: {"chat_id": "c"},
}

INSTANTS = {"created_at", "reported_at", "resolved_at", "published_at", "retired_at", "recorded_at"} | {
    f"{deed}_at" for deed in ("started", "posted", "renamed", "deleted")
}


def sample(command_class: type[Command], **fields: Any) -> Command:
    """A valid command of this class, with these fields on top of those it requires."""
    return parse(command_class, {**REQUIRED[command_class], **fields})
