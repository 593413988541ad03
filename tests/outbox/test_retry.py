"""How long to wait: doubling from the base to the limit, spread by chance, without ever overflowing."""

from datetime import timedelta

import pytest
from docrunch.outbox.retry import Backoff
from hypothesis import given
from hypothesis import strategies as st

SPANS = st.timedeltas(timedelta(milliseconds=1), timedelta(days=3650))


@given(SPANS, SPANS, st.integers(1, 10_000))
def test_a_delay_lies_between_half_and_all_of_its_span(base: timedelta, limit: timedelta, failures: int) -> None:
    delay = Backoff(base, limit).delay(failures).total_seconds()

    full = min(limit.total_seconds(), base.total_seconds() * 2.0 ** min(failures - 1, 60))
    assert full / 2 <= delay * 1.000001
    assert delay <= full * 1.000001 + 1e-6


def test_the_spans_are_those_of_the_settings() -> None:
    backoff = Backoff()

    longest = [max(backoff.delay(failures).total_seconds() for _ in range(300)) for failures in range(1, 9)]

    for seen, full in zip(longest, [2, 4, 8, 16, 32, 64, 120, 120], strict=True):
        assert seen == pytest.approx(full, rel=0.1)


def test_two_failures_do_not_wait_equally_long() -> None:
    assert len({Backoff().delay(5) for _ in range(20)}) > 1


def test_the_last_attempt_is_the_last() -> None:
    assert [failures for failures in range(1, 9) if Backoff(attempts=5).is_last(failures)] == [5, 6, 7, 8]
