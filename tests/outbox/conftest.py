"""What the tests of the log share."""

from pathlib import Path

import pytest
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database

BROKEN = (Path(__file__).parent / "broken.sql").read_bytes()


@pytest.fixture
def any_log(any_database: Database) -> EventLog:
    """The log on each supported server in turn."""
    recorder = PostgresRecorder(any_database)
    return EventLog(recorder, recorder)


@pytest.fixture
def log(database: Database) -> EventLog:
    recorder = PostgresRecorder(database)
    return EventLog(recorder, recorder)
