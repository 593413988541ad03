"""Locks on files: they vanish with their process, so nobody has to trust a stored process id."""

import fcntl
import os
import time
from pathlib import Path

from ..domain.errors import Unavailable
from .account import Account
from .private import open_private

PAUSE = 0.02


class FileLock:
    """One open handle on a lock file; two handles exclude each other even within one process.

    The file is private to the account, or to the caller. Raises OSError.
    """

    def __init__(self, path: Path, account: Account | None = None) -> None:
        self.path = path
        self._handle = open_private(path, os.O_RDONLY, account)

    def share(self) -> None:
        """Hold it together with others; waits while somebody holds it alone."""
        fcntl.flock(self._handle, fcntl.LOCK_SH)

    def try_alone(self) -> bool:
        """Hold it alone if nobody else holds it; a lock shared until now may be lost when this fails."""
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait_alone(self, seconds: float) -> None:
        """Hold it alone, waiting at most `seconds`. Raises Unavailable after that."""
        deadline = time.monotonic() + seconds
        while not self.try_alone():
            if time.monotonic() > deadline:
                raise Unavailable(
                    f"another process has held {self.path} for more than {seconds:.0f} s",
                    hint="it may be stopped or stuck: end it and try again",
                )
            time.sleep(PAUSE)

    def release(self) -> None:
        """Let go explicitly: a forked child shares the handle, so closing alone would not do it."""
        fcntl.flock(self._handle, fcntl.LOCK_UN)

    def close(self) -> None:
        """Release and close; a second call does nothing."""
        if self._handle >= 0:
            self.release()
            os.close(self._handle)
            self._handle = -1
