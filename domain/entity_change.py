"""What the outbox says of one entity, and how urgent it is."""

from dataclasses import dataclass
from typing import Literal

REPORT_PRIORITY = 0
SCAN_PRIORITY = 1


@dataclass(frozen=True, slots=True)
class EntityChange:
    """One row of the outbox: an entity to bring up to date. A lower `priority` is delivered first."""

    entity_type: str
    entity_id: str
    action: Literal["upsert", "delete"]
    content_hash: str | None
    priority: int
    scan_run_id: str | None
