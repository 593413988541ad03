"""Other transactions of the server are waited for, a little."""

from pathlib import Path

import psycopg
import pytest
from docrunch.application import draining
from docrunch.application.docrunch import Docrunch
from docrunch.postgres.connection import Database


@pytest.fixture
def holder(database: Database) -> psycopg.Connection:
    """A session with an open write transaction, which holds the readers of its server back."""
    connection = psycopg.connect(database.url)
    connection.execute("SELECT pg_current_xact_id()")
    return connection


def test_a_scan_shows_all_it_recorded_once_another_transaction_has_ended(
    hosted: Path, holder: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    (hosted / "a.py").write_text("def f() -> None: ...\n")
    monkeypatch.setattr(draining, "sleep", lambda _seconds: holder.close())

    with Docrunch.open(hosted, has_worker=False) as docrunch:
        docrunch.scan()
        docrunch.drain()

        assert docrunch.status().projections[0].lag_events == 0
    assert (hosted / "docrunch-docs/functions/a.f.md").is_file()


def test_a_transaction_that_does_not_end_is_named_instead(
    hosted: Path, holder: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draining, "PATIENCE_SECONDS", 0.0)

    with Docrunch.open(hosted, has_worker=False) as docrunch:
        docrunch.scan()
        docrunch.drain()
        status = docrunch.status()

    assert status.projections[0].state == "behind"
    assert str(holder.info.backend_pid) in {blocker.id for blocker in status.blockers}
    holder.close()
