"""Scan many files: on all cores when that pays, in this process when it does not."""

import os
from collections.abc import Generator, Iterable, Iterator, Mapping
from datetime import datetime

from ..domain.scans import ScanProblem
from .indexing import ScanContext, Scanned, scan_file
from .pool import Chunk, PoolScan
from .read import read_file

# Starting processes takes about as long as parsing this many files.
FEW_FILES = 128
CHUNK_FILES = 16
CHUNK_BYTES = 512 * 1024


def parse_all(
    root: str,
    paths: Iterable[str],
    known_hashes: Mapping[str, str],
    *,
    scan_run_id: str | None,
    scanned_at: datetime,
    workers: int | None = None,
) -> Generator[Scanned, None, None]:
    """Scan `paths` (relative to `root`); `known_hashes` holds the content hash of each path the log knows.

    Files with unchanged content come first and are not parsed, then the others in the order of `paths`. `workers`
    defaults to the number of cores this process may use. Closing the generator early stops the processes.
    """
    context = ScanContext(root, scan_run_id, scanned_at)
    changed: list[str] = []
    yield from _unchanged(context, paths, known_hashes, changed)
    workers = workers or usable_cores()
    if len(changed) < FEW_FILES or workers == 1:
        yield from (scan_file(context, path) for path in changed)
    else:
        yield from PoolScan(context, chunked(root, changed), workers).run()


def _unchanged(
    context: ScanContext, paths: Iterable[str], known_hashes: Mapping[str, str], changed: list[str]
) -> Iterator[Scanned]:
    """Yield the files that need no parsing, and leave the others in `changed`."""
    seen: set[str] = set()
    for path in paths:
        known = known_hashes.get(path)
        if known is not None and _has_content(context.root, path, known, seen):
            yield Scanned(path, known)
        else:
            changed.append(path)


def _has_content(root: str, path: str, content_hash: str, seen: set[str]) -> bool:
    content = read_file(root, path, seen)
    return not isinstance(content, ScanProblem) and content.content_hash == content_hash


def chunked(root: str, paths: Iterable[str]) -> Iterator[Chunk]:
    """Part paths into chunks that are small in number and in bytes, so that little is held at a time."""
    chunk: Chunk = []
    size = 0
    for path in paths:
        chunk.append(path)
        size += _size(root, path)
        if len(chunk) == CHUNK_FILES or size >= CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def usable_cores() -> int:
    """The number of cores this process may run on."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _size(root: str, path: str) -> int:
    try:
        return os.lstat(os.path.join(root, path)).st_size
    except OSError:
        return 0
