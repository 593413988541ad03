"""A prepared statement goes over once, answers as a cursor would, and can be interrupted."""

import os
import signal
import threading
from collections.abc import Iterator

import psycopg
import pytest
from docrunch.postgres.connection import Connection, Database
from docrunch.postgres.embedded import EmbeddedServer
from docrunch.postgres.prepared import Prepared
from psycopg import errors

LOCK = 4711
LENGTH = Prepared("length", "SELECT length($1::text) + coalesce($2::bigint, 100)")
LOCKING = Prepared("locking", "SELECT 1 FROM pg_advisory_lock($1::bigint)")


@pytest.fixture
def connection(postgres18: EmbeddedServer) -> Iterator[Connection]:
    database = Database(postgres18.url, "not_there")
    yield database.connection()
    database.close()


def test_values_go_over_as_text_of_the_types_the_statement_names(connection: Connection) -> None:
    answers = [LENGTH.number(connection, values) for values in [("", 0), ("é", 7), ("\U0001f980", None)]]

    assert answers == [0, 8, 101]


def test_a_statement_is_prepared_once_per_connection(connection: Connection) -> None:
    for _ in range(3):
        LENGTH.number(connection, ("", 0))

    known = connection.execute("SELECT name, generic_plans + custom_plans FROM pg_prepared_statements").fetchall()
    assert known == [("length", 3)]


def test_a_statement_that_the_session_gave_up_is_prepared_again(connection: Connection) -> None:
    LENGTH.number(connection, ("", 0))
    for _ in range(4):
        connection.execute("SELECT 1")
    with connection.transaction(force_rollback=True):
        pass
    connection.execute("SELECT 1")
    assert connection.execute("SELECT count(*) FROM pg_prepared_statements").fetchone() == (0,)

    assert LENGTH.number(connection, ("", 1)) == 1


def test_text_with_a_nul_is_refused_and_not_cut_short(connection: Connection) -> None:
    with pytest.raises(psycopg.DataError, match="NUL"):
        LENGTH.number(connection, ("before\0after", 0))


def test_what_the_server_refuses_is_raised_and_the_connection_goes_on(connection: Connection) -> None:
    with pytest.raises(errors.InvalidTextRepresentation, match="bigint"):
        LENGTH.number(connection, ("", "many"))

    assert LENGTH.number(connection, ("", 1)) == 1


def test_a_statement_that_cannot_be_prepared_is_raised_every_time(connection: Connection) -> None:
    broken = Prepared("broken", "SELECT nothing FROM nowhere")

    for _ in range(2):
        with pytest.raises(errors.UndefinedTable):
            broken.number(connection, ())


@pytest.fixture
def _interruptible() -> Iterator[None]:
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
def test_an_interrupt_ends_the_wait_and_cancels_the_statement(
    connection: Connection, postgres18: EmbeddedServer
) -> None:
    with psycopg.connect(postgres18.url, autocommit=True) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        interrupter = threading.Thread(target=interrupt_when_waiting, args=(other, connection.info.backend_pid))
        interrupter.start()

        with pytest.raises(KeyboardInterrupt):
            LOCKING.number(connection, (LOCK,))

        interrupter.join()
    assert LENGTH.number(connection, ("", 1)) == 1


def interrupt_when_waiting(other: psycopg.Connection, pid: int) -> None:
    waiting = "SELECT wait_event_type = 'Lock' FROM pg_stat_activity WHERE pid = %s"
    while other.execute(waiting, [pid]).fetchone() != (True,):
        pass
    os.kill(os.getpid(), signal.SIGINT)
