"""What operators ask of the log: how long it is, how far a reader is behind, and who holds readers back."""

from dataclasses import dataclass
from typing import Any

from ..domain.errors import Misconfigured
from ..postgres.connection import Database, translated
from ..postgres.statements import Statements

SQL = Statements("docrunch.outbox", "feed.sql")


@dataclass(frozen=True, slots=True)
class Head:
    """The number of events in the log and the position of the last one, 0 for an empty log."""

    events: int
    position: int


@dataclass(frozen=True, slots=True)
class Blocker:
    """An open write transaction anywhere in the cluster: readers wait below it until it ends.

    `kind` is session (id: pid) or prepared (id: gid); `age_seconds` since it began, None where the server hides it.
    """

    kind: str
    id: str
    database: str | None
    age_seconds: float | None
    query: str | None


def head(database: Database) -> Head:
    return Head(*one(database, "head"))


def lag(database: Database, after: int) -> int:
    """How many events lie behind a checkpoint."""
    return int(one(database, "lag", {"after": after})[0])


def blockers(database: Database) -> list[Blocker]:
    """The open write transactions of the cluster, oldest first."""
    with translated():
        rows = SQL.rows(database.connection(), "blockers")
    return [Blocker(kind, id_, datname, age, query) for kind, id_, datname, _xid, age, query in rows]


def require_epoch(database: Database) -> None:
    """Refuse to write after a restore into a cluster whose transaction ids start lower than the log's positions.

    Later would be too late: new events would sort behind the checkpoints. Raises Misconfigured.
    """
    last, following = one(database, "epoch")
    if following <= last:
        raise Misconfigured(
            "this log was restored from another cluster: its next event would sort before its last ones",
            hint="stop every process that writes to it, then run: docrunch doctor --repair",
        )


def raise_epoch(database: Database) -> int:
    """Lift the base so that new positions sort behind all old ones; returns the new base."""
    with database.transaction() as connection:
        connection.execute(SQL["lock_epoch"])
        row: Any = connection.execute(SQL["raise_epoch"]).fetchone()
    return int(row[0])


def one(database: Database, statement: str, parameters: dict[str, Any] | None = None) -> Any:
    with translated():
        return database.connection().execute(SQL[statement], parameters).fetchone()
