"""What is handed to the log is the very JSON the event's model writes."""

import sysconfig
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import orjson
import pytest
from docrunch.domain.files import FileIndexed
from docrunch.domain.source import Parameter, Reference, Symbol
from docrunch.scanner.facts import ParameterFacts, ReferenceFacts, SymbolFacts
from docrunch.scanner.indexing import ScanContext, Scanned, scan_file

LIBRARY = sysconfig.get_path("stdlib")
NOW = datetime(2026, 11, 22, 12, 30, 1, 250_000, tzinfo=UTC)


def event_of(scanned: Scanned) -> FileIndexed:
    assert scanned.event is not None
    return FileIndexed.from_stored(orjson.loads(scanned.event))


@pytest.mark.parametrize("path", ["ast.py", "asyncio/base_events.py", "typing.py", "enum.py", "json/__init__.py"])
def test_the_ready_json_equals_the_dump_of_the_model(path: str) -> None:
    scanned = scan_file(ScanContext(LIBRARY, "run-1", NOW), path)

    event = event_of(scanned)
    assert scanned.event == event.canonical()
    assert (event.scan_run_id, event.scanned_at) == ("run-1", NOW)
    assert (event.file.path, event.file.content_hash) == (path, scanned.content_hash)


def test_the_facts_have_the_fields_of_the_models() -> None:
    assert list(SymbolFacts.__annotations__) == list(Symbol.model_fields)
    assert list(ParameterFacts.__annotations__) == list(Parameter.model_fields)
    assert list(ReferenceFacts.__annotations__) == list(Reference.model_fields)


def test_the_counts_are_those_of_the_event() -> None:
    scanned = scan_file(ScanContext(LIBRARY, None, NOW), "ast.py")

    file = event_of(scanned).file
    classes = sum(symbol.kind == "class" for symbol in file.symbols)
    assert (scanned.functions, scanned.classes) == (len(file.symbols) - classes, classes)
    assert scanned.references == len(file.references)


def test_every_time_is_written_in_utc(tmp_path: Path) -> None:
    (tmp_path / "a.py").touch()
    local = NOW.astimezone(timezone(timedelta(hours=2)))

    scanned = scan_file(ScanContext(str(tmp_path), None, local), "a.py")

    assert scanned.event is not None
    assert orjson.loads(scanned.event)["scanned_at"] == "2026-11-22T12:30:01.250000Z"


def test_a_known_hash_spares_the_parsing(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("def f(): pass\n")
    context = ScanContext(str(tmp_path), None, NOW)
    first = scan_file(context, "a.py")

    again = scan_file(context, "a.py", first.content_hash)

    assert (again.event, again.content_hash) == (None, first.content_hash)
    assert first.event is not None
    assert scan_file(context, "a.py", "0" * 64) == first
