"""Connections: one per thread, autocommit, with docrunch's session settings; foreign errors end here."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import orjson
import psycopg
from psycopg import sql
from psycopg.types.json import set_json_dumps, set_json_loads

from ..domain.errors import Misconfigured, Unavailable

IDLE_TIMEOUT = "5min"
TRANSACTION_TIMEOUT = "30min"
OLDEST_SERVER = 160000
HAS_TRANSACTION_TIMEOUT = 170000

Connection = psycopg.Connection[tuple[object, ...]]


@dataclass(slots=True)
class Database:
    """One Postgres database and the schema docrunch keeps its log in."""

    url: str = field(repr=False)
    schema: str = "docrunch"
    _local: threading.local = field(default_factory=threading.local, repr=False)
    _opened: list[Connection] = field(default_factory=list, repr=False)

    def connection(self) -> Connection:
        """This thread's connection, reopened when it was lost. Raises Unavailable when Postgres cannot be reached."""
        current: Connection | None = getattr(self._local, "connection", None)
        if current is None or current.closed:
            current = self._local.connection = self.open()
            self._opened.append(current)
        return current

    def open(self) -> Connection:
        """A new connection of its own, for the caller to close."""
        with translated():
            connection = psycopg.connect(self.url, autocommit=True, connect_timeout=10, application_name="docrunch")
            try:
                prepare_session(connection, self.schema)
            except BaseException:
                connection.close()
                raise
        return connection

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One short transaction on this thread's connection; commits at the end, rolls back on any error."""
        connection = self.connection()
        with translated(), connection.transaction():
            yield connection

    def close(self) -> None:
        """Close every connection this object opened for a thread."""
        while self._opened:
            self._opened.pop().close()


def prepare_session(connection: Connection, schema: str) -> None:
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        raise Misconfigured(
            f"PostgreSQL {version // 10000} is too old; docrunch needs 16 or newer",
            hint="point storage.postgres_url at a newer server, or leave it out to use the embedded one",
        )
    set_json_loads(orjson.loads, connection)
    set_json_dumps(orjson.dumps, connection)
    connection.prepare_threshold = 2
    connection.execute("SELECT set_config('search_path', %s, false)", [sql.Identifier(schema).as_string(connection)])
    connection.execute("SELECT set_config('TimeZone', 'UTC', false)")
    connection.execute("SELECT set_config('idle_in_transaction_session_timeout', %s, false)", [IDLE_TIMEOUT])
    if version >= HAS_TRANSACTION_TIMEOUT:
        connection.execute("SELECT set_config('transaction_timeout', %s, false)", [TRANSACTION_TIMEOUT])


@contextmanager
def translated() -> Iterator[None]:
    """Turn what psycopg raises when the server is gone into Unavailable; everything else passes."""
    try:
        yield
    except (psycopg.OperationalError, psycopg.InterfaceError) as error:
        # Never the connection string: it may hold a password.
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise Unavailable(
            f"Postgres cannot be used: {reason}", hint="nothing was written; check the server and try again"
        ) from error
