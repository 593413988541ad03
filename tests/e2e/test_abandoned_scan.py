"""A scan that was killed does not stay running for ever: the next one says what became of it (I6)."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from docrunch import Docrunch
from docrunch.application.abandoned_scans import REASON
from docrunch.postgres.connection import Database

KILLED = Path(__file__).with_name("killed_scan.py")


@pytest.fixture
def killed(hosted: Path, database: Database) -> Path:
    """A project whose first scan was killed, and whose server has noticed."""
    scan = subprocess.Popen([sys.executable, "-P", KILLED, hosted], stdout=subprocess.PIPE)
    assert scan.stdout is not None
    with scan, scan.stdout:
        session = int(scan.stdout.readline())
        os.kill(scan.pid, signal.SIGKILL)
    with psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("SELECT pg_terminate_backend(%s, 5000)", [session])
    return hosted


def states(docrunch: Docrunch) -> list[tuple[str, str | None]]:
    """Of all scans, the first one first."""
    docrunch.drain()
    return [(run.state, run.reason) for run in reversed(docrunch.scan_runs())]


def test_the_next_scan_gives_up_one_that_was_killed(killed: Path) -> None:
    with Docrunch.open(killed, has_worker=False) as docrunch:
        assert states(docrunch) == [("running", None)]

        docrunch.scan()

        assert states(docrunch) == [("failed", REASON), ("completed", None)]


def test_it_is_given_up_once(killed: Path) -> None:
    """I4."""
    with Docrunch.open(killed, has_worker=False) as docrunch:
        for _ in range(3):
            docrunch.scan()

        failures = [event for event in docrunch.events() if event.type == "scan.failed"]
        assert len(failures) == 1


def test_one_that_another_session_is_at_goes_on(hosted: Path) -> None:
    with Docrunch.open(hosted, has_worker=False) as one, Docrunch.open(hosted, has_worker=False) as other:

        def scan_as_well(_done: int, _all: int) -> None:
            other.scan()

        one.scan(progress=scan_as_well)

        assert states(one) == [("completed", None), ("completed", None)]
