"""Real PostgreSQL servers for all tests, one per version and process, and a schema of its own for each test.

Not one for all processes: an open write transaction holds every reader of its server back, and tests open some.
"""

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
from docrunch.postgres.locks import FileLock
from docrunch.postgres.postmaster import read_postmaster
from psycopg import sql

FOLDER = "DOCRUNCH_TEST_SERVERS"
PREFIX = "docrunch-tests-"
IN_USE = pytest.StashKey[FileLock]()
# Not durable, so fast. What proves durability starts a server of its own.
OPTIONS = ("fsync=off", "full_page_writes=off", "max_connections=200", "max_prepared_transactions=20")

FreshDatabase = Callable[..., AbstractContextManager[Database]]


def pytest_configure(config: pytest.Config) -> None:
    """Make the servers' folder before xdist starts its workers: they inherit the variable."""
    if not hasattr(config, "workerinput"):
        for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
            if not is_in_use(left):
                remove(left)
        os.environ[FOLDER] = str(make_folder(config))


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        remove(Path(os.environ.pop(FOLDER)))
        config.stash[IN_USE].close()


def make_folder(config: pytest.Config) -> Path:
    """A folder that this run holds a lock on, so that the next run can tell what a killed one left behind."""
    folder = Path(tempfile.mkdtemp(prefix="docrunch-new-"))
    config.stash[IN_USE] = FileLock(folder / "in-use")
    config.stash[IN_USE].share()
    # As root the servers run as another user.
    folder.chmod(0o711)
    return folder.rename(folder.with_name(folder.name.replace("docrunch-new-", PREFIX)))


def is_in_use(folder: Path) -> bool:
    if not (folder / "in-use").exists():
        return True
    try:
        lock = FileLock(folder / "in-use")
    except OSError:
        return True
    try:
        return not lock.try_alone()
    finally:
        lock.close()


def remove(folder: Path) -> None:
    """Stop the servers that a killed process left running here, and remove their data."""
    for data in folder.glob("*/pg[0-9][0-9]"):
        postmaster = read_postmaster(data)
        if postmaster is not None:
            postmaster.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def open_folders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], None]:
    """Other users get as far as the tests' own folders: some tests run children as another user.

    For as long as no other run of pytest begins, which closes the folder that all runs share.
    """
    base = tmp_path_factory.getbasetemp()

    def open_them() -> None:
        for folder in (base, *base.parents):
            if folder.owner() == base.owner() and folder.is_relative_to(tempfile.gettempdir()):
                folder.chmod(folder.stat().st_mode | 0o055)

    open_them()
    return open_them


@contextmanager
def serving(version: int) -> Iterator[EmbeddedServer]:
    process = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    data = Path(os.environ[FOLDER]) / process / f"pg{version}"
    server = start_server(data, version=version, options=OPTIONS)
    yield server
    server.close()


@pytest.fixture(scope="session")
def postgres18() -> Iterator[EmbeddedServer]:
    """A PostgreSQL 18, shared by the tests of a process."""
    with serving(18) as server:
        yield server


@pytest.fixture(scope="session")
def postgres16() -> Iterator[EmbeddedServer]:
    """A PostgreSQL 16, the oldest that docrunch takes, shared by the tests of a process."""
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


@pytest.fixture
def project_folder(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder; a project in it keeps its log in the test's own schema on the shared server."""
    monkeypatch.setenv("DOCRUNCH_STORAGE__POSTGRES_URL", database.url)
    monkeypatch.setenv("DOCRUNCH_STORAGE__POSTGRES_SCHEMA", database.schema)
    return tmp_path


@pytest.fixture
def hosted(project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one file, whose project delivers pages alone."""
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "markdown")
    (project_folder / "a.py").write_text("def f(): ...\n\n\nclass K:\n    def m(self): ...\n")
    return project_folder


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
