"""A log in memory for the read model's tests: events with positions, cut into batches as a relay would."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from docrunch.domain.changes import changed_entities
from docrunch.domain.events import Event
from docrunch.domain.feed import Batch, FeedEvent
from docrunch.domain.files import FileIndexed, FileRemoved, file_id
from docrunch.domain.scans import scan_stream
from docrunch.domain.source import Reference, SourceFile, Symbol
from docrunch.postgres.connection import Connection, Database
from docrunch.projections.generation import enter, pointer
from docrunch.projections.generations import ensure_generation
from docrunch.projections.ledger import TargetSpec
from docrunch.projections.relational import Progress, apply

NOW = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
MARKDOWN = TargetSpec(
    "markdown", frozenset({"module", "function", "schema", "index", "architecture", "module_index"}), "1"
)
LIGHTRAG = TargetSpec("lightrag", frozenset({"module", "function", "class"}), "1")
TARGETS = (MARKDOWN, LIGHTRAG)

TABLES = {
    "scan_runs": "SELECT * FROM scan_runs ORDER BY id",
    "files": "SELECT * FROM files ORDER BY id",
    "contents": "SELECT * FROM contents ORDER BY file_id",
    "symbols": "SELECT * FROM symbols ORDER BY id",
    "symbol_references": "SELECT * FROM symbol_references ORDER BY file_id, ordinal",
    "bindings": "SELECT * FROM bindings ORDER BY file_id, ordinal",
    "names": "SELECT * FROM names ORDER BY target, scope",
    "trails": "SELECT * FROM trails ORDER BY target, scope, step",
    "relationships": "SELECT * FROM relationships ORDER BY id",
    "documents": "SELECT * FROM documents ORDER BY id",
    "overview_behind": "SELECT * FROM overview_behind",
    "parked_events": "SELECT position, stream_id, version, type, error FROM parked_events ORDER BY position",
    "checkpoint": "SELECT position FROM checkpoint",
    "ledger": "SELECT target, document_id, wanted_hash FROM storage_sync WHERE wanted_hash IS NOT NULL ORDER BY 1, 2",
}

# Quicker than making the tables again.
EMPTY = """
    DELETE FROM relationships; DELETE FROM names; DELETE FROM trails; DELETE FROM bindings;
    DELETE FROM symbol_references; DELETE FROM symbols; DELETE FROM files; DELETE FROM contents;
    DELETE FROM scan_runs; DELETE FROM documents; DELETE FROM parked_events; DELETE FROM overview_behind;
    UPDATE checkpoint SET position = 0
