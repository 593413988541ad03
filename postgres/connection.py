"""Connections: one per thread, autocommit, with docrunch's session settings; foreign errors end here."""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg

from ..domain.errors import Invalid, Unavailable
from .session import Connection, connect

__all__ = ["Connection", "Database", "is_gone", "looked_for", "translated", "unavailable"]

# SQLSTATEs that blame the server. A deadlock, a lock's timeout or a constraint is the statement's own.
GONE = (
    "08",  # connection exceptions
    "25P03",  # ended: idle in a transaction for too long
    "25P04",  # ended: a transaction took too long
    "25006",  # the server is read-only: a standby, or a switched-over primary
    "53",  # out of disk, memory or connections
    "57P",  # shut down, crashed, starting up, database dropped
    "58",  # the server's own disk or files fail
)


@dataclass(slots=True)
class Database:
    """One Postgres database and the schema docrunch keeps its log in.

    `revive` starts a server of our own again when it died, and returns where it is now.
    """

    url: str = field(repr=False)
    schema: str = "docrunch"
    revive: Callable[[], str] | None = field(default=None, repr=False)
    _local: threading.local = field(default_factory=threading.local, repr=False)
    _opened: dict[threading.Thread, Connection] = field(default_factory=dict, repr=False)
    _pid: int = field(default_factory=os.getpid, repr=False)

    def connection(self) -> Connection:
        """This thread's connection, reopened when it was lost. Raises Unavailable when Postgres cannot be reached."""
        if self._pid != os.getpid():
            self._forget_parent()
        current: Connection | None = getattr(self._local, "connection", None)
        if current is None or current.closed:
            current = self._local.connection = self.open()
            self._opened[threading.current_thread()] = current
            self._close_for_dead_threads()
        return current

    def open(self) -> Connection:
        """A new connection of its own, for the caller to close. Raises Unavailable and Misconfigured."""
        try:
            with translated():
                return connect(self.url, self.schema)
        except Unavailable:
            if self.revive is None:
                raise
            self.url = self.revive()
            with translated():
                return connect(self.url, self.schema)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One short transaction on this thread's connection; commits at the end, rolls back on any error."""
        connection = self.connection()
        with translated(), connection.transaction():
            yield connection

    def close(self) -> None:
        """Close every connection this object opened for a thread."""
        while self._opened:
            self._opened.popitem()[1].close()

    def _close_for_dead_threads(self) -> None:
        # Other threads come and go meanwhile, and may close for the same ones.
        dead = [thread for thread in list(self._opened) if not thread.is_alive()]
        for connection in [self._opened.pop(thread, None) for thread in dead]:
            if connection is not None:
                connection.close()

    def _forget_parent(self) -> None:
        # A forked child must not speak on its parent's sockets, nor close them.
        self._local = threading.local()
        self._opened = {}
        self._pid = os.getpid()


@contextmanager
def translated() -> Iterator[None]:
    """Turn what psycopg raises when the server is gone into Unavailable; everything else passes as it is."""
    try:
        yield
    except psycopg.Error as error:
        if not is_gone(error):
            raise
        raise unavailable(error) from error


def unavailable(error: psycopg.Error) -> Unavailable:
    """What to say of an error that says that the server is gone."""
    reason = str(error).partition("\n")[0] or type(error).__name__
    # A connection lost during a commit leaves it open whether the commit happened.
    return Unavailable(
        f"Postgres cannot be used: {reason}",
        hint="check the server and try again; a command repeated with its id has no second effect",
    )


@contextmanager
def looked_for() -> Iterator[None]:
    """Turn what PostgreSQL can never hold, such as a name with a NUL character, into Invalid when it is asked for."""
    try:
        yield
    except (psycopg.DataError, UnicodeEncodeError) as error:
        reason = str(error).partition("\n")[0]
        raise Invalid(f"nothing can be found by this: {reason}", hint="remove NUL and control characters") from error


def is_gone(error: psycopg.Error) -> bool:
    """Whether the server, and not the statement, is the cause."""
    if error.sqlstate is None:
        return isinstance(error, psycopg.OperationalError)
    return error.sqlstate.startswith(GONE)
