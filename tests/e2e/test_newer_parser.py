"""What an older parser read is read again by the next scan, once, although the file did not change."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from docrunch import Docrunch
from docrunch.application.file_changes import decided_again
from docrunch.commands.files import FileChange
from docrunch.domain.known import KnownFile
from docrunch.outbox.known import known_files
from docrunch.postgres.connection import Database
from docrunch.scanner.python.parsing import PYTHON

FIXTURE = Path(__file__).parents[1] / "fixtures/events/v1/file.indexed.json"
AT = datetime(2026, 1, 1, tzinfo=UTC)


def record(database: Database, path: str, event: Mapping[str, Any]) -> None:
    """Put an event of schema version 1 into the log, as the release that wrote it did."""
    values = {"stream": f"file:{path}", "data": orjson.dumps(event).decode()}
    statement = """
        INSERT INTO events (position, stream_id, version, type, schema_version, data, metadata, content_hash)
        VALUES ((pg_current_xact_id()::text::bigint + (SELECT base FROM epoch)) << 20,
                %(stream)s, 1, 'file.indexed', 1, %(data)s, '{}', 'x')
    """
    with database.transaction() as connection:
        connection.execute(statement, values)


def of_first_parser(file: Path) -> dict[str, Any]:
    """The released event of another file, made that of this one."""
    event: dict[str, Any] = orjson.loads(FIXTURE.read_bytes())
    event["file"] |= {"path": file.name, "content_hash": sha256(file.read_bytes()).hexdigest(), "problem": None}
    return event


def test_a_file_of_an_older_parser_is_parsed_again_once(hosted: Path, database: Database) -> None:
    record(database, "a.py", of_first_parser(hosted / "a.py"))
    with Docrunch.open(hosted) as project:
        first, second = project.scan(), project.scan()

        assert (first.files_indexed, first.files_unchanged) == (1, 0)
        assert (second.files_indexed, second.files_unchanged) == (0, 1)
        assert project.known()["a.py"].parser_version == PYTHON.version


def test_the_log_tells_which_parser_read_a_file(database: Database) -> None:
    event: dict[str, Any] = orjson.loads(FIXTURE.read_bytes())
    record(database, "old.py", event)

    assert known_files(database, {})["old.py"].parser_version == 0


def test_what_an_older_parser_recorded_meanwhile_is_recorded_again() -> None:
    change = FileChange(path="a.py", version=1, content_hash="1", event=b"{}")

    older, same = KnownFile(2, "1", parser_version=PYTHON.version - 1), KnownFile(2, "1", parser_version=PYTHON.version)

    assert [one.version for one in decided_again([change], {"a.py": older})] == [2]
    assert list(decided_again([change], {"a.py": same})) == []


def test_a_file_that_somebody_removed_meanwhile_is_not_removed_again() -> None:
    assert list(decided_again([FileChange(path="a.py", version=1)], {"a.py": KnownFile(2)})) == []
