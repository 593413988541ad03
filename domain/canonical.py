"""Canonical JSON (RFC 8785) and content hashes over it.

Field names are ASCII, so sorted `orjson` output is byte for byte what RFC 8785 asks for once the few numbers that it
writes otherwise are brought into form; a property test compares it with the `rfc8785` library.
"""

import hashlib
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import orjson

from .errors import Invalid

OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z | orjson.OPT_STRICT_INTEGER
LARGEST = (1 << 53) - 1
"""Integers up to here are exact in every JSON reader."""
SMALLEST_WITHOUT_EXPONENT = 1e-6
AS_THEY_ARE = frozenset({str, int, bool, type(None)})
"""What `orjson` writes canonically; nearly everything is of these types."""


def canonical_json(value: Any) -> bytes:
    """Serialise to canonical JSON; datetimes as RFC 3339 in UTC with `Z`.

    Raises Invalid for what has no canonical form: NaN, infinities, numbers beyond ±(2^53 - 1), lone surrogates,
    instants without a time zone.
    """
    try:
        return orjson.dumps(in_form(value), option=OPTIONS)
    except (TypeError, orjson.JSONEncodeError) as error:
        raise Invalid(f"this value has no canonical JSON form: {error}") from error


def in_form(value: Any) -> Any:
    """The same value with every float and instant in a form that `orjson` writes canonically."""
    match value:
        case dict():
            return {key: item if type(item) in AS_THEY_ARE else in_form(item) for key, item in value.items()}
        case list() | tuple():
            return [item if type(item) in AS_THEY_ARE else in_form(item) for item in value]
        case float():
            return float_in_form(value)
        case datetime():
            return utc(value)
    return value


def float_in_form(number: float) -> Any:
    # A NaN is not <= anything; a larger float would come back from the database as an integer that is not exact.
    if not abs(number) <= LARGEST:
        raise Invalid(f"the number {number} has no canonical JSON form: only those within ±(2^53 - 1) are exact")
    if number.is_integer():
        return int(number)
    # Where RFC 8785 writes all zeros, orjson begins to use exponents.
    if SMALLEST_WITHOUT_EXPONENT <= abs(number) < 10 * SMALLEST_WITHOUT_EXPONENT:
        return orjson.Fragment(format(Decimal(repr(number)), "f"))
    return number


def utc(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise Invalid(f"the instant {instant} has no time zone; say which, as in 2026-01-31T12:00:00Z")
    return instant.astimezone(UTC)


def digest(data: bytes) -> str:
    """The SHA-256 of `data` in lower-case hex: docrunch's content hash."""
    return hashlib.sha256(data).hexdigest()


def content_hash(value: Any) -> str:
    """The content hash of a JSON-like value: SHA-256 over its canonical form."""
    return digest(canonical_json(value))
