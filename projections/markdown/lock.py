"""One writer at a time: a lock on a file in the folder, held for one batch."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from ...domain.errors import TargetUnavailable
from .errors import whole_folder
from .folder import Folder

NAME = ".docrunch-lock"
LONGEST_WAIT = timedelta(seconds=30)
PAUSE = timedelta(milliseconds=20)
FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@contextmanager
def locked(folder: Folder, longest_wait: timedelta = LONGEST_WAIT) -> Iterator[None]:
    """Keep other workers out; the system lets go of the lock when this process dies.

    Raises TargetUnavailable when another worker holds it for longer than `longest_wait`, OSError when there is none.
    """
    descriptor = open_lock(folder)
    try:
        wait_for(descriptor, folder, time.monotonic() + longest_wait.total_seconds())
        yield
    finally:
        os.close(descriptor)


def open_lock(folder: Folder) -> int:
    with whole_folder(folder.path / NAME), suppress(FileNotFoundError):
        # Without O_CREAT first: a folder that is read-only can still be read under its lock.
        return os.open(NAME, FLAGS, dir_fd=folder.descriptor)
    with whole_folder(folder.path / NAME):
        return os.open(NAME, FLAGS | os.O_CREAT, 0o666, dir_fd=folder.descriptor)


def wait_for(descriptor: int, folder: Folder, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise TargetUnavailable(
                    f"{folder.path}: another worker is writing to it", hint="its batch ends soon; the pages wait"
                ) from None
        time.sleep(PAUSE.total_seconds())
