"""The types in the signatures of the seed's classes that nothing else here has."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Task:
    """A task, in the columns of the table `tasks`.

    `status` is created, claimed, in_progress, blocked, completed or cancelled. `depends_on` are ids of tasks;
    `guardrails` and `context` are JSON of the caller's shape. Instants are aware, in UTC; None is "not yet". An `id`
    that is left empty is assigned.
    """

    id: str = ""
    type: str = "task"
    title: str = ""
    description: str = ""
    status: str = "created"
    priority: str = "normal"
    assigned_to: str | None = None
    depends_on: list[str] = field(default_factory=list)
    guardrails: dict[str, Any] | list[Any] = field(default_factory=list)
    context: dict[str, Any] | list[Any] = field(default_factory=dict)
    created_at: datetime | None = None
    updated_at: datetime | None = None
    completed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SyncEvent:
    """An entity that derived stores must bring up to date, as the outbox names it.

    `entity_type` is file, task, finding, …; `content_hash` is that of a file's content, None where there is none.
    """

    entity_type: str
    entity_id: str
    content_hash: str | None = None
    action: Literal["upsert", "delete"] = "upsert"
