"""Which entities the events of tasks, reports, patterns, summaries and chats change."""

from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from . import task_events
from .blockers import BlockerReported, BlockerResolved
from .chats import ChatDeleted, ChatMessagePosted, ChatRenamed, ChatStarted
from .decisions import DecisionRecorded, DecisionSuperseded, PredecessorSuperseded
from .entity_change import REPORT_PRIORITY, SCAN_PRIORITY, EntityChange
from .findings import FindingLogged, FindingResolved
from .patterns import PatternRecorded, PatternRetired
from .summaries import SummaryRecorded

Derivation = Callable[[dict[str, Any]], list[EntityChange]]


def one(entity_type: str, action: Literal["upsert", "delete"], data: dict[str, Any]) -> list[EntityChange]:
    return [EntityChange(entity_type, data[f"{entity_type}_id"], action, None, REPORT_PRIORITY, None)]


def summed_up(data: dict[str, Any]) -> list[EntityChange]:
    # There may be as many as functions: they must not keep reports waiting.
    return [EntityChange("summary", data["document_id"], "upsert", None, SCAN_PRIORITY, None)]


TASK = partial(one, "task", "upsert")
DECISION = partial(one, "decision", "upsert")
CHAT = partial(one, "chat", "upsert")

REPORT_DERIVATIONS: dict[str, Derivation] = {
    task_events.TaskCreated.TOPIC: TASK,
    task_events.TaskClaimed.TOPIC: TASK,
    task_events.TaskStatusChanged.TOPIC: TASK,
    task_events.TaskProgressed.TOPIC: TASK,
    task_events.TaskActionLogged.TOPIC: TASK,
    task_events.TaskBlockerReported.TOPIC: TASK,
    task_events.TaskBlockerResolved.TOPIC: TASK,
    task_events.TaskCompleted.TOPIC: TASK,
    task_events.TaskReportPublished.TOPIC: TASK,
    FindingLogged.TOPIC: partial(one, "finding", "upsert"),
    FindingResolved.TOPIC: partial(one, "finding", "upsert"),
    DecisionRecorded.TOPIC: DECISION,
    DecisionSuperseded.TOPIC: DECISION,
    PredecessorSuperseded.TOPIC: DECISION,
    BlockerReported.TOPIC: partial(one, "blocker", "upsert"),
    BlockerResolved.TOPIC: partial(one, "blocker", "upsert"),
    PatternRecorded.TOPIC: partial(one, "pattern", "upsert"),
    PatternRetired.TOPIC: partial(one, "pattern", "delete"),
    SummaryRecorded.TOPIC: summed_up,
    ChatStarted.TOPIC: CHAT,
    ChatMessagePosted.TOPIC: CHAT,
    ChatRenamed.TOPIC: CHAT,
    ChatDeleted.TOPIC: partial(one, "chat", "delete"),
}
