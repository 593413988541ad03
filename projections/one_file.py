"""A small file that is replaced whole, by one process at a time."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..domain.errors import TargetUnavailable

PATIENCE_SECONDS = 10.0
PAUSE_SECONDS = 0.02


def read(path: Path) -> bytes | None:
    """The file's bytes, None when there is none; for what is no plain file, bytes that are not ours."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    except OSError:
        if path.is_symlink():
            return b""
        raise
    with os.fdopen(handle, "rb") as file:
        return file.read()


def replace(path: Path, data: bytes) -> None:
    """Write the file durably: whoever reads it sees the old bytes or the new ones. Raises OSError."""
    partial = path.with_name(f"{path.name}.partial")
    # One that a crash left is taken over, a link that somebody put there is not followed.
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(partial, flags, 0o644), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    with folder(path.parent) as handle:
        os.fsync(handle)


@contextmanager
def folder(path: Path) -> Iterator[int]:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Hold the folder against other processes that would write the file. Raises TargetUnavailable after a while."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    with folder(path) as handle:
        while True:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise TargetUnavailable(f"another process has held {path} for {PATIENCE_SECONDS:g} s") from None
                time.sleep(PAUSE_SECONDS)
        yield
