"""A first scan fills the read model at once; whoever else is at it, nothing is lost and nothing comes twice."""

from functools import partial
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from docrunch import Docrunch
from docrunch.application import syncing
from docrunch.commands.decisions import RecordDecision
from docrunch.outbox.feed import fills_a_batch, read_live
from docrunch.projections import relational

STATE = {
    "documents": "SELECT * FROM documents ORDER BY id",
    "relationships": "SELECT * FROM relationships ORDER BY id",
    "ledger": "SELECT target, document_id, wanted_hash FROM storage_sync ORDER BY 1, 2",
    "outbox": "SELECT * FROM outbox",
}


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syncing, "fills_a_batch", partial(fills_a_batch, limit=3))


@pytest.fixture
def scanned(hosted: Path) -> Path:
    """A project whose log holds a scan that nothing has read yet."""
    (hosted / "b.py").write_text("from a import f\n\n\ndef g():\n    return f()\n")
    with Docrunch.open(hosted, has_worker=False) as docrunch:
        docrunch.scan()
    return hosted


def rows(docrunch: Docrunch, query: str) -> list[Any]:
    with docrunch.project.database.transaction() as connection:
        found: Any = connection.execute("SELECT generation FROM read_model").fetchone()
        schema = docrunch.project.database.schema
        connection.execute(f'SET LOCAL search_path = "{schema}_r{found[0]}", "{schema}"'.encode())
        return connection.execute(query.encode()).fetchall()


def state(docrunch: Docrunch) -> dict[str, list[Any]]:
    return {name: rows(docrunch, query) for name, query in STATE.items()}


def test_a_first_scan_is_taken_in_at_once(scanned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relational, "apply", None)

    with Docrunch.open(scanned, has_worker=False) as docrunch:
        docrunch.drain()

        assert docrunch.status().projections[0].lag_events == 0
        assert rows(docrunch, STATE["outbox"]) == []
    assert (scanned / "docrunch-docs/functions/b.g.md").is_file()


def test_what_follows_comes_batch_by_batch(scanned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Docrunch.open(scanned, has_worker=False) as docrunch:
        docrunch.drain()
        monkeypatch.setattr(syncing, "fill", None)
        (scanned / "c.py").write_text("def h(): ...\n")
        docrunch.scan()
        docrunch.drain()

    assert (scanned / "docrunch-docs/functions/c.h.md").is_file()


def test_rows_carry_the_scan_and_reports_come_first(scanned: Path) -> None:
    why = {"context": "Two of them.", "decision": "One.", "rationale": "Enough."}
    decision = RecordDecision.model_validate({"decision_id": "d", "title": "Keep one", "created_by": "me", **why})
    with Docrunch.open(scanned, has_worker=False) as docrunch:
        docrunch.dispatch(decision)
        run = docrunch.project.database.connection().execute("SELECT max(scan_run_id) FROM outbox").fetchall()
        syncing.catch_up(docrunch.project)

        wanted = rows(docrunch, "SELECT DISTINCT document_id = 'decision:d', priority, scan_run_id FROM storage_sync")
        assert sorted(wanted) == [(False, 1, *run[0]), (True, 0, None)]


def test_two_that_begin_at_once_come_to_the_same(scanned: Path) -> None:
    """I3: one fills, the other goes on batch by batch or finds it done."""
    start, errors = Barrier(3), list[BaseException]()

    def begin() -> None:
        try:
            with Docrunch.open(scanned, has_worker=False) as docrunch:
                start.wait()
                docrunch.drain()
        except BaseException as error:  # noqa: BLE001 - whatever it is, the test must not miss it
            errors.append(error)

    threads = [Thread(target=begin) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    with Docrunch.open(scanned, has_worker=False) as docrunch:
        docrunch.drain()
        together = state(docrunch)
        docrunch.rebuild("relational")
        assert state(docrunch) == together
        assert together["outbox"] == []


def test_while_another_process_fills_it_batches_go_on(scanned: Path) -> None:
    """I5: nobody waits for the other, who takes in what was applied meanwhile."""
    with Docrunch.open(scanned, has_worker=False) as docrunch:
        project = docrunch.project
        schema = project.database.schema
        with project.database.open() as other:
            other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [f"docrunch rebuild {schema}"])
            syncing.catch_up(project)

        assert rows(docrunch, "SELECT generation FROM read_model") == [(1,)]
        assert docrunch.status().projections[0].lag_events == 0
        assert read_live(project.database.connection(), syncing.checkpoint(project.database)) is None
