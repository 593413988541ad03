"""What a scan says of itself."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field

from ..commands.files import FileChange
from ..domain.known import KnownFile
from ..domain.scans import ScanCounts, ScanProblem
from ..scanner.indexing import Scanned


@dataclass(slots=True)
class ScanReport:
    """What one scan saw and did; `functions`, `classes` and `references` count over all files seen."""

    scan_run_id: str
    files_seen: int = 0
    files_indexed: int = 0
    files_unchanged: int = 0
    files_removed: int = 0
    functions: int = 0
    classes: int = 0
    references: int = 0
    events_appended: int = 0
    errors: list[ScanProblem] = field(default_factory=list)
    duration_seconds: float = 0.0

    def see(self, scanned: Scanned, known: KnownFile) -> None:
        """Count a file that was looked at; one that has not changed holds what is known of it."""
        if scanned.problem is not None:
            self.errors.append(scanned.problem)
        if scanned.content_hash is None:
            return
        counts = known if scanned.event is None else scanned
        self.files_seen += 1
        self.files_unchanged += scanned.event is None
        self.functions += counts.functions
        self.classes += counts.classes
        self.references += counts.references

    def add(self, batch: Sequence[FileChange]) -> None:
        """Count changes that were recorded."""
        self.files_removed += len(batch) - indexed(batch)
        self.files_indexed += indexed(batch)
        self.events_appended += len(batch)

    def counts(self) -> ScanCounts:
        return ScanCounts(**{name: getattr(self, name) for name in ScanCounts.model_fields})

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"errors": [problem.model_dump() for problem in self.errors]}


def indexed(batch: Sequence[FileChange]) -> int:
    """How many of these changes are no removals."""
    return sum(change.event is not None for change in batch)
