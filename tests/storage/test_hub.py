"""Files that somebody else found: parsed when their content is at hand, otherwise never at the cost of what was."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from docrunch import Docrunch, FileRecord, Invalid, PostgresStorage, StorageHub
from docrunch.domain.documents import OVERVIEW_TYPES

AT = datetime(2026, 1, 31, 12, tzinfo=UTC)
TEXT = "def f(): ...\n\n\nclass K:\n    def m(self): ...\n"


@pytest.fixture
def opened(hosted: Path) -> Iterator[Docrunch]:
    with Docrunch.open(hosted, has_worker=False) as project:
        yield project


def record(path: str, text: str = TEXT, **fields: str) -> FileRecord:
    content_hash = sha256(text.encode()).hexdigest()
    values = {"id": f"file:{path}", "path": path, "language": "python", "content_hash": content_hash} | fields
    return FileRecord(**values, size=len(text), modified_at=AT, last_scanned=AT)


def index(opened: Docrunch, file: FileRecord) -> FileRecord:
    asyncio.run(StorageHub(opened).on_file_indexed(file))
    kept = PostgresStorage(opened).get_file(file.path)
    assert kept is not None
    return kept


def names(opened: Docrunch) -> set[str]:
    return {hit.document_id for hit in opened.search("a f K m g", 50)} - OVERVIEW_TYPES


def parsed(opened: Docrunch) -> bool:
    return opened.show("f").id == "function:a.py::f"


def test_a_file_whose_content_is_at_hand_is_parsed(opened: Docrunch) -> None:
    kept = index(opened, record("a.py"))

    assert kept == FileRecord(
        "file:a.py", "a.py", "python", len(TEXT), kept.modified_at, record("a.py").content_hash, AT, "a"
    )
    assert parsed(opened)


@pytest.mark.parametrize(("path", "text"), [("gone.py", TEXT), ("a.py", "other"), ("notes.md", "text"), ("d/x.py", "")])
def test_a_file_whose_content_is_not_at_hand_is_kept_without_symbols_and_marked(
    opened: Docrunch, path: str, text: str
) -> None:
    kept = index(opened, record(path, text))

    assert (kept.content_hash, kept.problem) == (record(path, text).content_hash, "UNPARSED")
    assert kept.module == path.removesuffix(".py").replace("/", ".")


def test_what_was_parsed_is_not_erased_by_a_record_without_content(opened: Docrunch) -> None:
    opened.scan()

    kept = index(opened, record("a.py", "a newer content, elsewhere"))

    assert (kept.content_hash, kept.problem) == (record("a.py", "a newer content, elsewhere").content_hash, "UNPARSED")
    assert parsed(opened)


def test_the_same_content_again_is_no_event(opened: Docrunch, hosted: Path) -> None:
    opened.scan()
    before = len(list(opened.events()))

    assert index(opened, record("a.py")).problem is None
    (hosted / "a.py").unlink()
    assert index(opened, record("a.py")).problem is None
    index(opened, record("b.py"))
    index(opened, record("b.py"))

    assert len(list(opened.events())) == before + 1


def test_a_scan_parses_what_was_recorded_without_its_content(opened: Docrunch, hosted: Path) -> None:
    index(opened, record("b.py", "def g(): ...\n"))
    (hosted / "b.py").write_text("def g(): ...\n")

    report = opened.scan()
    again = opened.scan()

    assert (report.files_indexed, again.files_indexed) == (2, 0)
    opened.drain()
    assert opened.show("g").id == "function:b.py::g"


def test_a_removed_file_that_is_recorded_again_begins_anew(opened: Docrunch, hosted: Path) -> None:
    opened.scan()
    (hosted / "a.py").unlink()
    opened.scan()

    assert index(opened, record("a.py")).problem == "UNPARSED"
    assert {hit.document_id for hit in opened.search("f K m", 50)} == set()


@pytest.mark.parametrize(
    ("path", "fields", "complaint"),
    [
        ("../x.py", {}, "outside of the project"),
        ("/etc/passwd", {}, "outside of the project"),
        ("./a.py", {}, "path is './a.py': expected one relative to the project, such as 'a.py'"),
        ("", {}, "path is ''"),
        ("a.py", {"id": "a.py"}, "id is 'a.py': expected 'file:a.py'"),
        ("a\0.py", {}, "without control characters"),
        ("\ud800.py", {}, "without control characters"),
    ],
)
def test_a_record_of_no_file_of_the_project_is_refused(
    opened: Docrunch, path: str, fields: dict[str, str], complaint: str
) -> None:
    with pytest.raises(Invalid, match=complaint):
        asyncio.run(StorageHub(opened).on_file_indexed(record(path, **fields)))
    assert list(opened.events()) == []
