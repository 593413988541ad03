"""Patterns are recorded once and retired once."""

import pytest
from docrunch.domain import patterns
from docrunch.domain.errors import NotFound, Refused
from docrunch.domain.patterns import Pattern, PatternRecorded, PatternRetired

from .given import AT, LATER, given

RECORDED = PatternRecorded(pattern_id="p", name="P", description="d", created_by="ana", created_at=AT)
RETIRED = PatternRetired(pattern_id="p", reason="old", retired_by="bo", retired_at=LATER)


def test_a_pattern_is_recorded() -> None:
    assert patterns.record(Pattern("pattern:p"), RECORDED) == RECORDED


@pytest.mark.parametrize("past", [[RECORDED], [RECORDED, RETIRED]])
def test_an_id_is_taken_for_ever(past: list[PatternRecorded | PatternRetired]) -> None:
    with pytest.raises(Refused, match="pattern p was recorded already"):
        patterns.record(given(Pattern("pattern:p"), *past), RECORDED)


def test_a_pattern_is_retired() -> None:
    pattern = given(Pattern("pattern:p"), RECORDED)

    assert patterns.retire(pattern, reason="old", by="bo", at=LATER) == RETIRED


def test_a_retired_pattern_cannot_be_retired_again() -> None:
    pattern = given(Pattern("pattern:p"), RECORDED, RETIRED)

    with pytest.raises(Refused, match="pattern p was retired already, at 2026-01-31 13:00 UTC"):
        patterns.retire(pattern, reason="", by="ana", at=LATER)


def test_an_unknown_pattern_cannot_be_retired() -> None:
    with pytest.raises(NotFound, match="there is no pattern p"):
        patterns.retire(Pattern("pattern:p"), reason="", by="ana", at=LATER)
