"""Events of older versions are read in their current meaning, hashes are those of what was stored."""

from collections.abc import Iterator
from typing import Any, ClassVar

import orjson
import pytest
from docrunch.commands.dispatch import dispatch
from docrunch.commands.scans import CompleteScan, StartScan
from docrunch.domain import changes
from docrunch.domain.canonical import content_hash
from docrunch.domain.entity_change import EntityChange
from docrunch.domain.errors import Misconfigured
from docrunch.domain.events import EVENTS, Event
from docrunch.domain.scans import ScanCounts, ScanRun, scan_stream
from docrunch.outbox import feed
from docrunch.outbox.appending import append
from docrunch.outbox.log import EventLog
from docrunch.outbox.mapper import JsonMapper, LoggedEvent
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.outbox.rows import Append
from docrunch.postgres.connection import Database

TOPIC = "test.kettle_filled"
STORED = {1: {"pints": 2}, 2: {"millilitres": 1136}, 3: {"millilitres": 1136, "is_hot": False}}


@pytest.fixture
def third_version(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Event]]:
    """An event class whose data meant something else twice before."""

    class KettleFilled(Event):
        TOPIC: ClassVar[str] = TOPIC
        SCHEMA_VERSION: ClassVar[int] = 3

        millilitres: int
        is_hot: bool

        @staticmethod
        def upcast_v1_v2(data: dict[str, Any]) -> None:
            data["millilitres"] = data.pop("pints") * 568

        @staticmethod
        def upcast_v2_v3(data: dict[str, Any]) -> None:
            data["is_hot"] = False

    def filled(_data: dict[str, Any]) -> list[EntityChange]:
        return [EntityChange("kettle", "k", "upsert", None, 1, None)]

    monkeypatch.setitem(changes.DERIVATIONS, TOPIC, filled)
    yield KettleFilled
    del EVENTS[TOPIC]


@pytest.fixture
def kettle(any_database: Database, third_version: type[Event]) -> Database:
    """A log with the same event in every version it ever had."""
    assert len(STORED) == third_version.SCHEMA_VERSION
    for version, data in STORED.items():
        event = LoggedEvent("kettle", version, TOPIC, orjson.dumps(data), schema_version=version)
        append(any_database.connection(), Append([event]))
    return any_database


def test_every_stored_version_is_read_in_its_current_meaning(kettle: Database, third_version: type[Event]) -> None:
    recorder = PostgresRecorder(kettle)
    current = third_version.from_stored(STORED[3])

    batch = feed.read(kettle.connection(), 0)
    notified = recorder.select_notifications(None, 9)

    assert batch is not None
    assert [(event.data, event.problem) for event in batch.events] == [(STORED[3], None)] * 3
    assert [event.schema_version for event in batch.events] == [1, 2, 3]
    assert [JsonMapper().to_domain_event(one).event for one in recorder.select_events("kettle")] == [current] * 3
    assert [orjson.loads(one.state) for one in notified] == [STORED[3]] * 3


def test_what_is_stored_stays_as_it_was(kettle: Database) -> None:
    feed.read(kettle.connection(), 0)

    rows = kettle.connection().execute("SELECT schema_version, data FROM events ORDER BY position").fetchall()
    assert dict(rows) == STORED  # type: ignore[arg-type]  # two columns each


def test_a_broken_upcaster_stops_no_reader(kettle: Database) -> None:
    append(kettle.connection(), Append([LoggedEvent("kettle", 4, TOPIC, b'{"litres":1}', 1)]))

    batch = feed.read(kettle.connection(), 0)

    assert batch is not None
    problem = f"{TOPIC} version 1 cannot be read: KeyError: 'pints'"
    assert [event.problem for event in batch.events] == [None, None, None, problem]


@pytest.mark.parametrize(("topic", "version"), [("teapot.boiled", 1), ("scan.started", 9), ("scan.started", 1)])
def test_a_stream_with_an_event_of_a_newer_program_says_so(
    database: Database, log: EventLog, topic: str, version: int
) -> None:
    append(database.connection(), Append([LoggedEvent("scan:s", 1, topic, b'{"new":1}', version)]))

    with pytest.raises(Misconfigured, match=r"version 1 of scan:s, .* cannot be read by") as refusal:
        dispatch(log, [CompleteScan(scan_run_id="s", counts=ScanCounts(**dict.fromkeys(ScanCounts.model_fields, 0)))])

    assert refusal.value.hint == "a newer docrunch wrote it: upgrade this one"


def test_an_event_of_a_newer_program_stops_no_notifications(database: Database, log: EventLog) -> None:
    append(database.connection(), Append([LoggedEvent("x", 1, "teapot.boiled", b'{"new": 1}')]))
    dispatch(log, [StartScan(scan_run_id="s")])

    notifications = PostgresRecorder(database).select_notifications(None, 9)

    assert [one.topic for one in notifications] == ["teapot.boiled", "scan.started"]
    assert notifications[0].state == b'{"new": 1}'


def test_stored_hashes_are_those_of_what_is_stored(any_database: Database, any_log: EventLog) -> None:
    dispatch(any_log, [StartScan(scan_run_id=f"run {number} é") for number in range(40)])
    dispatch(any_log, [StartScan(scan_run_id="one")])

    rows: list[Any] = (
        any_database.connection()
        .execute("SELECT content_hash, data, schema_version, stream_id, type, version FROM events")
        .fetchall()
    )

    assert len(rows) == 41
    for stored, *values in rows:
        names = ("data", "schema_version", "stream", "type", "version")
        assert stored == content_hash(dict(zip(names, values, strict=True)))


def test_a_folded_state_is_the_same_from_the_log_and_from_the_cache(log: EventLog) -> None:
    dispatch(log, [StartScan(scan_run_id="s")])

    cached = log.aggregate(ScanRun, scan_stream("s"))

    assert cached == log.aggregate(ScanRun, scan_stream("s"), fresh=True)
    assert (cached.version, cached.state) == (1, "running")
