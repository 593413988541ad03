"""The server all sides of a run share: the embedded PostgreSQL as users get it, durable, over its unix socket."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from ..migrations.runner import migrate
from ..postgres.connection import Database
from ..postgres.embedded import start_server


@contextmanager
def serving() -> Iterator[str]:
    """Run a server on an empty folder; yields its URL. Raises Misconfigured, Unavailable."""
    with tempfile.TemporaryDirectory(prefix="docrunch-bench-") as folder:
        # As root the server runs as another user.
        Path(folder).chmod(0o711)
        server = start_server(Path(folder) / "pg")
        try:
            require_durable(server.url)
            yield server.url
        finally:
            server.close()


def require_durable(url: str) -> None:
    with psycopg.connect(url) as connection:
        row: Any = connection.execute("SHOW fsync").fetchone()
    assert row == ("on",), "without fsync these figures would say little"


@contextmanager
def empty_log(url: str) -> Iterator[Database]:
    """A migrated schema of its own, dropped in the end."""
    database = Database(url, f"bench_{secrets.token_hex(4)}")
    try:
        migrate(database)
        yield database
    finally:
        database.close()
        drop_schemas(url, database.schema)


@contextmanager
def empty_schema(url: str) -> Iterator[str]:
    """A schema without tables for a peer, dropped in the end."""
    schema = f"peer_{secrets.token_hex(4)}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    try:
        yield schema
    finally:
        drop_schemas(url, schema)


def drop_schemas(url: str, prefix: str) -> None:
    """Drop a schema and the generations beside it."""
    with psycopg.connect(url, autocommit=True) as connection:
        found: Any = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [prefix]
        ).fetchall()
        for (schema,) in found:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))
