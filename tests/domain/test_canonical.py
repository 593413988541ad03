"""Content hashes rest on one byte form of each value: RFC 8785's."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import orjson
import pytest
import rfc8785
from docrunch.domain.canonical import LARGEST, canonical_json, content_hash
from docrunch.domain.errors import Invalid
from hypothesis import example, given
from hypothesis import strategies as st

NAMES = st.text(st.characters(codec="ascii"), max_size=8)
NUMBERS = st.integers(-LARGEST, LARGEST) | st.floats(-LARGEST, LARGEST)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
LEAVES = st.none() | st.booleans() | NUMBERS | TEXT
VALUES = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(NAMES, inner, max_size=5))


@given(VALUES)
@example([1.0, -0.0, 1e15, 1e-5, 9.99e-6, 1e-6, 9.99e-7, 5e-324, 0.1])
@example({"b": 1, "a": {"": [True, None]}})
def test_canonical_json_is_what_rfc_8785_asks_for(value: Any) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@given(VALUES)
def test_what_was_stored_has_the_same_canonical_form(value: Any) -> None:
    stored = orjson.loads(canonical_json(value))

    assert canonical_json(stored) == canonical_json(value)


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), 2.0**53, -1e16, LARGEST + 1, 2**64])
def test_numbers_without_an_exact_form_are_refused(number: float) -> None:
    with pytest.raises(Invalid, match="no canonical JSON form"):
        canonical_json({"deep": [{"in": (1, number)}]})


@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, {1: "a number is no name"}, {"set"}, object()])
def test_what_is_not_json_is_refused(value: Any) -> None:
    with pytest.raises(Invalid, match="no canonical JSON form"):
        canonical_json([value])


def test_an_instant_has_one_form_whatever_its_zone() -> None:
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)

    assert canonical_json(noon) == b'"2026-01-01T12:00:00Z"'
    assert canonical_json(noon.astimezone(timezone(timedelta(hours=2)))) == canonical_json(noon)


def test_a_content_hash_does_not_depend_on_the_order_of_names() -> None:
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1})
    assert content_hash({"a": 1}) != content_hash({"a": 2})


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(Invalid, match="has no time zone"):
        canonical_json({"at": datetime(2026, 1, 1)})  # noqa: DTZ001  # the very thing that is refused
