"""Statements that a session prepares once and then sends as they are: for what every command runs."""

from collections.abc import Sequence

import psycopg
from psycopg import errors, generators
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

from .session import Connection

NUL = b"\x00"


class Prepared:
    """A statement with parameters `$1`, `$2` … that answers with one whole number.

    A cursor finds out with every call how each value is to be sent and how the answer is to be read, which takes more
    time than all else that the client does. Everything here goes over as text, and the statement says of what type.
    """

    def __init__(self, name: str, statement: str) -> None:
        self.name = name.encode()
        self.statement = statement.encode()

    def number(self, connection: Connection, values: Sequence[object]) -> int:
        """Run the statement and return what it answers, which must be there; raises psycopg.Error."""
        texts = as_text(values)
        if self.name not in connection.prepared:
            self._prepare(connection)
        try:
            return self._run(connection, texts)
        except errors.InvalidSqlStatementName:
            # After a rollback psycopg gives up all that a session has prepared. Nothing has happened yet.
            self._prepare(connection)
            return self._run(connection, texts)

    def _prepare(self, connection: Connection) -> None:
        connection.pgconn.send_prepare(self.name, self.statement)
        received(connection)
        connection.prepared.add(self.name)

    def _run(self, connection: Connection, texts: Sequence[bytes | None]) -> int:
        connection.pgconn.send_query_prepared(self.name, texts)
        return int(received(connection).get_value(0, 0) or b"")


def received(connection: Connection) -> PGresult:
    """Wait for the answer; like a cursor's, the wait can be interrupted, which cancels the statement."""
    results: list[PGresult] = connection.wait(generators.execute(connection.pgconn))
    result = results[-1]
    if result.status == ExecStatus.FATAL_ERROR:
        raise errors.error_from_result(result)
    return result


def as_text(values: Sequence[object]) -> list[bytes | None]:
    texts = [None if value is None else str(value).encode() for value in values]
    # The protocol's text ends at a NUL: what follows would be lost without a word.
    if NUL in b"".join(filter(None, texts)):
        raise psycopg.DataError("PostgreSQL text cannot contain NUL (0x00) characters")
    return texts
