"""The data keys, one for each incarnation of a provider, kept wrapped in the database and destroyed with it."""

from typing import Any

from ..domain.canonical import canonical_json
from ..domain.errors import Misconfigured
from ..postgres.connection import Connection, Database, translated
from ..postgres.statements import Statements
from .cipher import new_key
from .keyring import Keyring

SQL = Statements("docrunch.vault", "keys.sql")


def label(*parts: str | int) -> bytes:
    """What binds an encryption to its place; no two places have the same."""
    return canonical_json(list(parts))


class DataKeys:
    """Finds, makes and destroys data keys. Raises Misconfigured without the right master key, Unavailable."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database = database
        self.keyring = keyring

    def find(self, provider_id: str, incarnation: int) -> bytes | None:
        """The data key, None when it was never made or is destroyed."""
        with translated():
            try:
                return self.found(self.database.connection(), provider_id, incarnation)
            except Misconfigured:
                # A rotation may have come between the row and the key file.
                return self.found(self.database.connection(), provider_id, incarnation)

    def find_or_make(self, provider_id: str, incarnation: int) -> bytes:
        """The data key, made when there is none; whoever asks gets the same one."""
        known = self.find(provider_id, incarnation)
        if known is not None:
            return known
        with self.database.transaction() as connection:
            connection.execute(SQL["hold"])
            return self.found(connection, provider_id, incarnation) or self.made(connection, provider_id, incarnation)

    def found(self, connection: Connection, provider_id: str, incarnation: int) -> bytes | None:
        place = {"provider_id": provider_id, "incarnation": incarnation}
        row: Any = connection.execute(SQL["find"], place).fetchone()
        if row is None:
            return None
        wrapped_key, wrapped_by = row
        return self.keyring.key(wrapped_by).unwrap(wrapped_key, label(provider_id, incarnation))

    def made(self, connection: Connection, provider_id: str, incarnation: int) -> bytes:
        master, data_key = self.keyring.key_for_more(in_use(connection)), new_key()
        row = {
            "provider_id": provider_id,
            "incarnation": incarnation,
            "wrapped_key": master.wrap(data_key, label(provider_id, incarnation)),
            "wrapped_by": master.id,
        }
        connection.execute(SQL["add"], row)
        return data_key

    def destroy_dead(self) -> int:
        """Destroy the keys of providers that were removed since they were made; returns how many. Safe to repeat."""
        with self.database.transaction() as connection:
            dead: Any = connection.execute(SQL["dead"]).fetchone()
            return connection.execute(SQL["destroy_dead"]).rowcount if dead[0] else 0


def in_use(connection: Connection) -> list[str]:
    """The ids of the master keys that wrap data keys: one, or none before the first."""
    rows = SQL.rows(connection, "in_use")
    return [id_ for (id_,) in rows]
