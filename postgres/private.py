"""Files and folders that only one user may touch, safe to make as root in a folder that another user owns."""

import os
import stat
from pathlib import Path

from ..domain.errors import Misconfigured
from .account import Account


def open_private(path: Path, flags: int, account: Account | None) -> int:
    """A descriptor on a file of mode 0600, made when missing and given to the account. Raises OSError.

    Never through a link: root would give away what a user's link points at.
    """
    handle = os.open(path, flags | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    if account is not None:
        os.fchown(handle, account.uid, account.gid)
    return handle


def make_private_folder(path: Path, account: Account | None) -> None:
    """Make a folder of mode 0700, or check that it is one. Raises Misconfigured when somebody else owns it."""
    try:
        path.mkdir(mode=0o700)
        if account is not None:
            os.chown(path, account.uid, account.gid)
    except FileExistsError:
        pass
    found = path.lstat()
    uid = os.geteuid() if account is None else account.uid
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise Misconfigured(f"{path} is not a private folder of the user {uid}", hint="remove it and try again")
