"""What readers of the log get: events at their positions, in batches."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from .changes import SCAN_PRIORITY, EntityChange


@dataclass(frozen=True, slots=True)
class FeedEvent:
    """One committed event. `data` is of the topic's current schema version; `recorded_at` is aware UTC.

    `problem` says why this program cannot read the event (an unknown topic, a newer schema version); it is to be
    parked, not to stop the others. `is_refused`: it could be read, and the database did not take what it says.
    """

    position: int
    stream_id: str
    version: int
    type: str
    schema_version: int
    data: dict[str, Any]
    recorded_at: datetime
    problem: str | None = None
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Batch:
    """The events with `after` < position <= `upto`, gap-free, and which entities they change.

    `has_more` says that events behind them could be read at the same moment: whoever reads on gets them.
    """

    after: int
    upto: int
    events: Sequence[FeedEvent]
    changes: Sequence[EntityChange]
    has_more: bool = False

    @property
    def priority(self) -> int:
        """The most urgent priority of the batch's changes."""
        return min((change.priority for change in self.changes), default=SCAN_PRIORITY)

    @property
    def scan_run_id(self) -> str | None:
        """The scan run that caused the latest of the changes, if a scan did."""
        return next((change.scan_run_id for change in reversed(self.changes) if change.scan_run_id), None)
