"""The recorder keeps what the eventsourcing library's interface promises."""

from threading import Thread

import pytest
from docrunch.domain.events import StreamEvent
from docrunch.domain.files import FileIndexed, FileRemoved
from docrunch.outbox.appending import VersionConflict
from docrunch.outbox.mapper import JsonMapper, LoggedEvent
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database
from eventsourcing.persistence import IntegrityError, Notification, StoredEvent
from psycopg import connect


def stored(stream: str, version: int) -> LoggedEvent:
    return JsonMapper().to_stored_event(StreamEvent(stream, version, FileRemoved(path=stream)))


@pytest.fixture
def recorder(any_database: Database) -> PostgresRecorder:
    return PostgresRecorder(any_database)


@pytest.fixture
def filled(recorder: PostgresRecorder) -> PostgresRecorder:
    """Five events on `a`, two on `b`, in several transactions."""
    recorder.insert_events([stored("a", 1), stored("b", 1), stored("a", 2)])
    recorder.insert_events([stored("a", 3)])
    recorder.insert_events([stored("b", 2), stored("a", 4), stored("a", 5)])
    return recorder


def versions(events: object) -> list[int]:
    assert isinstance(events, list)
    return [event.originator_version for event in events]


def names(notifications: object) -> list[str]:
    assert isinstance(notifications, list)
    return [f"{one.originator_id}{one.originator_version}" for one in notifications]


def test_inserting_answers_with_the_positions(recorder: PostgresRecorder) -> None:
    events = [stored("a", 1), stored("b", 1), stored("a", 2)]

    positions = recorder.insert_events(events)

    assert [one.id for one in recorder.select_notifications(None, 9)] == list(positions)
    assert recorder.insert_events([]) is not None


def test_a_taken_version_is_the_librarys_integrity_error(filled: PostgresRecorder) -> None:
    with pytest.raises(IntegrityError) as conflict:
        filled.insert_events([stored("c", 1), stored("a", 5)])

    assert isinstance(conflict.value, VersionConflict)
    assert filled.select_events("c") == []


def test_an_event_without_its_changes_is_refused(recorder: PostgresRecorder) -> None:
    with pytest.raises(TypeError, match="not a LoggedEvent"):
        recorder.insert_events([stored("a", 1), StoredEvent("a", 2, "file.removed", b"{}")])

    assert recorder.max_notification_id() is None


def test_the_events_of_a_stream_come_in_order_within_bounds(filled: PostgresRecorder) -> None:
    assert versions(filled.select_events("a")) == [1, 2, 3, 4, 5]
    assert versions(filled.select_events("a", gt=2)) == [3, 4, 5]
    assert versions(filled.select_events("a", lte=2)) == [1, 2]
    assert versions(filled.select_events("a", gt=1, lte=3)) == [2, 3]
    assert versions(filled.select_events("a", desc=True)) == [5, 4, 3, 2, 1]
    assert versions(filled.select_events("a", desc=True, limit=2)) == [5, 4]
    assert versions(filled.select_events("a", gt=1, limit=2)) == [2, 3]
    assert versions(filled.select_events("a", lte=0)) == []
    assert versions(filled.select_events("nobody")) == []


def test_an_event_comes_back_as_it_was_stored(recorder: PostgresRecorder) -> None:
    event = stored("a", 1)
    recorder.insert_events([event])

    (back,) = recorder.select_events("a")

    assert JsonMapper().to_domain_event(back) == JsonMapper().to_domain_event(event)


def test_notifications_come_in_order_within_bounds(filled: PostgresRecorder) -> None:
    everything = filled.select_notifications(None, 99)
    ids = [one.id for one in everything]

    assert names(everything) == ["a1", "b1", "a2", "a3", "b2", "a4", "a5"]
    assert ids == sorted(set(ids))
    assert filled.max_notification_id() == ids[-1]
    assert names(filled.select_notifications(ids[3], 99)) == ["a3", "b2", "a4", "a5"]
    assert names(filled.select_notifications(ids[3], 99, inclusive_of_start=False)) == ["b2", "a4", "a5"]
    assert names(filled.select_notifications(None, 99, stop=ids[1])) == ["a1", "b1"]
    assert names(filled.select_notifications(ids[1], 2, stop=ids[5])) == ["b1", "a2"]
    assert names(filled.select_notifications(None, 99, topics=[FileIndexed.TOPIC])) == []
    assert len(filled.select_notifications(None, 99, topics=[FileIndexed.TOPIC, FileRemoved.TOPIC])) == 7
    assert filled.select_notifications(ids[-1] + 1, 99) == []


def test_an_empty_log_has_no_last_notification(recorder: PostgresRecorder) -> None:
    assert recorder.max_notification_id() is None
    assert recorder.select_notifications(None, 9) == []


def test_notifications_wait_below_an_open_transaction(filled: PostgresRecorder) -> None:
    last = filled.max_notification_id()
    with connect(filled.database.url) as blocking:
        blocking.execute("SELECT pg_current_xact_id()")
        filled.insert_events([stored("late", 1)])

        assert filled.max_notification_id() == last
        assert filled.select_notifications(last, 9, inclusive_of_start=False) == []
        blocking.rollback()

    assert names(filled.select_notifications(last, 9, inclusive_of_start=False)) == ["late1"]


def test_a_subscription_gives_everything_behind_a_position_and_waits_for_more(filled: PostgresRecorder) -> None:
    first = filled.select_notifications(None, 1)[0].id
    found: list[Notification] = []
    with filled.subscribe(gt=first, topics=[FileRemoved.TOPIC]) as subscription:
        found += [next(subscription) for _ in range(6)]
        late = Thread(target=lambda: filled.insert_events([stored("late", 1)]))
        late.start()
        found.append(next(subscription))
        late.join()

    assert names(found) == ["b1", "a2", "a3", "b2", "a4", "a5", "late1"]


def test_a_stopped_subscription_ends_after_what_it_had_read(filled: PostgresRecorder) -> None:
    subscription = filled.subscribe()
    first = next(subscription)

    subscription.stop()

    assert names([first, *subscription]) == ["a1", "b1", "a2", "a3", "b2", "a4", "a5"]
