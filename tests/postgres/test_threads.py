"""Threads that begin and end at the same time each get a connection, and none is left open."""

import sys
import threading
from collections.abc import Iterator
from typing import Any, cast

import pytest
from docrunch.postgres.connection import Connection, Database

THREADS = 20
ROUNDS = 100


class Opened:
    """Stands for a connection and knows whether it was closed."""

    def __init__(self) -> None:
        self.closed = False

    def close(self) -> None:
        self.closed = True


class Offline(Database):
    """Opens connections to nowhere."""

    def open(self) -> Connection:
        connection = Opened()
        ALL.append(connection)
        return cast("Connection", connection)


ALL: list[Opened] = []


@pytest.fixture
def hasty_switches() -> Iterator[None]:
    """Let threads interrupt each other as often as they can."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("hasty_switches")
def test_threads_that_come_and_go_at_once_get_their_connections() -> None:
    database = Offline("nowhere")
    got: list[Any] = []
    for _ in range(ROUNDS):
        threads = [threading.Thread(target=lambda: got.append(database.connection())) for _ in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    database.close()

    assert len(got) == THREADS * ROUNDS
    assert [connection for connection in ALL if not connection.closed] == []


class Arriving(threading.Thread):
    """A thread that is asked whether it lives in the very moment in which another one opens its connection."""

    def __init__(self, database: Database) -> None:
        super().__init__()
        self.database = database

    def is_alive(self) -> bool:
        self.database._opened[threading.Thread()] = cast("Connection", Opened())
        return True


def test_another_thread_may_come_while_one_closes_for_the_dead() -> None:
    database = Offline("nowhere")
    database._opened[Arriving(database)] = cast("Connection", Opened())

    assert isinstance(database.connection(), Opened)
    assert len(database._opened) == 3
