"""Run PostgreSQL's own programs under the server's account, with their output in one log."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .account import Account
from .private import open_private

LOG_LIMIT = 1 << 20
# PostgreSQL's log_line_prefix: time, zone, process.
PREFIX = re.compile(r"^\S+ \S+ \S+ \[\d+\] ")
TELLING = ("FATAL", "PANIC", "error:", "No space")


@dataclass(frozen=True, slots=True)
class Programs:
    """An installation (the folder with `bin`), the account it runs under, and the log beside the data."""

    installation: Path
    account: Account | None
    log: Path

    def run(self, program: str, *arguments: str, environment: Mapping[str, str] | None = None) -> str | None:
        """Run a program to its end; returns the line that says why it failed. Raises OSError."""
        # None of the caller's PG* variables may reach the server.
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        with self._appending() as log:
            before = os.fstat(log).st_size
            done = subprocess.run(
                [str(self.installation / "bin" / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=inherited | {"LC_ALL": "C"} | dict(environment or {}),
                cwd="/",
                umask=0o077,
                check=False,
                user=None if self.account is None else self.account.uid,
                group=None if self.account is None else self.account.gid,
                extra_groups=None if self.account is None else [],
            )
        return None if done.returncode == 0 else reason_in(self.log, before)

    def shorten_log(self) -> None:
        """Empty the log when it has grown long; only while no server writes to it."""
        with self._appending() as log:
            if os.fstat(log).st_size > LOG_LIMIT:
                os.ftruncate(log, 0)

    def see_log(self) -> str:
        return f"the server's log is {self.log}"

    @contextmanager
    def _appending(self) -> Iterator[int]:
        log = open_private(self.log, os.O_WRONLY | os.O_APPEND, self.account)
        try:
            yield log
        finally:
            os.close(log)


def reason_in(log: Path, offset: int) -> str:
    """The line that says most about a failure among those written since `offset`."""
    with log.open("rb") as file:
        file.seek(offset)
        lines = [line.strip() for line in file.read().decode(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if any(mark in line for mark in TELLING)]
    return PREFIX.sub("", telling[0] if telling else (lines or ["it gave no reason"])[-1])
