"""Given these events, when this is decided, then: the states that decisions are tested on."""

from datetime import UTC, datetime, timedelta
from typing import TypeVar

from docrunch.domain.events import Aggregate, Event

A = TypeVar("A", bound=Aggregate)

AT = datetime(2026, 1, 31, 12, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def given(state: A, *events: Event) -> A:
    """The state after these events."""
    for event in events:
        state = state.apply(event)
    return state
