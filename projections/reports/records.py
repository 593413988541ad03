"""What queries about tasks and reports answer with. Instants are aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class TaskRecord:
    """A task as it stands; `page` is that of its report below the output folder, None while there is none.

    `assigned_to` is who was meant to take it, then who claimed it. The report tells the state it had when it was
    published, with the history up to and with `published_version`.
    """

    id: str
    type: str
    title: str
    description: str
    status: str
    priority: str
    assigned_to: str | None
    depends_on: list[str]
    guardrails: dict[str, Any] | list[Any]
    context: dict[str, Any] | list[Any]
    created_at: datetime
    updated_at: datetime
    completed_at: datetime | None
    percentage: int
    created_by: str
    published_at: datetime | None
    published_by: str | None
    published_status: str | None
    published_percentage: int | None
    published_version: int | None
    page: str | None


@dataclass(frozen=True, slots=True)
class HistoryRecord:
    """One thing that happened to a task; `version` counts them from the task's creation, which is 1 and not told."""

    id: str
    task_id: str
    action: str
    agent: str
    details: dict[str, Any]
    timestamp: datetime
    version: int


@dataclass(frozen=True, slots=True)
class FindingRecord:
    """Something an agent noticed: `type` is bug, improvement, question or blocker, `status` open or resolved."""

    id: str
    task_id: str
    type: str
    description: str
    files: list[str]
    created_by: str
    created_at: datetime
    status: str
    resolution: str | None
    resolved_by: str | None
    resolved_at: datetime | None


@dataclass(frozen=True, slots=True)
class DecisionRecord:
    """A decision: `status` is accepted or superseded, `number` counts them in the order they were recorded."""

    id: str
    number: int
    title: str
    context: str
    decision: str
    rationale: str
    created_at: datetime
    created_by: str
    status: str
    supersedes: list[str]
    superseded_by: str | None
    superseded_at: datetime | None
    task_id: str | None
    page: str


@dataclass(frozen=True, slots=True)
class CompletionReportRecord:
    """How a task was completed."""

    id: str
    task_id: str
    summary: str
    changes: dict[str, Any] | list[Any]
    tests_passed: bool
    notes: str
    created_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class BlockerRecord:
    """What holds or held a task up: `status` is open or resolved."""

    id: str
    task_id: str
    description: str
    needs: str
    status: str
    created_at: datetime
    resolved_at: datetime | None
    created_by: str
    resolution: str | None
    resolved_by: str | None


@dataclass(frozen=True, slots=True)
class PatternRecord:
    """A way of doing things: `status` is active or retired; `page` is None for a retired one."""

    id: str
    name: str
    description: str
    example: str
    files: list[str]
    created_by: str
    created_at: datetime
    status: str
    reason: str | None
    retired_by: str | None
    retired_at: datetime | None
    page: str | None


@dataclass(frozen=True, slots=True)
class SummaryRecord:
    """The latest summary of a document; `is_current` while the file is as it was when that was written."""

    id: str
    path: str
    text: str
    model: str | None
    recorded_by: str
    recorded_at: datetime
    is_current: bool
