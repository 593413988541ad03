"""Open a connection and give it docrunch's session settings, whatever role, database or environment say."""

import re
from functools import cached_property

import orjson
import psycopg
from psycopg import sql
from psycopg.types.json import set_json_dumps, set_json_loads

from ..domain.errors import Misconfigured, Unavailable
from .text_arrays import TextArrayDumper

CONNECT_SECONDS = 10
OLDEST_SERVER = 160000
HAS_TRANSACTION_TIMEOUT = 170000
SHORTEST_SECRET = 3


class Connection(psycopg.Connection[tuple[object, ...]]):
    """A session of docrunch's; `prepared` has the names of what it was asked to prepare (see `Prepared`)."""

    @cached_property
    def prepared(self) -> set[bytes]:
        return set()


SETTINGS = {
    "TimeZone": "UTC",
    "DateStyle": "ISO, YMD",
    "default_transaction_isolation": "read committed",
    "idle_in_transaction_session_timeout": "5min",
}


def connect(url: str, schema: str) -> Connection:
    """A new connection whose search_path is the schema alone.

    Raises Unavailable when Postgres cannot be reached, Misconfigured when the URL or the server does not fit.
    """
    connection = opened(url)
    try:
        prepare(connection, schema)
    except BaseException:
        connection.close()
        raise
    return connection


def opened(url: str) -> Connection:
    """An autocommit connection to a server of any kind. Raises Unavailable, Misconfigured."""
    try:
        return Connection.connect(
            url,
            autocommit=True,
            connect_timeout=CONNECT_SECONDS,
            application_name="docrunch",
            client_encoding="utf8",
        )
    except psycopg.OperationalError as error:
        # The cause is dropped: it may repeat a part of the connection string.
        raise Unavailable(
            f"Postgres cannot be reached: {without_password(str(error).partition(chr(10))[0], url)}",
            hint="check that the server runs and that storage.postgres_url is right",
        ) from None
    except (psycopg.ProgrammingError, ValueError):
        raise Misconfigured(
            "storage.postgres_url is no connection string",
            hint="write it as postgresql://user@host/database",
        ) from None


def prepare(connection: Connection, schema: str) -> None:
    require_fitting(connection)
    connection.adapters.register_dumper(list, TextArrayDumper)
    set_json_loads(orjson.loads, connection)
    set_json_dumps(orjson.dumps, connection)
    connection.prepare_threshold = 2
    settings = SETTINGS | {"search_path": sql.Identifier(schema).as_string(connection)}
    if connection.info.server_version >= HAS_TRANSACTION_TIMEOUT:
        settings["transaction_timeout"] = "30min"
    connection.execute(
        "SELECT set_config(name, value, false) FROM unnest(%s::text[], %s::text[]) AS setting (name, value)",
        [list(settings), list(settings.values())],
    )


def require_fitting(connection: Connection) -> None:
    version = connection.info.server_version
    if version < OLDEST_SERVER:
        raise Misconfigured(
            f"PostgreSQL {version // 10000} is too old; docrunch needs 16 or newer",
            hint="point storage.postgres_url at a newer server, or leave it out to use the embedded one",
        )
    encoding = connection.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        raise Misconfigured(
            f"the database {connection.info.dbname} is encoded as {encoding}; docrunch needs UTF8",
            hint="create one with ENCODING 'UTF8' TEMPLATE template0 and point storage.postgres_url at it",
        )


def without_password(reason: str, url: str) -> str:
    """The reason without any part of the URL's password: one with an unescaped @ or / is taken for a host."""
    credentials = re.match(r"\w+://[^:]*:(.*)@", url, re.DOTALL)
    for piece in re.split(r"[@/:?#\[\]]", credentials[1] if credentials else ""):
        if len(piece) >= SHORTEST_SECRET:
            reason = reason.replace(piece, "***")
    return reason
