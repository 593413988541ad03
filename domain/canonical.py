"""Canonical JSON (RFC 8785) and content hashes over it.

Field names are ASCII, so sorted `orjson` output is byte for byte what RFC 8785 asks for, as long as numbers
are integers within ±2^53 or floats that both write alike; a property test compares it with the `rfc8785` library.
"""

import hashlib
from typing import Any

import orjson

from .errors import Invalid


def canonical_json(value: Any) -> bytes:
    """Serialise to canonical JSON; datetimes as RFC 3339 in UTC with `Z`.

    Raises Invalid for what has no canonical form: NaN, infinities, integers beyond 64 bits, lone surrogates.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z)
    except (TypeError, orjson.JSONEncodeError) as error:
        raise Invalid(f"this value has no canonical JSON form: {error}") from error


def digest(data: bytes) -> str:
    """The SHA-256 of `data` in lower-case hex: docrunch's content hash."""
    return hashlib.sha256(data).hexdigest()


def content_hash(value: Any) -> str:
    """The content hash of a JSON-like value: SHA-256 over its canonical form."""
    return digest(canonical_json(value))
