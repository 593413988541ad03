"""What the tests of the log and of delivery share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from docrunch.domain.changes import wanted_hash
from docrunch.domain.documents import Document
from docrunch.domain.errors import TargetUnavailable
from docrunch.domain.targets import Confirm, Delivery, Outcome
from docrunch.outbox.delivery import Rules, deliver_due
from docrunch.outbox.ledger import Ledger
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database


@pytest.fixture
def any_log(any_database: Database) -> EventLog:
    """The log on each supported server in turn."""
    recorder = PostgresRecorder(any_database)
    return EventLog(recorder, recorder)


@pytest.fixture
def log(database: Database) -> EventLog:
    recorder = PostgresRecorder(database)
    return EventLog(recorder, recorder)


@dataclass
class Shelf:
    """A target in memory."""

    name: str = "shelf"
    document_types: frozenset[str] = frozenset({"module"})
    renderer_version: str = "1"
    held: dict[str, str] = field(default_factory=dict)
    is_down: bool = False
    standing_at: str | None = None
    refuses: dict[str, bool] = field(default_factory=dict)
    """Documents the shelf answers with an error for; permanently where true."""
    breaks_on: set[str] = field(default_factory=set)
    """Documents whose delivery raises."""
    meanwhile: Callable[[], None] | None = None
    """Happens once between a delivery and its settling."""
    asked: list[list[str]] = field(default_factory=list)
    probes: int = 0

    def place(self) -> str | None:
        return self.standing_at

    def create_place(self) -> str:
        self.require_up()
        self.standing_at = "here"
        return self.standing_at

    def probe(self) -> None:
        self.probes += 1
        self.require_up()

    def require_up(self) -> None:
        if self.is_down:
            raise TargetUnavailable("the shelf is down", hint="lift it")

    def deliver(self, deliveries: Sequence[Delivery], confirm: Confirm) -> list[Outcome]:
        self.require_up()
        self.asked.append([delivery.document_id for delivery in deliveries])
        wanted = confirm(deliveries)
        outcomes = [self.take(delivery, is_wanted=delivery.document_id in wanted) for delivery in deliveries]
        if happen := self.meanwhile:
            self.meanwhile = None
            happen()
        return outcomes

    def take(self, delivery: Delivery, *, is_wanted: bool) -> Outcome:
        id_ = delivery.document_id
        if id_ in self.breaks_on:
            raise RuntimeError(f"{id_} is poison")
        if not is_wanted:
            return Outcome(id_, is_stale=True)
        if id_ in self.refuses:
            return Outcome(id_, error=f"{id_} is refused", is_permanent=self.refuses[id_])
        if delivery.wanted_hash is None:
            self.held.pop(id_, None)
        else:
            self.held[id_] = delivery.wanted_hash
        return Outcome(id_)

    def holdings(self) -> dict[str, str]:
        self.require_up()
        return dict(self.held)


@dataclass
class Desk:
    """A read model of documents, the ledger of one shelf, and the hands of a worker between them."""

    database: Database
    shelf: Shelf
    documents: dict[str, Document] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.database, self.shelf.name)

    def want(self, id_: str, content: str | None = "text", *, priority: int = 1) -> None:
        """Change a document and its row, as the projector does in one transaction."""
        self.documents.pop(id_, None)
        if content is not None:
            self.documents[id_] = Document(id_, "module", id_, content)
        self.database.connection().execute(
            """INSERT INTO storage_sync AS row (target, document_id, wanted_hash, priority) VALUES (%s, %s, %s, %s)
               ON CONFLICT (target, document_id) DO UPDATE
                  SET wanted_hash = excluded.wanted_hash, attempts = 0, next_attempt_at = now(), last_error = NULL,
                      status = CASE WHEN row.last_synced_hash = excluded.wanted_hash AND row.lease_token IS NULL
                                    THEN 'synced' ELSE 'pending' END
                WHERE row.wanted_hash IS DISTINCT FROM excluded.wanted_hash""",
            [self.shelf.name, id_, self.hash_of(id_), priority],
        )

    def hash_of(self, id_: str) -> str | None:
        document = self.documents.get(id_)
        return None if document is None else wanted_hash(document.content_hash(), self.shelf.renderer_version)

    def load(self, ids: Sequence[str]) -> Mapping[str, Document]:
        return {id_: self.documents[id_] for id_ in ids if id_ in self.documents}

    def deliver(self) -> int:
        return deliver_due(self.shelf, self.ledger, self.load, self.rules)

    def drain(self) -> None:
        while self.deliver():
            pass

    def set_rows(self, assignments: str, **values: Any) -> None:
        """Change all rows by hand: leases run out, time goes by."""
        self.execute(f"UPDATE storage_sync SET {assignments}", values)  # noqa: S608  # a test's own literal

    def rows(self, columns: str = "document_id, status") -> list[Any]:
        query = f"SELECT {columns} FROM storage_sync ORDER BY 1"  # noqa: S608  # a test's own literal
        found: list[Any] = self.execute(query).fetchall()
        return found

    def execute(self, query: str, values: Mapping[str, Any] | None = None) -> Any:
        return self.database.connection().execute(query.encode(), values)

    def is_in_step(self) -> bool:
        """Whether the shelf holds exactly what is wanted."""
        return self.shelf.held == {id_: self.hash_of(id_) for id_ in self.documents}


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database, Shelf())
