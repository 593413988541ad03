"""A private replay: what the documents ought to be by the log alone, for whoever compares a derived store with it."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from ..domain.documents import Document, Relationship
from ..postgres.connection import Connection, Database, translated
from .generation import drop
from .generations import ensure_generation
from .replay import Feed, Replay
from .stored import load_documents, load_hashes, load_incoming
from .writing import SQL


@dataclass(frozen=True, slots=True)
class PrivateReplay:
    """The documents of the log up to `position`."""

    position: int
    _replay: Replay

    def hashes(self) -> dict[str, tuple[str, str]]:
        """Type and content hash of every document, by id."""
        with self._replay.connection.transaction():
            self._replay.enter()
            return load_hashes(self._replay.connection)

    def documents(self, ids: Sequence[str]) -> dict[str, Document]:
        """Those of these documents that exist, by id."""
        with self._replay.connection.transaction():
            self._replay.enter()
            return load_documents(self._replay.connection, ids)

    def incoming(self, ids: Sequence[str]) -> dict[str, list[Relationship]]:
        """The edges of other documents to each of these."""
        with self._replay.connection.transaction():
            self._replay.enter()
            return load_incoming(self._replay.connection, ids)


@contextmanager
def private_replay(
    database: Database, feed: Feed, report: Callable[[int], None] = lambda _: None
) -> Iterator[PrivateReplay]:
    """Replay the log into a schema of its own, dropped at the end; the next rebuild drops what a killed process left.

    Touches neither the ledger nor the live generation. `feed` reads on another connection.
    """
    ensure_generation(database)
    schema = f"{database.schema}_replay_{secrets.token_hex(4)}"
    with translated(), closing(database.open()) as connection, held(connection, schema):
        replay = Replay(connection, schema, database.schema, report)
        replay.create()
        replay.fill(feed)
        yield PrivateReplay(replay.position(), replay)


@contextmanager
def held(connection: Connection, schema: str) -> Iterator[None]:
    """Show others that this schema is in use, and drop it in the end."""
    SQL.rows(connection, "try_lock", {"name": schema})
    try:
        yield
    finally:
        if not connection.closed:
            drop(connection, schema)
