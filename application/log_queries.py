"""What an open project knows of its log."""

from collections.abc import Iterator

from ..domain.feed import FeedEvent
from ..projections.reading import reader
from ..projections.records import ScanRunRecord
from .following import follow
from .wiring import Project


class LogQueries:
    """Queries that each see one state of the log."""

    project: Project

    def events(self, *, stream: str | None = None, after: int = 0, is_following: bool = False) -> Iterator[FeedEvent]:
        """The committed events behind a position, in feed order; with `is_following` waits for more for ever."""
        return follow(self.project.database, stream=stream, after=after, is_following=is_following)

    def scan_runs(self, limit: int = 20) -> list[ScanRunRecord]:
        """The latest scans, last one first."""
        with reader(self.project.database) as reading:
            return reading.scan_runs(limit)
