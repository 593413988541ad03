"""A rebuild fills a generation that nobody sees, then switches to it at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psycopg
import pytest
from docrunch.domain.errors import Refused
from docrunch.domain.feed import Batch
from docrunch.projections.private import private_replay
from docrunch.projections.reading import reader
from docrunch.projections.rebuild import rebuild

if TYPE_CHECKING:
    from tests.projections.relational.conftest import Build, History, ReadModel

Feed = Callable[[int], Batch | None]
KILLED = Path(__file__).with_name("killed_rebuild.py")


@pytest.fixture
def filled(model: ReadModel, history: History, build: Build) -> ReadModel:
    """Three files that refer to each other; two share a page path but for its case."""
    history.index(build.file("a.py", [build.function("f")]))
    history.index(build.file("A.py", [build.class_("K")], [build.reference("calls", "", "a.f")]))
    history.index(build.file("b.py", [build.function("g")], [build.reference("inherits", "g", "A.K")]))
    history.remove("b.py")
    history.index(build.file("b.py", [build.function("h")], [build.reference("calls", "h", "a.f", 9)]))
    model.apply(history.batch())
    return model


def schemas(model: ReadModel) -> list[str]:
    found = model.rows(
        "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %(schema)s) ORDER BY 1",
        {"schema": model.database.schema},
    )
    return [name.removeprefix(model.database.schema) for (name,) in found]


def ledger(model: ReadModel) -> list[Any]:
    return model.rows("SELECT *, xmin::text FROM storage_sync ORDER BY target, document_id")


def test_a_rebuild_of_unchanged_history_changes_nothing(filled: ReadModel, history: History) -> None:
    """I4."""
    before, rows = filled.state(), ledger(filled)

    rebuilt = rebuild(filled.database, history.feed(limit=2), filled.targets)

    assert (rebuilt.generation, rebuilt.position) == (2, 5000)
    assert filled.state() == before
    assert ledger(filled) == rows


def test_a_rebuild_mends_a_damaged_read_model_and_its_ledger(filled: ReadModel, history: History) -> None:
    before = filled.state()
    connection = filled.database.connection()
    for damage in (
        "UPDATE documents SET content = 'damaged', content_hash = 'damaged' WHERE id = 'module:a.py'",
        "DELETE FROM documents WHERE id = 'module:A.py'",
        """INSERT INTO documents SELECT 'module:x.py', type, title, content, metadata, relationships,
           content_hash, problem, summary, name_words, search FROM documents WHERE id = 'module:b.py'""",
    ):
        with connection.transaction():
            connection.execute(f'SET LOCAL search_path = "{filled.database.schema}_r1"'.encode())
            connection.execute(damage.encode())
    connection.execute("UPDATE storage_sync SET wanted_hash = 'damaged' WHERE document_id = 'module:a.py'")
    connection.execute("DELETE FROM storage_sync WHERE document_id = 'module:A.py'")
    connection.execute(
        "INSERT INTO storage_sync (target, document_id, wanted_hash, status, priority)"
        " VALUES ('markdown', 'module:x.py', 'x', 'synced', 1)"
    )

    rebuild(filled.database, history.feed(), filled.targets)

    assert filled.state() == before
    assert filled.rows("SELECT wanted_hash, status FROM storage_sync WHERE document_id = 'module:x.py'") == [
        (None, "pending")
    ]


def test_a_rebuild_catches_up_with_what_the_live_projector_did_meanwhile(
    filled: ReadModel, history: History, build: Build
) -> None:
    plain = history.feed(limit=2)
    ends: list[int] = []

    def busy(after: int) -> Batch | None:
        batch = plain(after)
        if batch is None and len(ends) < 2:
            ends.append(after)
            history.index(build.file("late.py", [build.function(f"f{len(ends)}")]))
            with filled.database.open() as other:
                filled.apply_on(other, history.batch(len(history.events) - 1))
        return batch

    rebuild(filled.database, busy, filled.targets)

    live = filled.state()
    assert "function:late.py::f2" in filled.pages()
    filled.empty()
    filled.apply(history.batch())
    assert live == filled.state()


def test_the_switch_folds_what_came_after_the_last_look(
    filled: ReadModel, history: History, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    from docrunch.projections import rebuild as module

    switch = module.switch

    def late(*arguments: Any) -> int:
        history.index(build.file("late.py", [build.function("f")], [build.reference("calls", "f", "a.f")]))
        with filled.database.open() as other:
            filled.apply_on(other, history.batch(5))
        return switch(*arguments)

    monkeypatch.setattr(module, "switch", late)

    rebuilt = rebuild(filled.database, history.feed(), filled.targets)

    assert rebuilt.position == 6000
    assert "`late.f`" in filled.content("function:a.py::f")


def test_readers_see_the_old_generation_or_the_new_one_whole(filled: ReadModel, history: History) -> None:
    """I9: each reader compares all it sees with its checkpoint, while generations come and go."""
    torn: list[object] = []
    seen: set[int] = set()
    is_done = threading.Event()

    def watch() -> None:
        try:
            while not is_done.is_set():
                with reader(filled.database) as read:
                    counts, documents = read.counts(), read.listed()
                    seen.add(read.generation)
                    files = {file.path for file in read.files()}
                if len(documents) != counts.documents or files != {"a.py", "A.py", "b.py"}:
                    torn.append((counts, files))
        except Exception as error:  # noqa: BLE001 - a failing reader is what this test looks for
            torn.append(error)
        finally:
            filled.database.connection().close()

    watchers = [threading.Thread(target=watch) for _ in range(3)]
    for watcher in watchers:
        watcher.start()
    for _ in range(6):
        rebuild(filled.database, history.feed(limit=1), filled.targets)
    is_done.set()
    for watcher in watchers:
        watcher.join()

    assert torn == []
    assert len(seen) > 1


def test_a_reader_that_began_before_a_switch_reads_on(filled: ReadModel, history: History) -> None:
    with reader(filled.database) as read:
        before = read.counts()
        rebuild(filled.database, history.feed(), filled.targets)

        assert read.generation == 1
        assert read.counts() == before
        assert read.document("module:a.py") is not None


def test_the_previous_generation_stays_and_older_ones_go(filled: ReadModel, history: History) -> None:
    for _ in range(3):
        rebuild(filled.database, history.feed(), filled.targets)

    assert schemas(filled) == ["", "_r3", "_r4"]
    assert filled.rows("SELECT generation, previous FROM read_model") == [(4, 3)]


def test_a_generation_that_somebody_still_reads_goes_later(filled: ReadModel, history: History) -> None:
    with reader(filled.database) as read:
        rebuild(filled.database, history.feed(), filled.targets)
        rebuild(filled.database, history.feed(), filled.targets)
        assert read.counts().files == 3
    assert "_r1" in schemas(filled)

    rebuild(filled.database, history.feed(), filled.targets)

    assert schemas(filled) == ["", "_r3", "_r4"]


def test_a_second_rebuild_is_refused_while_one_runs(filled: ReadModel, history: History) -> None:
    plain = history.feed()
    refusals: list[str] = []

    def meddling(after: int) -> Batch | None:
        with pytest.raises(Refused) as refused:
            rebuild(filled.database, plain, filled.targets)
        refusals.append(str(refused.value))
        return plain(after)

    rebuild(filled.database, meddling, filled.targets)

    assert set(refusals) == {"another rebuild of the read model is running"}
    assert filled.rows("SELECT generation FROM read_model") == [(2,)]


def test_a_rebuild_that_fails_leaves_everything_as_it_was(filled: ReadModel, history: History) -> None:
    before, rows = filled.state(), ledger(filled)

    def breaks(after: int) -> Batch | None:
        if after >= 4000:
            raise RuntimeError("the power went out")
        return history.feed(limit=2)(after)

    with pytest.raises(RuntimeError):
        rebuild(filled.database, breaks, filled.targets)

    assert filled.state() == before
    assert ledger(filled) == rows
    rebuild(filled.database, history.feed(), filled.targets)
    assert schemas(filled) == ["", "_r1", "_r2"]


def test_a_killed_rebuild_is_invisible_and_the_next_one_clears_it_away(filled: ReadModel, history: History) -> None:
    """I9, with the process killed in the middle of filling."""
    before = filled.state()
    killed = subprocess.Popen(
        [sys.executable, "-P", KILLED, filled.database.url, filled.database.schema], stdout=subprocess.PIPE
    )
    assert killed.stdout is not None
    with killed, killed.stdout:
        assert killed.stdout.readline() == b"filling\n"
        os.kill(killed.pid, signal.SIGKILL)
    assert "_r2" in schemas(filled)
    assert filled.state() == before

    end_its_sessions(filled)
    rebuild(filled.database, history.feed(), filled.targets)

    assert schemas(filled) == ["", "_r1", "_r2"]
    assert filled.state() == before


def end_its_sessions(model: ReadModel) -> None:
    """The server would notice by itself, but not necessarily before the next line."""
    with psycopg.connect(model.database.url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'"
            " AND (classid::bigint << 32) | objid::bigint = hashtextextended(%s, 0)",
            [f"docrunch rebuild {model.database.schema}"],
        )


def test_a_parked_event_is_tried_again_by_a_rebuild(model: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("a.py"))
    history.spoil(0, "unreadable")
    model.apply(history.batch())
    history.events[0] = replace(history.events[0], problem=None)

    rebuild(model.database, history.feed(), model.targets)

    assert model.state()["parked_events"] == []
    assert model.pages()["module:a.py"] == "modules/a.md"


def test_a_rebuild_parks_what_it_cannot_write(filled: ReadModel, history: History, build: Build) -> None:
    history.index(build.file("c.py", [build.function("f", start_line=10**12)]))
    filled.apply(history.batch(5))
    live = filled.state()

    rebuild(filled.database, history.feed(), filled.targets)

    assert filled.state() == live
    assert [row[1] for row in live["parked_events"]] == ["file:c.py"]


def test_progress_counts_every_event(filled: ReadModel, history: History) -> None:
    reported: list[int] = []

    rebuild(filled.database, history.feed(limit=2), filled.targets, reported.append)

    assert reported == [2, 2, 1]


def test_a_private_replay_gives_the_documents_of_the_log_and_touches_nothing(
    filled: ReadModel, history: History
) -> None:
    before, rows = filled.state(), ledger(filled)

    with private_replay(filled.database, history.feed(limit=2)) as replay:
        hashes, position = replay.hashes(), replay.position
        documents = replay.documents(["module:a.py", "module:nowhere.py"])

    assert position == 5000
    assert hashes == {
        id_: (type_, hash_) for id_, type_, hash_ in filled.rows("SELECT id, type, content_hash FROM documents")
    }
    assert list(documents) == ["module:a.py"]
    assert documents["module:a.py"].content_hash() == hashes["module:a.py"][1]
    assert filled.state() == before
    assert ledger(filled) == rows
    assert schemas(filled) == ["", "_r1"]


def test_what_killed_private_replays_left_goes_with_the_next_rebuild(filled: ReadModel, history: History) -> None:
    schema = f"{filled.database.schema}_replay_0123abcd"
    connection = filled.database.connection()
    connection.execute(f'CREATE SCHEMA "{schema}"'.encode())
    connection.execute(f'CREATE TABLE "{schema}".checkpoint ()'.encode())

    with private_replay(filled.database, history.feed()) as replay:
        rebuild(filled.database, history.feed(), filled.targets)
        assert replay.hashes()

    assert schemas(filled) == ["", "_r1", "_r2"]


def test_the_log_of_another_project_is_never_taken_for_a_generation(filled: ReadModel, history: History) -> None:
    schema = f"{filled.database.schema}_r77"
    connection = filled.database.connection()
    connection.execute(f'CREATE SCHEMA "{schema}"'.encode())
    connection.execute(f'CREATE TABLE "{schema}".events ()'.encode())
    connection.execute(f'CREATE TABLE "{schema}".checkpoint ()'.encode())

    rebuild(filled.database, history.feed(), filled.targets)

    assert schemas(filled) == ["", "_r1", "_r2", "_r77"]


def test_an_error_of_writing_documents_ends_the_rebuild(
    filled: ReadModel, history: History, monkeypatch: pytest.MonkeyPatch
) -> None:
    """I9: documents are written beside the rendering of others, and no failure of it is lost."""
    before, rows = filled.state(), ledger(filled)

    def breaks(*_: Any) -> None:
        raise RuntimeError("the power went out")

    monkeypatch.setattr("docrunch.projections.replay.write_rows", breaks)

    with pytest.raises(RuntimeError, match="the power went out"):
        rebuild(filled.database, history.feed(), filled.targets)

    assert filled.state() == before
    assert ledger(filled) == rows
