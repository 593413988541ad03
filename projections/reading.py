"""Reading the read model: one snapshot, one generation, whole (I9)."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar

from psycopg.rows import class_row

from ..domain.documents import Document, Relationship
from ..domain.errors import Misconfigured
from ..domain.hits import Hit
from ..domain.known import KnownFile
from ..postgres.connection import Connection, Database, looked_for
from ..postgres.statements import Statements
from .generation import REBUILD, Checkpoint, checkpoint
from .generations import enter_live
from .overloads import LATER
from .records import Counts, DocumentName, DocumentProblem, FileRecord, ParkedEvent, ScanRunRecord, SymbolRecord
from .reports.reading import Reports
from .reports.settings_reading import Chats, LlmSettings
from .search import Narrowing, search
from .stored import SQL as DOCUMENTS
from .stored import load_documents, load_incoming
from .versions import TABLES_VERSION

SQL = Statements("docrunch.projections", "reading.sql")
Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Reader:
    """Queries that all see the same state: `generation` as of `checkpoint`."""

    connection: Connection
    generation: int
    checkpoint: Checkpoint

    @property
    def reports(self) -> Reports:
        """What is known of tasks, findings, decisions, blockers, patterns and summaries."""
        return Reports(self.connection)

    @property
    def llm(self) -> LlmSettings:
        """What is known of LLM providers and profiles, secrets masked."""
        return LlmSettings(self.connection)

    @property
    def chats(self) -> Chats:
        """What is known of chats."""
        return Chats(self.connection)

    def file(self, path: str) -> FileRecord | None:
        """The file at a path relative to the project's root, with `/`."""
        found = self._records(FileRecord, SQL["file"], {"path": path})
        return found[0] if found else None

    def files(self) -> list[FileRecord]:
        """All files, by path."""
        return self._records(FileRecord, SQL["files"])

    def known_files(self) -> dict[str, KnownFile]:
        """The state of every file's stream, by path: what a scan compares with."""
        rows = SQL.rows(self.connection, "known_files")
        return {path: KnownFile(*state) for path, *state in rows}

    def symbols(self, file_id: str) -> list[SymbolRecord]:
        """The symbols of a file in its order, the module itself first."""
        return self._records(SymbolRecord, SQL["symbols"], {"file_id": file_id})

    def relationships(self, file_id: str) -> list[Relationship]:
        """Relationships from and to a file; `metadata` tells the symbols at both ends, the lines, how a call looks."""
        return self._records(Relationship, SQL["relationships"], {"file_id": file_id})

    def scan_runs(self, limit: int = 20) -> list[ScanRunRecord]:
        """The latest scans, last one first."""
        return self._records(ScanRunRecord, SQL["scan_runs"], {"limit": limit})

    def running_scans(self) -> list[str]:
        """The ids of the scans that nobody has ended."""
        rows = SQL.rows(self.connection, "running_scans")
        return [id_ for (id_,) in rows]

    def document(self, document_id: str) -> Document | None:
        """A document by its id."""
        return self.documents([document_id]).get(document_id)

    def incoming(self, ids: Sequence[str]) -> dict[str, list[Relationship]]:
        """The edges of other documents to each of these documents."""
        return load_incoming(self.connection, ids)

    def documents(self, ids: Sequence[str]) -> dict[str, Document]:
        """Those of these documents that exist, by id."""
        return load_documents(self.connection, ids)

    def named(self, name: str, limit: int = 20) -> list[DocumentName]:
        """The documents a person may mean by `name` (an id, a title, a dotted name, a path or the end of one).

        Only the best fits are returned: one of them is an answer, several are candidates.
        """
        values = {"name": name.strip("/"), "limit": limit, "later": LATER.pattern}
        found = self._records(DocumentName, DOCUMENTS["named"], values) if values["name"] else []
        return [one for one in found if one.distance == found[0].distance]

    def listed(self, type_: str | None = None) -> list[DocumentName]:
        """All documents, or those of one type, by id."""
        return self._records(DocumentName, DOCUMENTS["listed"], {"type": type_})

    def search(self, text: str, limit: int = 10, narrowing: Narrowing | None = None) -> list[Hit]:
        """The documents that hold words of `text`, best first."""
        return search(self.connection, text, limit, narrowing)

    def counts(self) -> Counts:
        """How much there is of everything."""
        return self._records(Counts, SQL["counts"])[0]

    def parked(self) -> list[ParkedEvent]:
        """The events that could not be applied, in order; a rebuild tries them again."""
        return self._records(ParkedEvent, SQL["parked"])

    def problems(self) -> list[DocumentProblem]:
        """The documents that could not be rendered."""
        return self._records(DocumentProblem, DOCUMENTS["problems"])

    def _records(
        self, record: type[Record], statement: LiteralString, values: dict[str, Any] | None = None
    ) -> list[Record]:
        with self.connection.cursor(row_factory=class_row(record)) as cursor:
            return cursor.execute(statement, values).fetchall()


@contextmanager
def reader(database: Database, *, is_any_version: bool = False) -> Iterator[Reader]:
    """One READ ONLY, REPEATABLE READ transaction on this thread's connection; do nothing else with it inside.

    Raises Misconfigured when another version of docrunch made the tables; with `is_any_version` only what does not
    depend on them (`checkpoint`, `parked`) can be asked. Raises Invalid for a name that nothing can have.
    """
    with looked_for(), database.transaction() as connection:
        connection.execute(SQL["begin"])
        seen = enter_live(connection)
        reached = checkpoint(connection)
        if reached.tables_version != TABLES_VERSION and not is_any_version:
            raise Misconfigured("the read model was made by another version of docrunch", hint=REBUILD)
        yield Reader(connection, seen.live, reached)
