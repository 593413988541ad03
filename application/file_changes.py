"""What of a scanned tree is new to the log, and in what portions it is recorded."""

from collections.abc import Iterable, Iterator, Mapping

from ..commands.files import FileChange
from ..domain.known import KnownFile
from ..domain.scans import ScanProblem
from ..scanner.indexing import Scanned
from ..scanner.languages import language_of

BATCH_FILES = 200
BATCH_BYTES = 8 << 20


def hash_to_compare(path: str, known: KnownFile) -> str | None:
    """The hash of content that need not be parsed; None where a parser has learned to see more in it since."""
    return known.content_hash if known.holds(known.content_hash, parser_version(path)) else None


def parser_version(path: str) -> int:
    language = language_of(path)
    return 0 if language is None else language.version


def change_of(scanned: Scanned, known: KnownFile) -> FileChange | None:
    """What to record of a scanned file; None when there is nothing new."""
    if scanned.content_hash is None or scanned.event is None:
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
