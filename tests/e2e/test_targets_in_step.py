"""What decides which rows a target gets: its renderer, its place in the settings, a backlog, a worker's death."""

from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from docrunch import Docrunch, TargetUnavailable
from docrunch.domain.targets import Confirm, Delivery, Outcome
from docrunch.outbox.ledger import Claim, Ledger
from docrunch.postgres.connection import Database
from docrunch.projections.markdown.target import MarkdownTarget

Statuses = dict[str, tuple[str, int]]


def statuses(project: Docrunch) -> Statuses:
    return {one.name: (one.state, one.pending) for one in project.status().projections}


def scanned(folder: Path) -> None:
    with Docrunch.open(folder, has_worker=False) as project:
        project.scan()
        project.drain()


def test_a_new_renderer_makes_every_page_wanted_again_once(hosted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned(hosted)
    monkeypatch.setattr(MarkdownTarget, "renderer_version", "of tomorrow")

    with Docrunch.open(hosted, has_worker=False) as project:
        after_upgrade = statuses(project)
        project.drain()
        delivered = statuses(project)
    with Docrunch.open(hosted, has_worker=False) as project:
        opened_again = statuses(project)

    assert after_upgrade["markdown"] == ("behind", 6)
    assert delivered["markdown"] == opened_again["markdown"] == ("current", 0)


def test_other_document_types_count_like_a_new_renderer(hosted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned(hosted)
    monkeypatch.setattr(MarkdownTarget, "document_types", frozenset({"module"}))

    scanned(hosted)

    assert {page.parent.name for page in (hosted / "docrunch-docs").rglob("*.md")} == {"modules"}


def test_a_target_that_is_added_later_gets_everything(hosted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "lightrag")
    scanned(hosted)
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "lightrag,markdown")

    scanned(hosted)

    assert (hosted / "docrunch-docs/functions/a.K.m.md").is_file()


def test_what_a_program_without_the_target_changed_reaches_it_later(
    hosted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scanned(hosted)
    with monkeypatch.context() as elsewhere:
        elsewhere.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "lightrag")
        (hosted / "a.py").rename(hosted / "b.py")
        scanned(hosted)

    scanned(hosted)

    assert {page.name for page in (hosted / "docrunch-docs/modules").iterdir()} == {"b.md", "index.md"}


def test_a_worker_notices_it_by_itself(hosted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__POLL_INTERVAL_SECONDS", "0.05")
    with Docrunch.open(hosted) as running:
        with monkeypatch.context() as elsewhere:
            elsewhere.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "lightrag")
            scanned(hosted)
        deadline = monotonic() + 30

        while statuses(running)["markdown"] != ("current", 0) or not (hosted / "docrunch-docs/modules/a.md").exists():
            assert monotonic() < deadline


def test_a_file_renamed_in_case_only_has_its_page_after_one_scan(hosted: Path) -> None:
    scanned(hosted)
    (hosted / "a.py").rename(hosted / "A.py")

    scanned(hosted)

    assert {page.name for page in (hosted / "docrunch-docs/modules").iterdir()} == {"A.md", "index.md"}


def test_a_rebuild_writes_it_too(hosted: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scanned(hosted)
    (hosted / "a.py").rename(hosted / "A.py")
    with monkeypatch.context() as switched_off:
        switched_off.setenv("DOCRUNCH_STORAGE__SYNC__ENABLED", "false")
        scanned(hosted)

    with Docrunch.open(hosted, has_worker=False) as project:
        report = project.rebuild("markdown")

    assert (report.written, report.deleted, report.failed) == (5, 3, 0)


def test_opening_without_a_change_touches_no_row(hosted: Path, database: Database) -> None:
    scanned(hosted)
    query = "SELECT max(updated_at), count(*) FROM storage_sync"
    before = database.connection().execute(query).fetchone()

    with Docrunch.open(hosted, has_worker=False):
        pass

    assert database.connection().execute(query).fetchone() == before


@pytest.fixture
def reconciled(hosted: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The project, scanned, with a threshold of one row; names each listing of the target."""
    scanned(hosted)
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__BACKLOG_REBUILD_THRESHOLD", "1")
    listings: list[str] = []
    listed = MarkdownTarget.holdings

    def holdings(target: MarkdownTarget) -> dict[str, str]:
        listings.append(target.name)
        return listed(target)

    monkeypatch.setattr(MarkdownTarget, "holdings", holdings)
    return listings


def forget_what_was_delivered(database: Database) -> None:
    with database.transaction() as connection:
        connection.execute("UPDATE storage_sync SET status = 'pending', last_synced_hash = NULL")


def test_a_large_backlog_is_settled_by_what_the_target_holds(
    hosted: Path, database: Database, reconciled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    forget_what_was_delivered(database)
    with database.transaction() as connection:
        connection.execute("DELETE FROM storage_sync WHERE document_id = 'function:a.py::f'")
    (hosted / "docrunch-docs/functions/a.K.m.md").unlink()
    delivered: list[str] = []
    deliver = MarkdownTarget.deliver

    def watched(target: MarkdownTarget, asked: Sequence[Delivery], confirm: Confirm) -> list[Outcome]:
        delivered.extend(one.document_id for one in asked)
        return deliver(target, asked, confirm)

    monkeypatch.setattr(MarkdownTarget, "deliver", watched)

    with Docrunch.open(hosted, has_worker=False) as project:
        project.drain()
        ended = statuses(project)

    assert reconciled == ["markdown"]
    # The page that vanished is delivered; the one that no row wants is removed.
    assert sorted(delivered) == ["function:a.py::K.m", "function:a.py::f"]
    assert not (hosted / "docrunch-docs/functions/a.f.md").exists()
    assert ended["markdown"] == ("current", 0)


def test_a_small_backlog_is_delivered_item_by_item(hosted: Path, reconciled: list[str]) -> None:
    with Docrunch.open(hosted, has_worker=False) as project:
        project.drain()

    assert reconciled == []


def test_a_target_that_cannot_be_listed_is_paused(
    hosted: Path, database: Database, reconciled: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlisted(_target: MarkdownTarget) -> dict[str, str]:
        raise TargetUnavailable("not today")

    forget_what_was_delivered(database)
    monkeypatch.setattr(MarkdownTarget, "holdings", unlisted)

    with Docrunch.open(hosted, has_worker=False) as project:
        project.drain()
        ended = project.status().projections[-1]

    assert reconciled == []
    assert (ended.state, ended.error) == ("paused", "not today")


def test_what_was_settled_after_a_listing_began_is_not_believed(hosted: Path, database: Database) -> None:
    scanned(hosted)
    ledger = Ledger(database, "markdown")
    since = ledger.now()
    found: Any = database.connection().execute("SELECT document_id, wanted_hash FROM storage_sync").fetchall()
    with database.transaction() as connection:
        connection.execute("UPDATE storage_sync SET updated_at = clock_timestamp() WHERE document_id = 'index'")

    ledger.record_holdings(dict(found), since)

    pending = database.connection().execute("SELECT document_id FROM storage_sync WHERE status = 'pending'")
    assert pending.fetchall() == [("index",)]


def test_what_a_dead_worker_had_leased_is_due_at_once(hosted: Path, database: Database) -> None:
    scanned(hosted)
    forget_what_was_delivered(database)
    dead = Database(database.url, database.schema)
    with closing(dead):
        taken = Ledger(dead, "markdown").claim(100, overdue=timedelta(minutes=5))
        while_it_lives = Ledger(database, "markdown").claim(100, overdue=timedelta(minutes=5))

    # The server needs a moment to notice that a session has ended.
    deadline, afterwards = monotonic() + 30, list[Claim]()
    while not afterwards and monotonic() < deadline:
        afterwards = Ledger(database, "markdown").claim(100, overdue=timedelta(minutes=5))

    assert while_it_lives == []
    assert {claim.document_id for claim in afterwards} == {claim.document_id for claim in taken}
