"""Changing the master key: every data key is wrapped again, in one transaction; no event changes."""

from collections.abc import Mapping
from typing import NamedTuple

from pydantic import SecretStr

from ..domain.errors import Invalid
from ..postgres.connection import Connection, Database
from .data_keys import SQL, in_use, label
from .keyring import VARIABLE, Keyring
from .master_key import MasterKey


class Rotation(NamedTuple):
    """How many data keys were wrapped again, and by which key: its id, and where it is from."""

    data_keys: int
    key_id: str
    source: str


def rotate_key(
    database: Database, keyring: Keyring, *, old: SecretStr | None = None, new: SecretStr | None = None
) -> Rotation:
    """Wrap all data keys by a new master key; safe to repeat after an interruption.

    The new key is `new`, else the one in the environment, else a random one for the key file. The old one is `old`, or
    any that is at hand. Raises Misconfigured when none of them is the old key, Invalid without a new one, Unavailable.
    """
    settle(database, keyring)
    with database.transaction() as connection:
        connection.execute(SQL["hold"])
        next_key = chosen(keyring, in_use(connection), old, new)
        count = wrap_again(connection, keyring, keys_at_hand(keyring, old), next_key)
    settle(database, keyring)
    return Rotation(count, next_key.id, next_key.source)


def chosen(keyring: Keyring, known: list[str], old: SecretStr | None, new: SecretStr | None) -> MasterKey:
    if new is not None:
        return MasterKey.derived(new, "the new key")
    if keyring.given is None:
        return MasterKey.derived(keyring.file.next.make(), str(keyring.file.path))
    given = MasterKey.derived(keyring.given, VARIABLE)
    if known == [given.id] and old is None:
        raise Invalid(
            f"the new key is missing: {VARIABLE} is the one in use",
            hint=f"set {VARIABLE} to the new key, say the old one",
        )
    return given


def keys_at_hand(keyring: Keyring, old: SecretStr | None) -> dict[str, MasterKey]:
    said = [] if old is None else [MasterKey.derived(old, "the old key")]
    return {key.id: key for key in (*keyring.in_files(), *keyring.at_hand(), *said)}


def wrap_again(connection: Connection, keyring: Keyring, keys: Mapping[str, MasterKey], new: MasterKey) -> int:
    rows = SQL.rows(connection, "all")
    due = [row for row in rows if row[3] != new.id]
    again = []
    for provider_id, incarnation, wrapped_key, wrapped_by in due:
        place = label(provider_id, incarnation)
        old = keys.get(wrapped_by) or keyring.refuse(list(keys.values())[::-1], wrapped_by)
        again.append(new.wrap(old.unwrap(wrapped_key, place), place))
    columns = {"provider_ids": [row[0] for row in due], "incarnations": [row[1] for row in due], "wrapped_keys": again}
    connection.execute(SQL["wrap_again"], columns | {"wrapped_by": new.id})
    return len(due)


def settle(database: Database, keyring: Keyring) -> None:
    """Put the next key file in its place once the database knows its key alone: what a crash left undone."""
    if keyring.file.next.read() is None:
        return
    with database.transaction() as connection:
        # Under this lock nobody makes a next file or wraps keys, so what is renamed is what was looked at.
        connection.execute(SQL["hold"])
        text = keyring.file.next.read()
        if text is not None and set(in_use(connection)) <= {MasterKey.derived(text, "").id}:
            keyring.file.promote()
