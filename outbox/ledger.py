"""The delivery ledger: what each target should hold, what it holds, and who is at it. All rules are in the SQL."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from ..domain.errors import DocrunchError
from ..domain.targets import Delivery
from ..postgres.connection import Connection, Database, translated
from ..postgres.statements import Statements

SQL = Statements("docrunch.outbox", "ledger.sql")
LEASE = timedelta(minutes=5)
"""Longer than any delivery may take."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A leased row: deliver `wanted_hash` of the document (None: delete it); `token` proves the lease."""

    document_id: str
    wanted_hash: str | None
    attempts: int
    token: UUID


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows wait or failed, and since when the oldest report and scan document have waited."""

    pending: int
    failed: int
    oldest_report: datetime | None
    oldest_scan: datetime | None


@dataclass(frozen=True, slots=True)
class Failure:
    """A row with an error, for people to look at."""

    document_id: str
    attempts: int
    error: str
    failed_at: datetime


class Ledger:
    """The rows of one target."""

    def __init__(self, database: Database, target: str) -> None:
        self.database = database
        self.target = target

    def claim(self, limit: int, *, overdue: timedelta, is_prioritized: bool = True) -> list[Claim]:
        """Lease up to `limit` due rows, most urgent first; rows waiting longer than `overdue` are urgent too."""
        values = {"limit": limit, "lease": LEASE, "overdue": overdue, "prioritize": int(is_prioritized)}
        return [Claim(*row) for row in self.rows("claim_due", values)]

    def confirm(self, claims: Mapping[str, Claim], deliveries: Sequence[Delivery]) -> set[str]:
        """Which deliveries are still wanted as they are, by a lease that still holds."""
        held = [claims[delivery.document_id] for delivery in deliveries]
        return {document for (document,) in self.rows("still_wanted", columns(held))}

    def settle(self, delivered: Sequence[Claim]) -> None:
        """Record that the target holds what these claims wanted; late ones are opened again."""
        with self.database.transaction() as connection:
            values = self.values(columns(delivered))
            self.reopen_late(delivered, connection.execute(SQL["settle_delivered"], values).fetchall())
            connection.execute(SQL["forget_deleted"], values)

    def fail(self, claim: Claim, error: str, *, is_final: bool, delay: timedelta) -> None:
        """Record one failed attempt: final, or due again after `delay`; a late one is opened again."""
        values = self.values({"document": claim.document_id, "token": claim.token, "hash": claim.wanted_hash})
        values |= {"error": error, "is_final": is_final, "delay": delay}
        with self.database.transaction() as connection:
            self.reopen_late([claim], connection.execute(SQL["settle_failed"], values).fetchall())

    def release(self, claims: Iterable[Claim]) -> None:
        """Give leases back without an attempt: nothing was delivered."""
        self.execute("release", {"tokens": [claim.token for claim in claims]})

    def abandon(self, claims: Collection[Claim]) -> None:
        """Give leases back without an attempt after some of it may have been delivered; late ones are opened again."""
        with self.database.transaction() as connection:
            values = self.values({"tokens": [claim.token for claim in claims]})
            self.reopen_late(claims, connection.execute(SQL["release"], values).fetchall())

    def reopen_late(self, claims: Iterable[Claim], fenced: Sequence[Any]) -> None:
        """Within the transaction that settled the `fenced` ones: the others had lost their leases."""
        late = {claim.document_id for claim in claims} - {document for (document,) in fenced}
        if late:
            self.execute("reopen", {"documents": sorted(late)})

    def retry(self) -> int:
        """Make failed and waiting rows due now; returns how many."""
        return self.execute("retry", {})

    def hurry(self) -> int:
        """Make rows that wait for another attempt due now; returns how many."""
        return self.execute("hurry", {})

    def counts(self) -> Counts:
        return Counts(*self.rows("counts", {})[0])

    def failures(self, limit: int = 20) -> list[Failure]:
        return [Failure(*row) for row in self.rows("failures", {"limit": limit})]

    def now(self) -> datetime:
        """The server's clock."""
        instant: datetime = self.rows("now", {})[0][0]
        return instant

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Whether this is the only delivery to the target, of all workers anywhere; it stays so until the end."""
        values = {"schema": self.database.schema}
        is_ours: bool = self.rows("try_turn", values)[0][0]
        try:
            yield is_ours
        finally:
            if is_ours:
                # Where the connection was lost, so was the turn.
                with suppress(DocrunchError):
                    self.rows("end_turn", values)

    def record_holdings(self, holdings: Mapping[str, str], since: datetime) -> None:
        """Set the ledger to what the target was seen to hold by a listing begun at `since`; strays become deletions."""
        held = {"documents": list(holdings), "hashes": list(holdings.values()), "since": since}
        with self.database.transaction() as connection:
            connection.execute(SQL["held"], self.values(held))
            connection.execute(SQL["strays"], self.values(held))
            connection.execute(SQL["forget_deleted"], self.values({"documents": None}))

    def put_aside(self, errors: Mapping[str, str]) -> None:
        """Show these documents as failed, each with its error."""
        self.execute("put_aside", {"documents": list(errors), "errors": list(errors.values())})

    def execute(self, statement: str, values: Mapping[str, Any]) -> int:
        with translated():
            return self.connection().execute(SQL[statement], self.values(values)).rowcount

    def rows(self, statement: str, values: Mapping[str, Any]) -> list[Any]:
        with translated():
            return self.connection().execute(SQL[statement], self.values(values)).fetchall()

    def connection(self) -> Connection:
        return self.database.connection()

    def values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        return {"target": self.target, **values}


def columns(claims: Sequence[Claim]) -> dict[str, list[Any]]:
    return {
        "documents": [claim.document_id for claim in claims],
        "tokens": [claim.token for claim in claims],
        "hashes": [claim.wanted_hash for claim in claims],
    }
