"""The current state of every file, from the log: read from a cache where its version proves it current."""

from collections.abc import Mapping

from ..domain.files import file_id
from ..domain.known import KnownFile
from ..postgres.connection import Database, translated
from ..postgres.statements import Statements

SQL = Statements("docrunch.outbox", "log.sql")
PREFIX = len(file_id(""))


def known_files(database: Database, cached: Mapping[str, KnownFile]) -> dict[str, KnownFile]:
    """Every file the log ever held, by path.

    `cached` (such as the rows of the read model) is believed only where its version is the stream's: the log alone is
    the truth, the cache spares reading large events.
    """
    with translated():
        rows = SQL.rows(database.connection(), "file_versions")
    versions = {stream[PREFIX:]: version for stream, version in rows}
    current = {path: known for path, known in cached.items() if versions.get(path) == known.version}
    missing = {path: version for path, version in versions.items() if path not in current}
    return current | heads(database, missing)


def heads(database: Database, versions: Mapping[str, int]) -> dict[str, KnownFile]:
    """The states that these versions of the files' streams stand for."""
    if not versions:
        return {}
    values = {"streams": [file_id(path) for path in versions], "versions": list(versions.values())}
    with translated():
        rows = SQL.rows(database.connection(), "file_heads", values)
    return {stream[PREFIX:]: KnownFile(*state) for stream, *state in rows}
