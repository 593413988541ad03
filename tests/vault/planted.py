"""Secrets to be planted, and how to look for them."""

import base64
import subprocess
from collections.abc import Iterator

from docrunch.postgres.binaries import installation
from docrunch.postgres.connection import Database

KEY, PASSWORD, TOKEN = "sk-planted-AbCdEf0123456789", "planted-PaSsWoRd-4711", "planted-ToKeN-0815"
FIRST_MASTER, SECOND_MASTER = "planted first master key", "planted second master key"
PLANTED = (KEY, PASSWORD, TOKEN, FIRST_MASTER, SECOND_MASTER)
CONFIG = {"api_key": KEY, "base_url": f"https://ana:{PASSWORD}@host/v1", "proxy_url": f"http://{TOKEN}@proxy:3128"}


def forms(secret: str) -> Iterator[bytes]:
    """The secret as text, as hex and in base64 at each of its three offsets."""
    plain = secret.encode()
    yield plain
    yield plain.hex().encode()
    for offset in range(3):
        encoded = base64.b64encode(b"\0" * offset + plain).rstrip(b"=")
        yield encoded[4 if offset else 0 : -1]


def found(text: bytes) -> list[str]:
    return [secret for secret in PLANTED if any(form in text for form in forms(secret))]


def dumped(database: Database) -> bytes:
    """Everything the database holds of this project, as a backup would: log, ledger, every generation."""
    program = installation(18, None) / "bin" / "pg_dump"
    command = [str(program), "--dbname", database.url, "--schema", f"{database.schema}*"]
    return subprocess.run(command, capture_output=True, check=True).stdout
