"""Since when a file's content is what it is does not depend on which events shared a batch."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

REFUSED = 10**12
"""A line that the database refuses."""
HAPPENINGS = st.lists(
    st.tuples(st.sampled_from(["0", "1", "gone", "senseless"]), st.booleans()) | st.just(("2", False)), max_size=6
)


@settings(max_examples=60, deadline=None)
@given(happenings=HAPPENINGS, sizes=st.lists(st.integers(1, 3), min_size=7, max_size=7))
def test_what_the_database_refuses_has_been_the_content_in_every_batch(
    reused_models: tuple[Any, Any],
    history_class: type[Any],
    build: Any,
    happenings: list[tuple[str, bool]],
    sizes: list[int],
) -> None:
    """I3: events that are parked alone, or never tried because a later one covers them, leave the same behind."""
    history = history_of(history_class, build, happenings)
    whole, parted = reused_models
    whole.empty()
    parted.empty()

    whole.apply(history.batch())
    borders = [0, *accumulate(sizes)]
    for first, end in pairwise(borders):
        if first < len(history.events):
            parted.apply(replace(history.batch(first, end), has_more=False))

    assert whole.state() == parted.state()


def history_of(history_class: type[Any], build: Any, happenings: Sequence[tuple[str, bool]]) -> Any:
    history = history_class()
    history.index(build.file("b.py"))
    for what, is_refused in happenings:
        lines = REFUSED if is_refused else 1
        if what == "gone":
            history.remove("a.py")
        elif what == "senseless":
            history.index(build.file("a.py", [build.function("f")] * 2, content_hash="3" * 64))
        else:
            history.index(build.file("a.py", [build.function("f", start_line=lines)], content_hash=what * 64))
    return history


@pytest.mark.parametrize(("hashes", "version"), [("010", 3), ("000", 1), ("011", 2)])
@pytest.mark.parametrize("borders", [(0, 1, 2, 3), (0, 1, 3), (0, 3)])
def test_content_is_as_old_as_the_log_says(
    model: Any, history: Any, build: Any, hashes: str, version: int, borders: tuple[int, ...]
) -> None:
    for hash_, lines in zip(hashes, (1, REFUSED, 1), strict=True):
        history.index(build.file("a.py", [build.function("f", start_line=lines)], content_hash=hash_ * 64))

    for first, end in pairwise(borders):
        model.apply(history.batch(first, end))

    assert model.rows("SELECT version FROM contents") == [(version,)]
