"""I5: what a process held that was killed at the very end of a delivery is delivered by whoever comes next."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from docrunch import Docrunch
from docrunch.application import draining, syncing
from docrunch.postgres.connection import Database

KILLED = Path(__file__).with_name("killed_delivery.py")
HELD = "SELECT count(*) FROM storage_sync WHERE leased_until > now() + interval '10 s'"


@pytest.fixture
def left(hosted: Path, database: Database) -> Iterator[Docrunch]:
    """A project that was delivered while another process held all that was due; then that one was killed."""
    with Docrunch.open(hosted, has_worker=False) as docrunch:
        docrunch.scan()
        docrunch.catch_up()
        delivery = subprocess.Popen([sys.executable, "-P", KILLED, hosted], stdout=subprocess.PIPE)
        assert delivery.stdout is not None
        with delivery, delivery.stdout:
            session = int(delivery.stdout.readline())
            (target,) = docrunch.project.installed
            assert draining.deliver_all(docrunch.project, target, lambda _done, _total: None) == 0
            os.kill(delivery.pid, signal.SIGKILL)
        with psycopg.connect(database.url, autocommit=True) as connection:
            connection.execute("SELECT pg_terminate_backend(%s, 5000)", [session])
        (held,) = docrunch.project.database.connection().execute(HELD).fetchone() or (0,)
        assert held == docrunch.project.ledger(target.name).counts().pending > 0
        yield docrunch


def assert_all_is_delivered(docrunch: Docrunch) -> None:
    (target,) = docrunch.project.installed
    assert docrunch.project.ledger(target.name).counts().pending == 0
    assert (docrunch.project.root / "docrunch-docs/functions/a.f.md").is_file()
    assert (docrunch.project.root / "docrunch-docs/index.md").is_file()


def test_the_next_scan_delivers_it(left: Docrunch) -> None:
    left.scan()
    left.drain()

    assert_all_is_delivered(left)


def test_the_next_round_of_a_worker_delivers_it(left: Docrunch) -> None:
    (target,) = left.project.installed

    assert syncing.has_delivered(left.project, target, syncing.backlog(left.project))

    assert_all_is_delivered(left)
