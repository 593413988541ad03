"""Two programs that write to one log, each with a cache of its own."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from docrunch.commands.files import IndexFile
from docrunch.domain.source import SourceFile
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database

AT = datetime(2026, 1, 1, tzinfo=UTC)
Index = Callable[..., IndexFile]


def log_on(database: Database) -> EventLog:
    recorder = PostgresRecorder(database)
    return EventLog(recorder, recorder)


@pytest.fixture
def log(database: Database) -> EventLog:
    return log_on(database)


@pytest.fixture
def other(database: Database) -> EventLog:
    """Another program's view of the same log."""
    return log_on(database)


@pytest.fixture
def index() -> Index:
    """`index("a.py", "1")` wishes the content "1" for the file."""

    def wish(path: str, content: str) -> IndexFile:
        file = SourceFile(
            path=path, language="python", size=1, modified_at=AT, content_hash=content, module=path.removesuffix(".py")
        )
        return IndexFile(file=file, scanned_at=AT)

    return wish
