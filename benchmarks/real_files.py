"""Real FileIndexed events: those of the standard library, then of the installed packages, as the scanner makes them."""

import sysconfig
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import chain, islice
from pathlib import Path

from ..commands.files import FileChange
from ..scanner.parallel import parse_all

SCAN = "benchmark"


@cache
def real_changes(count: int) -> tuple[FileChange, ...]:
    """About so many changes that make files known, fewer when there are not as many files."""
    found = chain(changes_below("stdlib"), changes_below("purelib"))
    return tuple({change.path: change for change in islice(found, count)}.values())


def library_paths() -> list[str]:
    """The Python files of the standard library without its tests, relative to its folder."""
    return [path for path in paths_below(library()) if not path.startswith(("test/", "lib2to3/tests/"))]


def library() -> Path:
    return Path(sysconfig.get_path("stdlib"))


def paths_below(root: Path) -> list[str]:
    found = (path.relative_to(root) for path in root.rglob("*.py"))
    return sorted(path.as_posix() for path in found if path.parts[0] != "site-packages")


def changes_below(name: str) -> Iterator[FileChange]:
    root = Path(sysconfig.get_path(name))
    scanned = parse_all(str(root), paths_below(root), {}, scan_run_id=SCAN, scanned_at=datetime.now(UTC))
    for one in scanned:
        if one.event is not None:
            yield FileChange(path=one.path, version=0, content_hash=one.content_hash, event=one.event)


def about(changes: Sequence[FileChange], count: int, size: int) -> Sequence[FileChange]:
    """So many of the changes, alike in size, whose events have about `size` bytes on average; by path, not by size."""
    by_size = sorted(changes, key=lambda change: len(change.event or b""))
    starts = range(max(1, len(by_size) - count + 1))
    found = min((by_size[start : start + count] for start in starts), key=lambda some: abs(mean(some) - size))
    return sorted(found, key=lambda change: change.path)


def mean(changes: Sequence[FileChange]) -> float:
    return sum(len(change.event or b"") for change in changes) / len(changes)
