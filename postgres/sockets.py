"""The folder of the server's unix socket: private to its user, and short enough for the system."""

import contextlib
import hashlib
import os
import re
import tempfile
from pathlib import Path

from .account import Account
from .private import make_private_folder

PORT = 5432
# macOS allows 103 bytes, Linux 107.
LONGEST = 103 - len(f"/.s.PGSQL.{PORT}")
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
    make_private_folder(folder, account)
    return folder


def is_usable(path: Path) -> bool:
    return len(os.fsencode(path)) <= LONGEST and PLAIN.fullmatch(str(path)) is not None


def clear_socket(folder: Path) -> None:
    """Remove what a killed server left, its lock with a process id in it above all."""
    for name in (f".s.PGSQL.{PORT}", f".s.PGSQL.{PORT}.lock"):
        (folder / name).unlink(missing_ok=True)


def remove_socket_folder(folder: Path, data: Path) -> None:
    """Remove a temporary folder whose server has stopped; never the data directory."""
    if folder != data:
        with contextlib.suppress(OSError):
            folder.rmdir()
