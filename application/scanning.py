"""A scan: walk the project, parse what changed, append it in batches, say what was seen."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic

from ..commands.command import Command
from ..commands.files import FileChange, RecordFileChanges
from ..commands.scans import CompleteScan, FailScan, StartScan
from ..domain.errors import Conflict, DocrunchError
from ..domain.known import KnownFile
from ..domain.receipts import Receipt
from ..domain.scans import ScanProblem
from ..scanner.parallel import parse_all
from ..scanner.walk import walk
from .file_changes import batches, change_of, decided_again, hash_to_compare, is_below, vanished
from .progress import Progress
from .scan_report import ScanReport, indexed

ATTEMPTS = 5
LONGEST_REASON = 2_000


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
            state = known.get(scanned.path, KnownFile(0))
            report.see(scanned, state)
            if change := change_of(scanned, state):
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
            report.add(batch)
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
