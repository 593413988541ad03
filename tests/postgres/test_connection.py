"""A lost server is Unavailable in one line, the next call connects again, and no message holds a password."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from docrunch.domain.errors import DocrunchError, Misconfigured, Unavailable
from docrunch.postgres.connection import Database, translated
from docrunch.postgres.embedded import EmbeddedServer
from psycopg import errors


@pytest.fixture
def bare(postgres18: EmbeddedServer) -> Iterator[Database]:
    database = Database(postgres18.url, "not_there")
    yield database
    database.close()


def backend(database: Database) -> int:
    return database.connection().info.backend_pid


def terminate(server: EmbeddedServer, pid: int) -> None:
    with psycopg.connect(server.url, autocommit=True) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone() == (True,)


def test_a_terminated_connection_is_unavailable_and_the_next_call_connects_again(
    bare: Database, postgres18: EmbeddedServer
) -> None:
    first = backend(bare)
    terminate(postgres18, first)

    with pytest.raises(Unavailable, match=r"^Postgres cannot be used: \S[^\n]*$"), bare.transaction() as connection:
        connection.execute("SELECT 1")

    with bare.transaction() as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    assert backend(bare) != first


def test_a_connection_lost_within_a_transaction_is_unavailable(bare: Database, postgres18: EmbeddedServer) -> None:
    def lose_it() -> None:
        with bare.transaction() as connection:
            connection.execute("SELECT 1")
            terminate(postgres18, connection.info.backend_pid)
            connection.execute("SELECT 2")

    with pytest.raises(Unavailable):
        lose_it()

    assert backend(bare)


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("SELECT nonsense FROM nowhere", errors.UndefinedTable),
        ("SELEC 1", errors.SyntaxError),
        ("SELECT 1 / 0", errors.DivisionByZero),
        ("DO $$ BEGIN RAISE SQLSTATE '40P01'; END $$", errors.DeadlockDetected),
        ("DO $$ BEGIN RAISE SQLSTATE '40001'; END $$", errors.SerializationFailure),
        ("DO $$ BEGIN RAISE SQLSTATE '55P03'; END $$", errors.LockNotAvailable),
        ("DO $$ BEGIN RAISE SQLSTATE '57014'; END $$", errors.QueryCanceled),
        ("DO $$ BEGIN RAISE SQLSTATE '23505'; END $$", errors.UniqueViolation),
    ],
)
def test_what_the_statement_did_passes_as_it_is(bare: Database, statement: str, error: type[Exception]) -> None:
    with pytest.raises(error), bare.transaction() as connection:
        connection.execute(statement.encode())


@pytest.mark.parametrize("state", ["53100", "53300", "57P01", "57P03", "58030", "25006", "25P03", "25P04", "08006"])
def test_what_the_server_did_is_unavailable(bare: Database, state: str) -> None:
    with pytest.raises(Unavailable), bare.transaction() as connection:
        connection.execute(f"DO $$ BEGIN RAISE SQLSTATE '{state}'; END $$".encode())


def test_an_error_of_our_own_passes_through_and_rolls_back(database: Database) -> None:
    def fail() -> None:
        with database.transaction() as connection:
            connection.execute("CREATE TABLE half ()")
            raise Misconfigured("ours")

    with pytest.raises(Misconfigured, match="ours"):
        fail()

    assert database.connection().execute("SELECT to_regclass('half')").fetchone() == (None,)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hunter2@127.0.0.1:1/database",
        "postgresql://me:hunter2@/database?host=/nowhere",
        "postgresql//me:hunter2@host",
        "postgresql://me:hunter2@[host",
        "postgresql://me:a@hunter2@127.0.0.1:1/database",
        "postgresql://me:a/hunter2@127.0.0.1:1/database",
        "postgresql://me:hunter2@127.0.0.1:port/database",
        "host=127.0.0.1 port=1 password=hunter2",
        "host=127.0.0.1 password=hunter2 nonsense",
        "hunter2\0",
    ],
)
def test_an_unreachable_or_malformed_url_is_one_line_without_its_password(url: str) -> None:
    database = Database(url)

    with pytest.raises(DocrunchError) as caught:
        database.connection()

    assert isinstance(caught.value, Unavailable | Misconfigured)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__
    assert "hunter2" not in f"{caught.value} {caught.value.hint} {database!r}"
    assert "\n" not in str(caught.value)


def test_a_database_that_is_not_utf8_is_refused(postgres18: EmbeddedServer) -> None:
    with psycopg.connect(postgres18.url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C' TEMPLATE template0")

        with pytest.raises(Misconfigured, match="the database latin is encoded as LATIN1"):
            Database(postgres18.url.replace("/postgres?", "/latin?")).connection()

        admin.execute("DROP DATABASE latin")


def test_sessions_are_set_up_whatever_the_role_says(bare: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PGTZ", "Asia/Tokyo")
    monkeypatch.setenv("PGDATESTYLE", "German")
    monkeypatch.setenv("PGCLIENTENCODING", "LATIN1")
    monkeypatch.setenv("PGOPTIONS", "-c default_transaction_isolation=serializable")
    names = ["TimeZone", "DateStyle", "client_encoding", "default_transaction_isolation", "search_path"]

    shown = [bare.connection().execute("SELECT current_setting(%s)", [name]).fetchone() for name in names]

    assert shown == [("UTC",), ("ISO, YMD",), ("UTF8",), ("read committed",), ('"not_there"',)]


def test_transactions_have_a_time_limit_where_the_server_knows_one(any_database: Database) -> None:
    connection = any_database.connection()
    limits = connection.execute(
        "SELECT name, setting FROM pg_settings WHERE name LIKE '%transaction%timeout' ORDER BY 1"
    ).fetchall()

    is_new = connection.info.server_version >= 170000
    expected = [("idle_in_transaction_session_timeout", "300000"), ("transaction_timeout", "1800000")]
    assert limits == (expected if is_new else expected[:1])


def test_each_thread_has_a_connection_of_its_own_and_a_dead_threads_is_closed(bare: Database) -> None:
    seen: list[psycopg.Connection[tuple[object, ...]]] = []
    for _ in range(3):
        thread = threading.Thread(target=lambda: seen.append(bare.connection()))
        thread.start()
        thread.join()

    mine = bare.connection()

    assert all(connection is not mine for connection in seen)
    assert [connection.closed for connection in seen] == [True, True, True]
    assert bare.connection() is mine


def test_a_forked_child_leaves_its_parents_connection_alone(bare: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = bare.connection()
    with monkeypatch.context() as child:
        child.setattr(os, "getpid", lambda: -1)
        other = bare.connection()
        bare.close()

    assert other is not mine
    assert mine.execute("SELECT 1").fetchone() == (1,)
    mine.close()


def test_a_foreign_error_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError), translated():
        raise ZeroDivisionError


def test_the_url_is_not_in_the_repr(tmp_path: Path) -> None:
    assert str(tmp_path) not in repr(Database(str(tmp_path)))
