"""What goes wrong with one page, and what goes wrong with the folder as a whole.

PageRefused        this page cannot be written, moved or deleted; the others go on
  PageWaits        not before another page is gone
TargetUnavailable  (of the domain) the folder cannot be used; nothing of the batch is reported as done
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ...domain.errors import TargetUnavailable

RETRY = "docrunch projections retry markdown"

NEEDS_A_PERSON = frozenset({errno.EISDIR, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.EEXIST, errno.EINVAL})
PASSING = frozenset({errno.EACCES, errno.EPERM, errno.ENOENT, errno.EBUSY, errno.ENOTEMPTY})

HINTS = {
    errno.ENOSPC: "free some space on that file system; the pages wait and are written then",
    errno.EDQUOT: "raise the quota or free some space; the pages wait and are written then",
    errno.EFBIG: "raise the limit on file sizes (ulimit -f); the pages wait and are written then",
    errno.EROFS: "make the file system writable or set storage.markdown.output_dir to another folder",
    errno.EACCES: "give this user write access or set storage.markdown.output_dir to another folder",
    errno.ENOENT: "the folder vanished; run docrunch projections rebuild markdown to write it again",
    errno.ELOOP: "a symbolic link is in the way; move it away",
    errno.ENOTDIR: "set storage.markdown.output_dir to a folder, or move the file away",
}


class PageRefused(Exception):
    """One page cannot be brought to what is wanted; `str()` says why and what to do.

    `is_permanent` is False where waiting may help.
    """

    def __init__(self, reason: str, *, is_permanent: bool = True) -> None:
        super().__init__(reason)
        self.is_permanent = is_permanent


class PageWaits(PageRefused):
    """One page has to wait until another one is gone, or has handed over its notes."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, is_permanent=False)


@contextmanager
def one_page(folder: Path, page: str) -> Iterator[None]:
    """Turn what the system says about one page into PageRefused; what is about more than that page passes."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno or 0)
        if error.errno in NEEDS_A_PERSON:
            raise PageRefused(f"{folder / page}: {reason}; move what is in the way, then run {RETRY}") from error
        if error.errno in PASSING:
            raise PageRefused(f"{folder / page}: {reason}", is_permanent=False) from error
        raise


@contextmanager
def whole_folder(path: Path) -> Iterator[None]:
    """Turn what the system says about the folder as a whole into TargetUnavailable."""
    try:
        yield
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise TargetUnavailable(f"{path}: {reason}", hint=HINTS.get(error.errno or 0)) from error
