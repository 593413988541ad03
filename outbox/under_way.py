"""Which scans are under way: each holds a lock that ends with its session, however that ends."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from ..domain.errors import DocrunchError
from ..postgres.connection import Database, translated
from ..postgres.statements import Statements

SQL = Statements("docrunch.outbox", "under_way.sql")


@contextmanager
def under_way(database: Database, scan_run_id: str) -> Iterator[bool]:
    """Whether no other session is at this scan; then this one is, until the end."""
    is_ours = asked(database, "try_scan", scan_run_id)
    try:
        yield is_ours
    finally:
        if is_ours:
            # Where the connection was lost, so was the lock.
            with suppress(DocrunchError):
                asked(database, "end_scan", scan_run_id)


def asked(database: Database, statement: str, scan_run_id: str) -> bool:
    with translated():
        values = {"schema": database.schema, "scan_run_id": scan_run_id}
        rows = SQL.rows(database.connection(), statement, values)
        return bool(rows[0][0])
