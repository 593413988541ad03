"""A project at work: commands are dispatched to a real log, its feed is applied to a real read model."""

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from docrunch.commands.command import Command
from docrunch.commands.dispatch import dispatch
from docrunch.commands.files import IndexFile, RemoveFile
from docrunch.domain.receipts import Receipt
from docrunch.domain.source import SourceFile, Symbol
from docrunch.outbox import feed
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database
from docrunch.projections.generations import ensure_generation
from docrunch.projections.ledger import TargetSpec
from docrunch.projections.reading import Reader, reader
from docrunch.projections.rebuild import rebuild
from docrunch.projections.relational import apply

AT = datetime(2026, 1, 31, 12, tzinfo=UTC)
MARKDOWN = TargetSpec(
    "markdown",
    frozenset(
        {
            *("index", "architecture", "module_index", "decision_index"),
            *("module", "function", "schema", "decision", "pattern", "task_report"),
        }
    ),
    "1",
)
LIGHTRAG = TargetSpec(
    "lightrag", frozenset({"module", "function", "class", "decision", "pattern", "task_report", "finding"}), "1"
)
TARGETS = (MARKDOWN, LIGHTRAG)
TABLES = (
    *("llm_providers", "llm_profiles", "chat_sessions", "chat_messages", "tasks", "task_history", "findings"),
    *("decisions", "completion_reports", "blockers", "patterns", "summaries", "pages", "files", "contents"),
    *("symbols", "symbol_references", "bindings", "names", "trails", "relationships", "scan_runs"),
)
"""Every table of the read model but documents and what belongs to them."""


@dataclass(slots=True)
class Office:
    """A log and its read model; nothing is projected until `catch_up`."""

    database: Database
    targets: Sequence[TargetSpec] = TARGETS
    log: EventLog = field(init=False)

    def __post_init__(self) -> None:
        ensure_generation(self.database)
        recorder = PostgresRecorder(self.database)
        self.log = EventLog(recorder, recorder)

    def do(self, *commands: Command) -> list[Receipt]:
        """Dispatch each and bring the read model up to date."""
        receipts = [dispatch(self.log, [command])[0] for command in commands]
        self.catch_up(max(receipt.position for receipt in receipts))
        return receipts

    def index(self, path: str, *names: str, content: str = "0", **facts: Any) -> None:
        """A Python file with these functions and classes (capitalised ones)."""
        self.do(IndexFile(file=source(path, *names, content=content, **facts), scanned_at=AT))

    def remove(self, path: str) -> None:
        self.do(RemoveFile(path=path))

    def catch_up(self, position: int, limit: int = 500) -> None:
        """Apply the feed up to a position; the transactions of other tests on this server may hold it back."""
        connection = self.database.connection()
        while (reached := self.position()) < position:
            batch = feed.read_live(connection, reached, limit)
            assert batch is None or apply(connection, batch, self.targets).state == "applied"

    def rebuild_from_log(self) -> None:
        with closing(self.database.open()) as connection:
            rebuild(self.database, lambda after: feed.read(connection, after), self.targets)

    def position(self) -> int:
        return int(self.rows("SELECT position FROM checkpoint")[0][0])

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        with reader(self.database) as read:
            yield read

    def rows(self, query: str) -> list[Any]:
        with self.reading() as read:
            return read.connection.execute(query.encode()).fetchall()

    def tables(self) -> dict[str, list[Any]]:
        return {table: self.rows(f"SELECT * FROM {table} AS t ORDER BY t") for table in TABLES}  # noqa: S608

    def documents(self) -> dict[str, str]:
        """Content by id."""
        return dict(self.rows("SELECT id, content FROM documents"))

    def content(self, document_id: str) -> str:
        return self.documents()[document_id]

    def pages(self) -> dict[str, str]:
        return dict(self.rows("SELECT id, metadata ->> 'page' FROM documents"))


def source(path: str, *names: str, content: str = "0", **facts: Any) -> SourceFile:
    plain = {"language": "python", "size": 1, "modified_at": AT, "content_hash": content * 64}
    module = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    symbols = tuple(symbol(name) for name in names)
    return SourceFile.model_validate({"path": path, "module": module, "symbols": symbols, **plain, **facts})


def symbol(name: str) -> Symbol:
    short = name.rpartition(".")[2]
    kind = "class" if short[0].isupper() else "method" if "." in name else "function"
    if short.startswith("table_"):
        kind = "schema"
    return Symbol.model_validate(
        {
            "kind": kind,
            "name": short,
            "qualified_name": name,
            "signature": f"{'class' if kind == 'class' else 'def'} {short}",
            "start_line": 1,
            "end_line": 2,
        }
    )
