"""One data directory and the PostgreSQL server on it: made, started, found running, stopped."""

import os
import shlex
import shutil
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from ..domain.errors import Misconfigured, Unavailable
from .account import Account
from .postmaster import read_postmaster
from .sockets import socket_folder

START_SECONDS = 60.0
PAUSE = 0.05
LOG_LIMIT = 1 << 20
LOCALE = {
    16: ("--locale=C",),
    18: ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
}
# Another server's orphans may hold the shared memory for a moment after a kill.
PASSING = ("shared memory", "lock file")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A PostgreSQL data directory, with what is needed to run it."""

    data: Path
    log: Path
    installation: Path
    version: int
    account: Account | None = None
    options: tuple[str, ...] = ()

    def ensure_made(self) -> None:
        """Make the data directory if it is not there: whole, or not at all. Raises Misconfigured."""
        if self.data.exists():
            self.require_version()
            return
        partial = self.data.with_name(f"{self.data.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        if self.account is not None:
            os.chown(partial, *self.account.owner)
        trust = ("--username=postgres", "--auth=trust", "--encoding=UTF8", *LOCALE[self.version])
        sync = ("--no-sync",) if "fsync=off" in self.options else ()
        failure = self.run("initdb", "--pgdata", str(partial), *trust, *sync)
        if failure is not None:
            shutil.rmtree(partial, ignore_errors=True)
            raise Misconfigured(f"PostgreSQL cannot make its files in {self.data}: {failure}", hint=self.see_log())
        partial.rename(self.data)

    def require_version(self) -> None:
        try:
            found = (self.data / "PG_VERSION").read_text().strip()
        except OSError as error:
            raise Misconfigured(
                f"{self.data} is not a PostgreSQL data directory this user can read: {error.strerror}",
                hint="run as the user who made it, or move it away to begin with an empty log",
            ) from error
        if found != str(self.version):
            raise Misconfigured(
                f"{self.data} holds data of PostgreSQL {found}, this docrunch brings {self.version}",
                hint="dump it with the docrunch that wrote it and restore it here, or set storage.postgres_url",
            )

    def ensure_running(self) -> str:
        """Start the server unless it runs already; returns its URL. Raises Unavailable."""
        deadline = time.monotonic() + START_SECONDS
        failure: str | None = None
        while time.monotonic() < deadline:
            postmaster = read_postmaster(self.data)
            if postmaster is not None and answers(postmaster.url):
                return postmaster.url
            if postmaster is None:
                failure = self.launch()
                if failure and not any(word in failure for word in PASSING):
                    break
            elif postmaster.has_lost_its_socket:
                postmaster.stop()
            time.sleep(0 if failure is None else PAUSE)
        reason = failure or f"it does not answer within {START_SECONDS:.0f} s"
        raise Unavailable(f"the embedded PostgreSQL in {self.data} does not start: {reason}", hint=self.see_log())

    def launch(self) -> str | None:
        """Start a server that is known not to run; returns why it failed."""
        # Its process id may belong to somebody else by now, which PostgreSQL would take for a running server.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        if self.log.stat().st_size > LOG_LIMIT:
            os.truncate(self.log, 0)
        folder = socket_folder(self.data, self.account)
        settings = (
            "listen_addresses=",
            f"unix_socket_directories={folder}",
            "unix_socket_permissions=0700",
            "port=5432",
            "log_min_messages=log",
            *self.options,
        )
        words = " ".join(f"-c {shlex.quote(setting)}" for setting in settings)
        return self.run("pg_ctl", "start", "--wait", f"--timeout={START_SECONDS:.0f}", "--options", words)

    def stop(self) -> None:
        """Stop the server if it runs; every connection to it ends."""
        if read_postmaster(self.data) is not None:
            self.run("pg_ctl", "stop", "--wait", "--mode=fast")

    def run(self, program: str, *arguments: str) -> str | None:
        """Run one of PostgreSQL's programs with its output in the log; returns why it failed."""
        before = self.log.stat().st_size
        # PGDATA and not -D: pg_ctl hands -D to a shell. No other PG* variable may reach the server.
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        if program == "pg_ctl":
            environment["PGDATA"] = str(self.data)
        with self.log.open("ab") as log:
            done = subprocess.run(
                [str(self.installation / "bin" / program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment | {"LC_ALL": "C"},
                cwd="/",
                umask=0o077,
                check=False,
                user=None if self.account is None else self.account.uid,
                group=None if self.account is None else self.account.gid,
                extra_groups=None if self.account is None else [],
            )
        return None if done.returncode == 0 else reason_in(self.log, before)

    def see_log(self) -> str:
        return f"the server's log is {self.log}"


def answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def reason_in(log: Path, offset: int) -> str:
    """The line that says most about a failure among those written since `offset`."""
    with log.open("rb") as file:
        file.seek(offset)
        lines = [line.strip() for line in file.read().decode(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if any(mark in line for mark in ("FATAL", "PANIC", "error:", "No space"))]
    return (telling or lines or ["no reason was given"])[0 if telling else -1]
