"""AES-256-GCM with a random nonce: what was encrypted under a label opens under that label only."""

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_BYTES = 32
NONCE_BYTES = 12


class Undecipherable(Exception):
    """The key, the label or the bytes are not those of the encryption; which of them is not known."""


def new_key() -> bytes:
    """A random key of 256 bits."""
    return AESGCM.generate_key(KEY_BYTES * 8)


def encrypt(key: bytes, plaintext: bytes, label: bytes) -> bytes:
    """The nonce and the ciphertext with its tag, bound to the label."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, label)


def decrypt(key: bytes, encrypted: bytes, label: bytes) -> bytes:
    """What was encrypted. Raises Undecipherable."""
    try:
        return AESGCM(key).decrypt(encrypted[:NONCE_BYTES], encrypted[NONCE_BYTES:], label)
    except (InvalidTag, ValueError):
        raise Undecipherable from None