"""


@dataclass(slots=True)
class History:
    """Events in order. Positions are sparse, as real ones are."""

    events: list[FeedEvent] = field(default_factory=list)

    def record(self, stream_id: str, event: Event) -> FeedEvent:
        data = orjson.loads(event.canonical())
        return self.append(stream_id, event.TOPIC, data)

    def append(self, stream_id: str, topic: str, data: dict[str, Any]) -> FeedEvent:
        version = 1 + sum(event.stream_id == stream_id for event in self.events)
        position = (self.events[-1].position if self.events else 0) + 1000
        self.events.append(FeedEvent(position, stream_id, version, topic, 1, data, NOW))
        return self.events[-1]

    def index(self, file: SourceFile) -> FeedEvent:
        return self.record(file_id(file.path), FileIndexed(file=file, scanned_at=NOW))

    def remove(self, path: str) -> FeedEvent:
        return self.record(file_id(path), FileRemoved(path=path))

    def scan(self, event: Event, scan_run_id: str = "run") -> FeedEvent:
        return self.record(scan_stream(scan_run_id), event)

    def batch(self, first: int = 0, end: int | None = None) -> Batch:
        """The events from index `first` up to, without, `end`, with everything they changed."""
        events = self.events[first:end]
        after = self.events[first - 1].position if first else 0
        upto = events[-1].position if events else after
        readable = [event for event in events if event.problem is None]
        changes = [change for e in readable for change in changed_entities(e.type, e.data)]
        return Batch(after, upto, events, changes, has_more=end is not None and end < len(self.events))

    def feed(self, limit: int = 500) -> Callable[[int], Batch | None]:
        def read(after: int) -> Batch | None:
            first = sum(event.position <= after for event in self.events)
            batch = self.batch(first, first + limit)
            return batch if batch.events else None

        return read

    def spoil(self, index: int, problem: str) -> None:
        self.events[index] = replace(self.events[index], problem=problem)


@dataclass(slots=True)
class ReadModel:
    """A projector with its database, as a relay drives it."""

    database: Database
    targets: Sequence[TargetSpec] = TARGETS

    def apply(self, batch: Batch) -> Progress:
        return apply(self.database.connection(), batch, self.targets)

    def apply_on(self, connection: Connection, batch: Batch) -> Progress:
        return apply(connection, batch, self.targets)

    def rows(self, query: str, values: dict[str, Any] | None = None) -> list[Any]:
        """Rows from the live generation or the log's schema."""
        with self.database.transaction() as connection:
            found = connection.execute("SELECT generation FROM read_model").fetchone()
            path = f'"{self.database.schema}_r{found[0] if found else 0}", "{self.database.schema}"'
            connection.execute("SELECT set_config('search_path', %s, true)", [path])
            return connection.execute(query.encode(), values).fetchall()

    def state(self) -> dict[str, list[Any]]:
        """Everything that must converge."""
        return {table: self.rows(query) for table, query in TABLES.items()}

    def empty(self) -> None:
        """Forget everything."""
        with self.database.transaction() as connection:
            seen = pointer(connection)
            connection.execute("DELETE FROM storage_sync")
            if seen is not None and seen.live == 1:
                enter(connection, seen.schema(1), seen.log_schema)
                connection.execute(EMPTY.encode())
                return
            for generation in range(1, seen.live + 1 if seen else 1):
                connection.execute(f'DROP SCHEMA IF EXISTS "{self.database.schema}_r{generation}" CASCADE'.encode())
            connection.execute("DELETE FROM read_model")
        ensure_generation(self.database)

    def content(self, document_id: str) -> str:
        found = self.rows("SELECT content FROM documents WHERE id = %(id)s", {"id": document_id})
        assert found, f"there is no document {document_id}"
        return str(found[0][0])

    def pages(self) -> dict[str, str]:
        return dict(self.rows("SELECT id, metadata ->> 'page' FROM documents"))


class Build:
    """Source files with the little that a test cares about."""

    def function(self, name: str, /, **facts: Any) -> Symbol:
        short = name.rpartition(".")[2]
        plain = {"kind": "function", "signature": f"def {short}()", "start_line": 1, "end_line": 2}
        return Symbol.model_validate({"name": short, "qualified_name": name, **plain, **facts})

    def method(self, name: str, /, **facts: Any) -> Symbol:
        return self.function(name, kind="method", **facts)

    def class_(self, name: str, /, **facts: Any) -> Symbol:
        return self.function(name, **{"kind": "class", "signature": f"class {name.rpartition('.')[2]}", **facts})

    def reference(self, kind: str, from_: str, target: str | None, line: int = 1, code: str | None = None) -> Reference:
        return Reference.model_validate(
            {"kind": kind, "source": from_, "name": target or "?", "target": target, "line": line, "code": code}
        )

    def file(
        self, path: str, symbols: Iterable[Symbol] = (), references: Iterable[Reference] = (), **facts: Any
    ) -> SourceFile:
        plain = {
            "language": "python",
            "size": 1,
            "modified_at": NOW,
            "content_hash": "0" * 64,
            "module": path.removesuffix(".py").replace("/", "."),
        }
        inside = {"symbols": tuple(symbols), "references": tuple(references)}
        return SourceFile.model_validate({"path": path, **inside, **plain, **facts})


@pytest.fixture(scope="session")
def build() -> Build:
    return Build()


@pytest.fixture
def history() -> History:
    return History()


@pytest.fixture
def model(database: Database) -> ReadModel:
    """An empty read model."""
    ensure_generation(database)
    return ReadModel(database)


@pytest.fixture(scope="session")
def reused_models(
    fresh_database: Callable[[], AbstractContextManager[Database]],
) -> Iterator[tuple[ReadModel, ReadModel]]:
    """Two read models for the examples of property tests, which empty them first."""
    with fresh_database() as one, fresh_database() as other:
        yield ReadModel(one), ReadModel(other)


@pytest.fixture(scope="session")
def history_class() -> type[History]:
    """For property tests, which need a new one for each example."""
    return History
