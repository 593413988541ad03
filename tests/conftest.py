"""Real PostgreSQL servers for all tests, one per version and run, and a schema of its own for each test."""

import os
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import psycopg
import pytest
from docrunch.migrations.runner import migrate
from docrunch.postgres.connection import Database
from docrunch.postgres.embedded import EmbeddedServer, start_server
from psycopg import sql

FOLDER = "DOCRUNCH_TEST_SERVERS"
# Not durable, so fast. What proves durability starts a server of its own.
OPTIONS = ("fsync=off", "full_page_writes=off", "max_connections=200", "max_prepared_transactions=20")

FreshDatabase = Callable[..., AbstractContextManager[Database]]


def pytest_configure(config: pytest.Config) -> None:
    """Make the servers' folder before xdist starts its workers: they inherit the variable and share the servers."""
    if not hasattr(config, "workerinput"):
        folder = tempfile.mkdtemp(prefix="docrunch-tests-")
        # As root the servers run as another user.
        os.chmod(folder, 0o711)  # noqa: PTH101, S103
        os.environ[FOLDER] = folder


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(FOLDER), ignore_errors=True)


@contextmanager
def serving(version: int) -> Iterator[EmbeddedServer]:
    server = start_server(Path(os.environ[FOLDER]) / f"pg{version}", version=version, options=OPTIONS)
    yield server
    server.close()


@pytest.fixture(scope="session")
def postgres18() -> Iterator[EmbeddedServer]:
    """A PostgreSQL 18, shared by the whole run."""
    with serving(18) as server:
        yield server


@pytest.fixture(scope="session")
def postgres16() -> Iterator[EmbeddedServer]:
    """A PostgreSQL 16, the oldest that docrunch takes, shared by the whole run."""
    with serving(16) as server:
        yield server


@contextmanager
def migrated(url: str) -> Iterator[Database]:
    database = Database(url, f"test_{secrets.token_hex(6)}")
    try:
        migrate(database)
        yield database
    finally:
        database.close()
        drop_schemas(database)


def drop_schemas(database: Database) -> None:
    """Drop the schema and the read-model generations beside it."""
    with psycopg.connect(database.url, autocommit=True) as connection:
        # A test that leaves a transaction open shall fail, not hang.
        connection.execute("SET lock_timeout = '20s'")
        found = connection.execute(
            "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [database.schema]
        ).fetchall()
        for (schema,) in found:
            connection.execute(sql.SQL("DROP SCHEMA {} CASCADE").format(sql.Identifier(schema)))


@pytest.fixture(scope="session")
def fresh_database(postgres18: EmbeddedServer) -> FreshDatabase:
    """`with fresh_database() as database:` a schema of its own for each example of a property test."""

    def fresh(url: str = postgres18.url) -> AbstractContextManager[Database]:
        return migrated(url)

    return fresh


@pytest.fixture
def database(postgres18: EmbeddedServer) -> Iterator[Database]:
    """A migrated schema of the test's own on PostgreSQL 18."""
    with migrated(postgres18.url) as database:
        yield database


@pytest.fixture(params=[16, 18])
def any_server(request: pytest.FixtureRequest) -> EmbeddedServer:
    """Each supported server in turn."""
    server: EmbeddedServer = request.getfixturevalue(f"postgres{request.param}")
    return server


@pytest.fixture
def any_database(any_server: EmbeddedServer) -> Iterator[Database]:
    """A migrated schema of the test's own, on each supported server in turn."""
    with migrated(any_server.url) as database:
        yield database
