"""The embedded PostgreSQL: a real server on a project's own data, shared by all processes that use the project."""

import contextlib
import os
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ..domain.errors import Misconfigured
from .account import Account, is_root, service_account
from .binaries import installation, is_traversable
from .cluster import Cluster
from .home import Home, home_of
from .locks import FileLock
from .programs import Programs

VERSION = 18
GATE_SECONDS = 90.0


@dataclass(slots=True, weakref_slot=True, eq=False)
class EmbeddedServer:
    """A handle on a running server; the server stops when the last handle of all processes is closed."""

    url: str
    data_dir: Path
    _cluster: Cluster
    _gate: Path
    _users: FileLock
    _finalizer: "weakref.finalize[..., EmbeddedServer]" = field(init=False)

    def __post_init__(self) -> None:
        self._finalizer = weakref.finalize(self, give_back, self._cluster, self._gate, self._users, os.getpid())

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self._cluster.programs.log

    def ensure_running(self) -> str:
        """Start the server again if it died; returns its URL. Raises Unavailable."""
        with alone(self._gate, self._cluster.programs.account):
            self.url = self._cluster.ensure_running()
        return self.url

    def close(self) -> None:
        """Give the handle back; a second call does nothing."""
        self._finalizer()


def start(project_root: Path) -> EmbeddedServer:
    """Start the project's server, or join the one that another process runs.

    Raises Misconfigured (the folder, the user, the installation) or Unavailable (the server does not come up).
    """
    with reported(project_root):
        return open_home(home_of(project_root), VERSION, ())


def start_server(data_dir: Path, *, version: int = VERSION, options: tuple[str, ...] = ()) -> EmbeddedServer:
    """Start a server of this major version on a folder of one's own; `options` are settings such as `fsync=off`.

    As root the parents of the folder must be open for other users. Raises Misconfigured and Unavailable.
    """
    with reported(data_dir):
        data_dir.parent.mkdir(parents=True, exist_ok=True)
        data = data_dir.resolve()
        account = service_account() if is_root() else None
        if account is not None:
            require_reachable(data)
        return open_home(Home(data, data.parent, account), version, options)


def open_home(home: Home, version: int, options: tuple[str, ...]) -> EmbeddedServer:
    programs = Programs(installation(version, home.account), home.account, home.file("log"))
    cluster = Cluster(home.data, programs, version, options)
    users = FileLock(home.file("users"), home.account)
    try:
        with alone(home.file("gate"), home.account):
            users.share()
            cluster.ensure_made()
            return EmbeddedServer(cluster.ensure_running(), home.data, cluster, home.file("gate"), users)
    except BaseException:
        users.close()
        raise


def give_back(cluster: Cluster, gate: Path, users: FileLock, pid: int) -> None:
    # A forked child inherits the handle; it is not its own to close.
    if os.getpid() != pid:
        return
    # The folder may be gone by now.
    with contextlib.suppress(OSError), alone(gate, cluster.programs.account):
        if users.try_alone():
            cluster.stop()
    users.close()


@contextmanager
def alone(gate: Path, account: Account | None) -> Iterator[None]:
    """Nobody else starts or stops this server meanwhile."""
    lock = FileLock(gate, account)
    try:
        lock.wait_alone(GATE_SECONDS)
        yield
    finally:
        lock.close()


def require_reachable(data: Path) -> None:
    closed = [parent for parent in data.parents if not is_traversable(parent)]
    if closed:
        raise Misconfigured(
            f"PostgreSQL does not run as root, and its user cannot enter {closed[-1]}",
            hint="choose a folder whose parents are open for all users",
        )


@contextmanager
def reported(place: Path) -> Iterator[None]:
    """Turn what the file system refuses into one line."""
    try:
        yield
    except OSError as error:
        raise Misconfigured(
            f"the embedded PostgreSQL for {place} cannot use {error.filename or place}: {error.strerror or error}",
            hint="make the folder writable and the disk not full, or set storage.postgres_url",
        ) from error
