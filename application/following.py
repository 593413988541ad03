"""Reading the log for people: one stream or all, from a position, and on as it grows."""

from collections.abc import Iterator
from time import sleep

from ..domain.feed import FeedEvent
from ..outbox.feed import read
from ..postgres.connection import Database

POLL_SECONDS = 0.5


def follow(database: Database, *, stream: str | None, after: int, is_following: bool) -> Iterator[FeedEvent]:
    """Committed events behind `after` in feed order; every event once, none before those that precede it."""
    while True:
        batch = read(database.connection(), after)
        if batch is None:
            if not is_following:
                return
            sleep(POLL_SECONDS)
            continue
        after = batch.upto
        yield from (event for event in batch.events if stream in {None, event.stream_id})
