"""Queries of the read model, all of one state."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from docrunch.domain.errors import Misconfigured, Unavailable
from docrunch.projections.reading import reader
from docrunch.projections.records import Counts, FileRecord

if TYPE_CHECKING:
    from docrunch.postgres.connection import Database

    from tests.projections.relational.conftest import Build, History, ReadModel

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


@pytest.fixture
def filled(model: ReadModel, history: History, build: Build) -> ReadModel:
    history.index(build.file("a/b.py", [build.function("f"), build.class_("K"), build.method("K.f")]))
    history.index(build.file("c.py", [build.function("f")], [build.reference("calls", "f", "a.b.K", 4)]))
    model.apply(history.batch())
    return model


def test_a_file_is_found_by_its_path(filled: ReadModel) -> None:
    with reader(filled.database) as read:
        found, missing = read.file("a/b.py"), read.file("nowhere.py")

    assert found == FileRecord("file:a/b.py", "a/b.py", "python", 1, NOW, "0" * 64, NOW, "a.b", None, None)
    assert missing is None


def test_the_symbols_of_a_file_come_in_its_order(filled: ReadModel) -> None:
    with reader(filled.database) as read:
        symbols = read.symbols("file:a/b.py")

    assert [symbol.dotted_name for symbol in symbols] == ["a.b", "a.b.f", "a.b.K", "a.b.K.f"]
    assert [symbol.kind for symbol in symbols] == ["module", "function", "class", "method"]


def test_the_relationships_of_a_file_tell_symbols_and_lines(filled: ReadModel) -> None:
    with reader(filled.database) as read:
        (made,), (same,) = read.relationships("file:c.py"), read.relationships("file:a/b.py")

    assert (made.source, made.type, made.target) == ("file:c.py", "calls", "file:a/b.py")
    assert made.metadata == {
        "lines": [4],
        "source_symbol": "function:c.py::f",
        "target_symbol": "class:a/b.py::K",
    }
    assert made == same


@pytest.mark.parametrize(
    "name",
    [
        "module:a/b.py",
        "a.b",
        "b",
        "a/b.py",
        "b.py",
        "modules/a.b.md",
        "/modules/a.b.md",
        "a.b.md",
        "modules/a.b",
    ],
)
def test_a_document_is_found_by_any_of_its_names(filled: ReadModel, name: str) -> None:
    with reader(filled.database) as read:
        assert [one.id for one in read.named(name)] == ["module:a/b.py"]


def test_an_ambiguous_name_gives_candidates_the_most_exact_only(filled: ReadModel) -> None:
    with reader(filled.database) as read:
        exact, member, missing = read.named("f"), read.named("K.f"), read.named("nothing")

    assert [one.id for one in exact] == ["function:a/b.py::f", "function:c.py::f"]
    assert [one.id for one in member] == ["function:a/b.py::K.f"]
    assert missing == []


def test_counts_and_lists_agree(filled: ReadModel) -> None:
    with reader(filled.database) as read:
        assert read.counts() == Counts(files=2, functions=3, classes=1, references=1, relationships=1, documents=9)
        assert len(read.listed()) == 9
        assert [one.id for one in read.listed("class")] == ["class:a/b.py::K"]
        assert [file.path for file in read.files()] == ["a/b.py", "c.py"]
        assert read.checkpoint.position == 2000


def test_a_reader_sees_one_state_from_beginning_to_end(filled: ReadModel, history: History) -> None:
    history.remove("c.py")
    with reader(filled.database) as read:
        before = read.counts()
        with filled.database.open() as other:
            filled.apply_on(other, history.batch(2))

        assert read.counts() == before
        assert read.checkpoint.position == 2000

    with reader(filled.database) as read:
        assert read.counts().files == 1


def test_a_reader_cannot_write(filled: ReadModel) -> None:
    with pytest.raises(Unavailable, match="read-only"), reader(filled.database) as read:
        read.connection.execute("DELETE FROM documents")


def test_without_a_read_model_a_reader_is_told_what_to_do(database: Database) -> None:
    with pytest.raises(Misconfigured) as refused, reader(database):
        pass

    assert refused.value.hint == "run: docrunch migrate"


def test_tables_of_another_version_are_not_read(filled: ReadModel) -> None:
    filled.database.connection().execute(
        f"UPDATE \"{filled.database.schema}_r1\".checkpoint SET tables_version = 'older'".encode()  # noqa: S608
    )

    with pytest.raises(Misconfigured), reader(filled.database):
        pass
    with reader(filled.database, is_any_version=True) as read:
        assert read.checkpoint.position == 2000
