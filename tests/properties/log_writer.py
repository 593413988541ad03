"""One writer of the feed's property test: appends in every way there is until it has committed its share.

Usage: python log_writer.py URL SCHEMA NAME EVENTS; prints what it did as JSON.
"""

import json
import random
import sys
from collections import Counter, deque
from collections.abc import Iterator
from itertools import count

from docrunch.domain.events import StreamEvent
from docrunch.domain.files import FileRemoved
from docrunch.outbox.appending import VersionConflict, append, copy, insert
from docrunch.outbox.mapper import JsonMapper, LoggedEvent
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.outbox.rows import Append
from docrunch.postgres.connection import Database

SHARED = [f"file:shared{at}" for at in range(12)]
MAPPER = JsonMapper()


class Writer:
    """Appends at random; what was committed is counted in `done`."""

    def __init__(self, database: Database, name: str) -> None:
        self.recorder = PostgresRecorder(database)
        self.connection = database.connection()
        self.dawdling = database.open()
        # Else psycopg gives up after a rollback what an append within a transaction cannot prepare again.
        self.dawdling.prepare_threshold = None
        self.random = random.Random(name)
        self.names = (f"file:{name}/{number}" for number in count())
        self.own: dict[str, int] = {}
        self.recent: deque[str] = deque(maxlen=50)
        self.done = Counter[str]()

    def step(self) -> None:
        """Append once in one of the ways, slow commits and rollbacks among them."""
        ways = {self.quick: 40, self.contended: 20, self.batch: 2, self.slow: 3, self.rolled_back: 1}
        (way,) = self.random.choices(list(ways), list(ways.values()))
        way()

    def quick(self) -> None:
        self.commit(self.own_events(self.random.randint(1, 5)))

    def contended(self) -> None:
        """Streams that others write too, in an order of one's own."""
        streams = self.random.sample(SHARED, self.random.randint(1, 4))
        try:
            append(self.connection, Append([self.event(stream, self.version(stream) + 1) for stream in streams]))
            self.done["events"] += len(streams)
        except VersionConflict:
            self.done["conflicts"] += 1

    def batch(self) -> None:
        self.commit(self.own_events(self.random.randint(40, 120)))

    def slow(self) -> None:
        """The commit comes long after the position was taken."""
        events = self.own_events(self.random.choice([1, 3, 50]))
        with self.dawdling.transaction():
            self.write_and_dawdle(events)
        self.committed(events)
        self.done["slow"] += 1

    def rolled_back(self) -> None:
        events = self.own_events(self.random.choice([2, 40]))
        with self.dawdling.transaction(force_rollback=True):
            self.write_and_dawdle(events)
        self.done["rollbacks"] += 1

    def write_and_dawdle(self, events: list[LoggedEvent]) -> None:
        (copy if len(events) > 10 else insert)(self.dawdling, Append(events))
        self.dawdling.execute("SELECT pg_sleep(%s)", [self.random.random() / 40])

    def own_events(self, number: int) -> list[LoggedEvent]:
        streams = list(self.own_streams(number))
        self.random.shuffle(streams)
        added = Counter[str]()
        events = []
        for stream in streams:
            added[stream] += 1
            events.append(self.event(stream, self.own.get(stream, 0) + added[stream]))
        return events

    def own_streams(self, number: int) -> Iterator[str]:
        for _ in range(number):
            is_old = self.recent and self.random.random() < 0.5
            yield self.random.choice(self.recent) if is_old else next(self.names)

    def commit(self, events: list[LoggedEvent]) -> None:
        append(self.connection, Append(events))
        self.committed(events)

    def committed(self, events: list[LoggedEvent]) -> None:
        for event in events:
            self.own[str(event.originator_id)] = event.originator_version
            self.recent.append(str(event.originator_id))
        self.done["events"] += len(events)

    def version(self, stream: str) -> int:
        last = self.recorder.select_events(stream, desc=True, limit=1)
        return last[0].originator_version if last else 0

    def event(self, stream: str, version: int) -> LoggedEvent:
        return MAPPER.to_stored_event(StreamEvent(stream, version, FileRemoved(path=stream)))


def main(url: str, schema: str, name: str, share: str) -> None:
    """Write until the share of events is committed."""
    writer = Writer(Database(url, schema), name)
    while writer.done["events"] < int(share):
        writer.step()
    print(json.dumps(writer.done))


if __name__ == "__main__":
    main(*sys.argv[1:])
