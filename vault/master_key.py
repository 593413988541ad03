"""The master key, which wraps the data keys: derived from a text that is nowhere in the database."""

from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Self

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from pydantic import SecretStr

from ..domain.errors import Misconfigured
from .cipher import KEY_BYTES, Undecipherable, decrypt, encrypt

SHORTEST = 16
ID_CHARACTERS = 16
# About 0.1 s and 32 MiB: a text that somebody thought up shall not be found by trying.
SCRYPT = {"n": 1 << 15, "r": 8, "p": 1}
SALT = b"docrunch master key 1"


@dataclass(frozen=True, slots=True)
class MasterKey:
    """A key of 256 bits; its `id` tells keys apart and tells nothing about the key. `source` says where it is from."""

    id: str
    source: str
    key: bytes = field(repr=False)

    @classmethod
    def derived(cls, text: SecretStr, source: str) -> Self:
        """The key of a text. Raises Misconfigured when the text is too short to be a secret."""
        plain = text.get_secret_value().strip()
        if len(plain) < SHORTEST:
            raise Misconfigured(
                f"{source} has {len(plain)} characters, expected at least {SHORTEST}",
                hint="make one with: openssl rand -base64 32",
            )
        key = stretched(plain)
        return cls(sha256(b"id of " + key).hexdigest()[:ID_CHARACTERS], source, key)

    def wrap(self, data_key: bytes, label: bytes) -> bytes:
        """Encrypt a data key."""
        return encrypt(self.key, data_key, label)

    def unwrap(self, wrapped: bytes, label: bytes) -> bytes:
        """Open a data key that this key wrapped. Raises Misconfigured when the database holds something else."""
        try:
            return decrypt(self.key, wrapped, label)
        except Undecipherable:
            raise Misconfigured(
                "a data key in the database is damaged or was moved from another provider",
                hint="restore the table provider_keys from a backup, or configure the provider's secrets again",
            ) from None


@lru_cache(maxsize=8)
def stretched(text: str) -> bytes:
    return Scrypt(salt=SALT, length=KEY_BYTES, **SCRYPT).derive(text.encode())
