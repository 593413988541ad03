"""Read one file: its bytes, and what the log says about them."""

import os
import stat
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from typing import Protocol

from ..domain.canonical import digest
from ..domain.scans import ScanProblem
from .problems import SCAN_FILE_TOO_LARGE, SCAN_READ_FAILED, os_problem, printable

MAX_FILE_BYTES = 10 * 1024 * 1024

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9999, 12, 31, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class FileContent:
    """A file as it was read: `content_hash` is the SHA-256 of `data` in hex, `modified_at` in UTC."""

    data: bytes
    modified_at: datetime
    content_hash: str

    @property
    def size(self) -> int:
        """The size in bytes."""
        return len(self.data)


class Source(Protocol):
    """What gives at most so many bytes at a time, none at its end."""

    def read(self, size: int, /) -> bytes: ...


def read_file(root: str, path: str, seen: set[str] | None = None) -> FileContent | ScanProblem:
    """Read `path` below `root`, or say what keeps it from being read.

    Symbolic links are not followed, nor those that were put in the place of a folder since it was listed; a FIFO or
    device in the file's place neither blocks nor is read. `seen` are the folders that were found to be in the project:
    who reads many files at once need not look again for each.
    """
    seen = set() if seen is None else seen
    try:
        descriptor = os.open(os.path.join(root, path), os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with open(descriptor, "rb", buffering=0) as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                return _problem(SCAN_READ_FAILED, path, "not a regular file")
            folder = path.rpartition("/")[0]
            if folder and folder not in seen and lies_elsewhere(root, path, descriptor):
                return _problem(SCAN_READ_FAILED, path, "a folder on the way to it is a symbolic link")
            seen.add(folder)
            data = read_whole(file, status.st_size)
    except OSError as error:
        return os_problem(path, error)
    if data is None or len(data) > MAX_FILE_BYTES:
        return _problem(SCAN_FILE_TOO_LARGE, path, f"larger than {MAX_FILE_BYTES} bytes")
    return FileContent(data, _instant(status.st_mtime_ns), digest(data))


def read_whole(file: Source, size: int) -> bytes | None:
    """All of a file of this size; None when it is too large. One that grows meanwhile is not read without end."""
    if size > MAX_FILE_BYTES:
        return None
    data = file.read(size + 1)
    while len(data) != size and len(data) <= MAX_FILE_BYTES and (more := file.read(MAX_FILE_BYTES + 1 - len(data))):
        data += more
    return data


def lies_elsewhere(root: str, path: str, descriptor: int) -> bool:
    """Whether an open file lies behind a symbolic link in the place of a folder of its path."""
    # Where the system tells at once where it lies, that saves a look at each folder.
    with suppress(OSError):
        if os.readlink(f"/proc/self/fd/{descriptor}") == os.path.join(_real(root), path):
            return False
    folders = accumulate(path.split("/")[:-1], "{}/{}".format)
    return any(os.path.islink(os.path.join(root, folder)) for folder in folders)


@lru_cache(maxsize=16)
def _real(root: str) -> str:
    return os.path.realpath(root)


def _instant(nanoseconds: int) -> datetime:
    # A file system may hold times that no datetime can: those are cut to the nearest that can be written.
    try:
        return min(EPOCH + timedelta(microseconds=nanoseconds // 1000), LATEST)
    except OverflowError:
        return LATEST if nanoseconds > 0 else EPOCH


def _problem(code: str, path: str, message: str) -> ScanProblem:
    return ScanProblem(code=code, path=printable(path), message=message)
