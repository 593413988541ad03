"""A batch is applied exactly once, whole, by one projector; what cannot be applied is parked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import psycopg
import pytest
from docrunch.domain.errors import Misconfigured
from docrunch.domain.scans import ScanCompleted, ScanCounts, ScanFailed, ScanProblem, ScanStarted
from docrunch.projections.generations import enter_live
from docrunch.projections.reading import reader
from docrunch.projections.rebuild import rebuild
from docrunch.projections.relational import Progress

if TYPE_CHECKING:
    from docrunch.postgres.connection import Connection
    from docrunch.projections.generation import Pointer

    from tests.projections.relational.conftest import Build, History, ReadModel

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
COUNTS = ScanCounts(
    files_seen=1, files_indexed=1, files_unchanged=0, files_removed=0, functions=0, classes=0, references=0
)


def row_versions(model: ReadModel) -> dict[str, list[tuple[str, str]]]:
    """Which transaction wrote each row: changes even when a row is written with the values it has."""
    tables = ("files", "symbols", "relationships", "documents", "storage_sync", "checkpoint")
    return {table: model.rows(f"SELECT ctid::text, xmin::text FROM {table} ORDER BY 1") for table in tables}  # noqa: S608


def test_a_batch_applied_twice_changes_no_row(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", [build.function("f")]))
    model.apply(history.batch())
    before = row_versions(model)

    assert model.apply(history.batch()) == Progress("applied", 1000)

    assert row_versions(model) == before


def test_only_events_behind_the_checkpoint_are_applied(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", docstring="Old."))
    history.index(build.file("a.py", docstring="New."))
    model.apply(history.batch())

    model.apply(history.batch(0, 1))

    assert "New." in model.content("module:a.py")


def test_a_batch_that_leaves_a_gap_is_not_applied(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py"))
    history.index(build.file("b.py"))

    assert model.apply(history.batch(1)) == Progress("ahead", 0)

    assert model.rows("SELECT id FROM files") == []


def test_a_second_projector_stands_by(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py"))

    with psycopg.connect(model.database.url) as other:
        other.execute(f'SELECT position FROM "{model.database.schema}_r1".checkpoint FOR UPDATE'.encode())  # noqa: S608
        assert model.apply(history.batch()).state == "standing by"

    assert model.apply(history.batch()).state == "applied"


def test_a_batch_is_all_or_nothing(
    model: ReadModel, history: History, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("the power went out")

    history.index(build.file("a.py"))
    empty = model.state()
    monkeypatch.setattr("docrunch.projections.relational.want", fails)

    with pytest.raises(RuntimeError):
        model.apply(history.batch())

    assert model.state() == empty


def test_a_read_model_of_another_version_asks_for_a_rebuild(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py"))
    with model.database.transaction() as connection:
        connection.execute(
            f"UPDATE \"{model.database.schema}_r1\".checkpoint SET rendering_version = 'older'".encode()  # noqa: S608
        )

    with pytest.raises(Misconfigured) as refused:
        model.apply(history.batch())

    assert refused.value.hint == "run: docrunch projections rebuild relational"


def test_the_outbox_rows_of_a_batch_go_with_it(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py"))
    history.index(build.file("b.py"))
    with model.database.transaction() as connection:
        for event in history.events:
            connection.execute(
                "INSERT INTO outbox (position, ordinal, entity_type, entity_id, action, priority)"
                " VALUES (%s, 0, 'file', %s, 'upsert', 1)",
                [event.position, event.stream_id],
            )

    model.apply(history.batch(0, 1))

    assert model.rows("SELECT position FROM outbox") == [(2000,)]


def test_only_what_the_changes_name_is_taken_from_a_batch(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py"))
    batch = history.batch()

    assert [change.entity_id for change in batch.changes] == ["file:a.py"]
    model.apply(batch)

    assert model.rows("SELECT id FROM files") == [("file:a.py",)]


def test_a_scan_run_is_folded_from_its_events(model: ReadModel, history: History) -> None:
    problem = ScanProblem(code="FILE_UNREADABLE", path="x.py", message="permission denied")
    history.scan(ScanStarted(scan_run_id="run", started_at=NOW))
    history.scan(
        ScanCompleted(scan_run_id="run", completed_at=NOW + timedelta(seconds=3), counts=COUNTS, problems=(problem,))
    )
    history.scan(ScanStarted(scan_run_id="other", started_at=NOW + timedelta(hours=1)), "other")
    history.scan(ScanFailed(scan_run_id="other", failed_at=NOW + timedelta(hours=2), reason="disk full"), "other")

    model.apply(history.batch(0, 1))
    model.apply(history.batch(1))

    with reader(model.database) as read:
        other, run = read.scan_runs()
    assert (run.state, run.started_at, run.ended_at) == ("completed", NOW, NOW + timedelta(seconds=3))
    assert run.counts == COUNTS.model_dump()
    assert run.problems == [problem.model_dump()]
    assert (other.state, other.reason) == ("failed", "disk full")


def test_an_event_this_program_cannot_read_is_parked_and_the_others_go_on(
    model: ReadModel, history: History, build: Build
) -> None:
    history.index(build.file("a.py"))
    history.index(build.file("b.py"))
    history.spoil(0, "file.indexed version 9 was written by a newer docrunch")

    assert model.apply(history.batch()).state == "applied"

    with reader(model.database) as read:
        parked = read.parked()
    assert [(event.stream_id, event.error) for event in parked] == [
        ("file:a.py", "file.indexed version 9 was written by a newer docrunch")
    ]
    assert model.rows("SELECT id FROM files") == [("file:b.py",)]


def test_an_event_that_makes_no_sense_is_parked(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", [build.function("f"), build.function("f")]))
    history.index(build.file("b.py"))

    model.apply(history.batch())

    assert model.state()["parked_events"] == [
        (1000, "file:a.py", 1, "file.indexed", "ValueError: two symbols of a.py have the same qualified name")
    ]


@pytest.mark.parametrize("poisoned", range(5))
def test_an_event_that_the_database_refuses_is_found_and_parked(
    model: ReadModel, history: History, build: Build, poisoned: int
) -> None:
    for number in range(5):
        lines = 10**12 if number == poisoned else 1
        history.index(build.file(f"f{number}.py", [build.function("f", start_line=lines)]))

    assert model.apply(history.batch()) == Progress("applied", 5000)

    assert [row[1] for row in model.state()["parked_events"]] == [f"file:f{poisoned}.py"]
    assert len(model.rows("SELECT id FROM files")) == 4


def test_a_name_longer_than_an_index_takes_is_parked(model: ReadModel, history: History, build: Build) -> None:
    import random

    name = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789", k=20_000))
    history.index(build.file("a.py", [build.function(f"f{name}")]))
    history.index(build.file("b.py"))

    model.apply(history.batch())

    assert [row[1] for row in model.state()["parked_events"]] == ["file:a.py"]


def test_a_parked_event_is_forgotten_when_a_later_one_of_its_file_is_applied(
    model: ReadModel, history: History, build: Build
) -> None:
    history.index(build.file("a.py"))
    history.spoil(0, "unreadable")
    history.index(build.file("a.py"))
    model.apply(history.batch(0, 1))

    model.apply(history.batch(1))

    assert model.state()["parked_events"] == []


def test_a_file_keeps_its_last_readable_state(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py", docstring="Readable."))
    history.index(build.file("a.py", [build.function("f"), build.function("f")]))

    model.apply(history.batch())

    assert "Readable." in model.content("module:a.py")
    assert [row[0] for row in model.state()["parked_events"]] == [2000]


def test_a_projector_that_read_the_pointer_before_a_switch_stands_by(
    model: ReadModel, history: History, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    history.index(build.file("a.py"))

    def overtaken(connection: Connection) -> Pointer:
        seen = enter_live(connection)
        rebuild(model.database, history.feed(), model.targets)
        return seen

    monkeypatch.setattr("docrunch.projections.relational.enter_live", overtaken)

    assert model.apply(history.batch()).state == "standing by"

    assert model.rows("SELECT generation FROM read_model") == [(2,)]
