"""Whether the secrets of a project can be opened, for `docrunch doctor`: nothing is changed, no secret is opened."""

import os
from pathlib import Path

from ..domain.errors import Misconfigured
from ..postgres.connection import Database, translated
from .data_keys import SQL, label
from .keyring import Keyring


def examine(database: Database, keyring: Keyring) -> str:
    """What is well about the key. Raises Misconfigured where it is missing, another one, damaged or not private."""
    for file in (keyring.file, keyring.file.next):
        # Also while a key from the environment counts: the file may hold the key of an older backup.
        if file.read() is not None:
            require_owner(file.path)
    with translated():
        rows = SQL.rows(database.connection(), "all")
    for provider_id, incarnation, wrapped_key, wrapped_by in rows:
        keyring.key(wrapped_by).unwrap(wrapped_key, label(provider_id, incarnation))
    return told(keyring, len(rows))


def told(keyring: Keyring, data_keys: int) -> str:
    keys = keyring.at_hand()
    if not keys:
        return "none yet: it is made for the first secret"
    if not data_keys:
        return f"{keys[0].id} of {keys[0].source}; there is no secret yet"
    return f"opens {data_keys} data key{'' if data_keys == 1 else 's'}: {keys[0].id} of {keys[0].source}"


def require_owner(path: Path) -> None:
    """Raises Misconfigured for a key file that somebody else could change or give away."""
    owner, project = path.stat().st_uid, path.parent.stat().st_uid
    if owner not in {0, os.geteuid(), project}:
        raise Misconfigured(
            f"{path} belongs to the user {owner}, who may know the key",
            hint=f"chown {project} {path}, then docrunch llm rotate-key",
        )
