"""A scan: walk the project, parse what changed, append it in batches, say what was seen."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from ..commands.command import Command
from ..commands.files import FileChange, RecordFileChanges
from ..commands.scans import CompleteScan, FailScan, StartScan
from ..domain.errors import Conflict, DocrunchError
from ..domain.known import KnownFile
from ..domain.receipts import Receipt
from ..domain.scans import ScanCounts, ScanProblem
from ..scanner.indexing import Scanned
from ..scanner.languages import language_of
from ..scanner.parallel import parse_all
from ..scanner.walk import walk

BATCH_FILES = 500
BATCH_BYTES = 8 << 20
ATTEMPTS = 5
LONGEST_REASON = 2_000

Progress = Callable[[int, int], None]
"""Called with the number of files done and of all."""


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

    def counts(self) -> ScanCounts:
        return ScanCounts(**{name: getattr(self, name) for name in ScanCounts.model_fields})

    def as_json(self) -> dict[str, object]:
        return asdict(self) | {"errors": [problem.model_dump() for problem in self.errors]}


@dataclass(frozen=True, slots=True)
class Scan:
    """One pass over the files of `root` below `under` ("" for all of them)."""

    scan_run_id: str
    root: Path
    under: str
    output_dir: str
    dispatch: Callable[[Command], Receipt]
    known_files: Callable[[], Mapping[str, KnownFile]]
    progress: Progress

    def run(self) -> ScanReport:
        """Record what changed since the last scan. What was recorded stays recorded when the scan fails half-way."""
        report, began = ScanReport(self.scan_run_id), monotonic()
        self.append(report, StartScan(scan_run_id=report.scan_run_id))
        try:
            self.record(report)
        except BaseException as error:
            self.give_up(report, error)
            raise
        completed = CompleteScan(scan_run_id=report.scan_run_id, counts=report.counts(), problems=tuple(report.errors))
        self.append(report, completed)
        report.duration_seconds = round(monotonic() - began, 3)
        return report

    def record(self, report: ScanReport) -> None:
        known = self.known_files()
        paths = self.find(report)
        changes = self.changes(report, paths, known)
        for batch in batches(changes):
            self.take_in(report, batch)
        gone = vanished(known, paths, report.errors, self.under)
        for batch in batches(FileChange(path=path, version=known[path].version) for path in gone):
            self.take_in(report, batch)

    def find(self, report: ScanReport) -> list[str]:
        paths = []
        for found in walk(str(self.root), output_folder=self.output_dir):
            if isinstance(found, ScanProblem):
                report.errors.append(found)
            elif is_below(found, self.under):
                paths.append(found)
        return paths

    def changes(self, report: ScanReport, paths: list[str], known: Mapping[str, KnownFile]) -> Iterator[FileChange]:
        hashes = {path: hash_ for path, state in known.items() if (hash_ := hash_to_compare(path, state))}
        started_at = datetime.now(UTC)
        results = parse_all(str(self.root), paths, hashes, scan_run_id=report.scan_run_id, scanned_at=started_at)
        for done, scanned in enumerate(results, start=1):
            self.progress(done, len(paths))
            change = observe(report, scanned, known.get(scanned.path, KnownFile(0)))
            if change is not None:
                yield change

    def take_in(self, report: ScanReport, batch: list[FileChange]) -> None:
        """Append a batch; what another scan recorded meanwhile is decided again on the state it left."""
        for _ in range(ATTEMPTS):
            try:
                if batch:
                    command = RecordFileChanges(scan_run_id=report.scan_run_id, changes=tuple(batch))
                    self.dispatch(command)
            except Conflict:
                changed = list(decided_again(batch, self.known_files()))
                # What another scan recorded meanwhile is unchanged to this one.
                report.files_unchanged += indexed(batch) - indexed(changed)
                batch = changed
                continue
            count_changes(report, batch)
            return
        raise Conflict("other scans of this project kept changing the same files; let them end and scan again")

    def append(self, report: ScanReport, command: Command) -> None:
        self.dispatch(command)
        report.events_appended += 1

    def give_up(self, report: ScanReport, error: BaseException) -> None:
        # When the log cannot be written either, the first error is the one to tell.
        with suppress(DocrunchError):
            self.dispatch(FailScan(scan_run_id=report.scan_run_id, reason=reason_of(error)))


def reason_of(error: BaseException) -> str:
    """What may enter the log of an error's text, which may hold anything."""
    text = str(error).replace("\0", "�").encode(errors="replace").decode()
    return text[:LONGEST_REASON] if text.strip() else type(error).__name__


def hash_to_compare(path: str, known: KnownFile) -> str | None:
    """The hash of content that need not be parsed; None where a parser has learned to see more in it since."""
    return known.content_hash if known.holds(known.content_hash, parser_version(path)) else None


def parser_version(path: str) -> int:
    language = language_of(path)
    return 0 if language is None else language.version


def observe(report: ScanReport, scanned: Scanned, known: KnownFile) -> FileChange | None:
    """Count a scanned file; the change it asks for, if any."""
    if scanned.problem is not None:
        report.errors.append(scanned.problem)
    if scanned.content_hash is None:
        return None
    report.files_seen += 1
    counts = known if scanned.event is None else scanned
    report.functions += counts.functions
    report.classes += counts.classes
    report.references += counts.references
    if scanned.event is None:
        report.files_unchanged += 1
        return None
    return FileChange(path=scanned.path, version=known.version, content_hash=scanned.content_hash, event=scanned.event)


def batches(changes: Iterable[FileChange]) -> Iterator[list[FileChange]]:
    """Bounded in files and in bytes: one transaction each."""
    batch: list[FileChange] = []
    size = 0
    for change in changes:
        batch.append(change)
        size += len(change.event or b"")
        if len(batch) >= BATCH_FILES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def decided_again(batch: list[FileChange], known: Mapping[str, KnownFile]) -> Iterator[FileChange]:
    for change in batch:
        state = known.get(change.path, KnownFile(0))
        if not state.holds(change.content_hash, parser_version(change.path) if change.event else 0):
            yield change.model_copy(update={"version": state.version})


def indexed(batch: list[FileChange]) -> int:
    return sum(change.event is not None for change in batch)


def count_changes(report: ScanReport, batch: list[FileChange]) -> None:
    report.files_removed += len(batch) - indexed(batch)
    report.files_indexed += indexed(batch)
    report.events_appended += len(batch)


def vanished(
    known: Mapping[str, KnownFile], paths: Iterable[str], problems: Iterable[ScanProblem], under: str
) -> list[str]:
    """Known files that are no longer there; what could not be looked at is not taken for gone."""
    seen = set(paths)
    hidden = tuple(problem.path + "/" for problem in problems)
    candidates = (path for path, state in known.items() if state.content_hash is not None)
    return sorted(
        path for path in candidates if path not in seen and is_below(path, under) and not path.startswith(hidden)
    )


def is_below(path: str, under: str) -> bool:
    return not under or path == under or path.startswith(under + "/")
