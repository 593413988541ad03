"""What may enter the log: bounded text, plain JSON, instants in UTC."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Annotated, Any

import orjson
import pytest
import rfc8785
from docrunch.domain.canonical import LARGEST, canonical_json
from docrunch.domain.free_json import JSON_BYTES, JSON_DEPTH, JsonList, JsonObject, JsonTree
from docrunch.domain.instants import Instant
from docrunch.domain.text import CONTENT_BYTES, NAME_BYTES, Content, Id, Name, Note
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

NAMES = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=9)
LEAVES = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | st.floats(-LARGEST, LARGEST) | TEXT
JSON = st.recursive(LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4))


def checked(kind: Any, value: Any) -> Any:
    return TypeAdapter(Annotated[kind, "checked"]).validate_python(value)


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (Id, "a"),
        (Id, "Task-1.2_3" + "x" * 90),
        (Name, "é" * (NAME_BYTES // 2)),
        (Name, "🦆 duck"),
        (Content, "x" * CONTENT_BYTES),
        (Content, " two\nlines\t\x1b"),
        (Note, ""),
        (JsonObject, {"": {"é": [None, True, 1.5, "x"]}}),
        (JsonTree, nested(JSON_DEPTH)),
        (JsonList, ["x" * (JSON_BYTES - 4)]),
    ],
)
def test_what_fits_stays_as_it_is(kind: Any, value: Any) -> None:
    assert checked(kind, value) == value


MISFITS: dict[Any, list[Any]] = {
    Id: ["", "-a", ".a", "a b", "a/b", "a:b", "a#1", "é", "x" * 101, "a\n", "a\0", 7, b"a"],
    Name: ["", " ", "a\nb", "a\u2028b", "\x7f", "a\0", "\ud800", "é" * NAME_BYTES, 7, None],
    Content: ["", " \n", "x" * (CONTENT_BYTES + 1), "é" * CONTENT_BYTES, "a\0b", "a\udfff"],
    Note: ["a\0", "\ud800", "x" * (CONTENT_BYTES + 1), 7],
    JsonObject: [[], "x", 1, None, {1: 2}, {"a\0": 1}, {"\ud800": 1}, {"🦆": 1}],
    JsonList: [{}, "x", ["a\0"], ["\ud800"], [LARGEST + 1], [float("nan")], [2**70], ["x" * JSON_BYTES]],
    JsonTree: ["x", None, nested(JSON_DEPTH + 1), nested(5_000), [{1}], [b"x"], [datetime(2026, 1, 1, tzinfo=UTC)]],
}


@pytest.mark.parametrize(("kind", "value"), [(kind, value) for kind, values in MISFITS.items() for value in values])
def test_what_does_not_fit_is_refused(kind: Any, value: Any) -> None:
    with pytest.raises(ValidationError):
        checked(kind, value)


@given(JSON)
def test_free_json_keeps_one_canonical_form(value: Any) -> None:
    """Names are any text of the basic plane, which canonical JSON sorts like its bytes."""
    kept = checked(JsonList, [value])

    assert canonical_json(kept) == rfc8785.dumps(kept)
    assert canonical_json(orjson.loads(canonical_json(kept))) == canonical_json(kept)


def test_free_json_is_a_copy_that_its_caller_cannot_change() -> None:
    given: dict[str, Any] = {"a": [1]}

    kept = checked(JsonObject, given)
    given["a"].append(2)

    assert kept == {"a": [1]}


def test_instants_are_kept_in_utc() -> None:
    noon = datetime(2026, 1, 31, 12, tzinfo=UTC)

    for value in (noon, noon.astimezone(timezone(timedelta(hours=5))), "2026-01-31T14:00:00+02:00"):
        kept = checked(Instant, value)
        assert (kept, kept.tzinfo) == (noon, UTC)


@pytest.mark.parametrize(
    "value",
    [
        datetime(2026, 1, 1),  # noqa: DTZ001  # the very thing that is refused
        datetime.min.replace(tzinfo=timezone(timedelta(hours=1))),
        "2026-01-31",
        "2026-01-31T12:00:00",
        "yesterday",
        "1700000000",
        1700000000,
        True,
        None,
    ],
)
def test_an_instant_without_zone_or_date_is_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        checked(Instant, value)
