"""One data directory and the PostgreSQL server on it: made, started, found running, stopped."""

import shlex
import shutil
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from ..domain.errors import Misconfigured, Unavailable
from .postmaster import read_postmaster
from .private import make_private_folder
from .programs import Programs
from .sockets import PORT, clear_socket, remove_socket_folder, socket_folder

START_SECONDS = 60.0
PAUSE = 0.05
LOCALE = {
    16: ("--locale=C",),
    18: ("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
}
# What a killed server leaves behind for a moment: its children still hold the shared memory.
PASSING = ("pre-existing shared memory", "already exists")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A PostgreSQL data directory, with what is needed to run it."""

    data: Path
    programs: Programs
    version: int
    options: tuple[str, ...] = ()

    def ensure_made(self) -> None:
        """Make the data directory if it is not there: whole, or not at all. Raises Misconfigured."""
        if self.data.exists():
            self.require_version()
            return
        partial = self.data.with_name(f"{self.data.name}.partial")
        shutil.rmtree(partial, ignore_errors=True)
        make_private_folder(partial, self.programs.account)
        trust = ("--username=postgres", "--auth=trust", "--encoding=UTF8", *LOCALE[self.version])
        sync = ("--no-sync",) if "fsync=off" in self.options else ()
        failure = self.programs.run("initdb", "--pgdata", str(partial), *trust, *sync)
        if failure is not None:
            shutil.rmtree(partial, ignore_errors=True)
            raise Misconfigured(
                f"PostgreSQL cannot make its files in {self.data}: {failure}", hint=self.programs.see_log()
            )
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
        failure: str | None = f"it does not answer within {START_SECONDS:.0f} s"
        while time.monotonic() < deadline:
            postmaster = read_postmaster(self.data)
            if postmaster is not None and answers(postmaster.url):
                return postmaster.url
            if postmaster is not None and postmaster.has_lost_its_socket:
                postmaster.stop()
            elif postmaster is None:
                failure = self.launch()
                if failure and not any(words in failure for words in PASSING):
                    break
            time.sleep(PAUSE if postmaster or failure else 0)
        raise Unavailable(
            f"the embedded PostgreSQL in {self.data} does not start: {failure}", hint=self.programs.see_log()
        )

    def launch(self) -> str | None:
        """Start a server that is known not to run; returns why it failed."""
        folder = socket_folder(self.data, self.programs.account)
        # Their process ids may belong to somebody else by now, which PostgreSQL would take for a running server.
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        clear_socket(folder)
        self.programs.shorten_log()
        settings = (
            "listen_addresses=",
            f"unix_socket_directories={folder}",
            "unix_socket_permissions=0700",
            f"port={PORT}",
            "log_min_messages=log",
            *self.options,
        )
        words = " ".join(f"-c {shlex.quote(setting)}" for setting in settings)
        return self.control("start", f"--timeout={START_SECONDS:.0f}", "--options", words)

    def stop(self) -> None:
        """Stop the server if it runs; every connection to it ends."""
        postmaster = read_postmaster(self.data)
        if postmaster is not None:
            self.control("stop", "--mode=fast")
            remove_socket_folder(postmaster.folder, self.data)

    def control(self, action: str, *arguments: str) -> str | None:
        # PGDATA and not -D: pg_ctl hands -D to a shell.
        return self.programs.run("pg_ctl", action, "--wait", *arguments, environment={"PGDATA": str(self.data)})


def answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True
