"""The folder of the server's unix socket: private to its user, and short enough for the system."""

import hashlib
import os
import re
import stat
import tempfile
from pathlib import Path

from ..domain.errors import Misconfigured
from .account import Account

# macOS allows 103 bytes, Linux 107.
LONGEST = 103 - len("/.s.PGSQL.5432")
# libpq and the server split lists of folders at commas and quotes.
PLAIN = re.compile(r"/[A-Za-z0-9._/-]*")


def socket_folder(data: Path, account: Account | None) -> Path:
    """The data directory itself (mode 0700) where its path is short and plain, else a private temporary folder.

    Raises Misconfigured when somebody else owns that folder.
    """
    if is_usable(data):
        return data
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    uid = os.geteuid() if account is None else account.uid
    base = Path(tempfile.gettempdir())
    folder = (base if is_usable(base / ("x" * 40)) else Path("/tmp")) / f"docrunch-{uid}-{name}"  # noqa: S108
    make_private(folder, uid, account)
    return folder


def is_usable(path: Path) -> bool:
    return len(os.fsencode(path)) <= LONGEST and PLAIN.fullmatch(str(path)) is not None


def make_private(folder: Path, uid: int, account: Account | None) -> None:
    try:
        folder.mkdir(mode=0o700)
        if account is not None:
            os.chown(folder, *account.owner)
    except FileExistsError:
        pass
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or found.st_mode & 0o077:
        raise Misconfigured(f"{folder} is not a private folder of this user", hint="remove it and try again")
