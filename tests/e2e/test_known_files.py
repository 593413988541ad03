"""What a scan compares with is the log's, whether it was read from the log or from the read model."""

from datetime import UTC, datetime

from docrunch.commands.dispatch import dispatch
from docrunch.commands.files import IndexFile, RemoveFile
from docrunch.domain.known import KnownFile
from docrunch.domain.source import Reference, SourceFile, Symbol, SymbolKind
from docrunch.outbox.feed import read_live
from docrunch.outbox.known import known_files
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database
from docrunch.projections import relational
from docrunch.projections.generations import ensure_generation
from docrunch.projections.reading import reader


def source(path: str, content_hash: str) -> SourceFile:
    kinds: dict[str, SymbolKind] = {"f": "function", "g": "function", "C": "class"}
    symbols = [
        Symbol(kind=kind, name=name, qualified_name=name, signature=name, start_line=1, end_line=1)
        for name, kind in kinds.items()
    ]
    return SourceFile(
        path=path,
        language="python",
        size=1,
        modified_at=datetime.now(UTC),
        content_hash=content_hash,
        module=path.removesuffix(".py"),
        symbols=tuple(symbols),
        references=(Reference(kind="calls", source="f", name="g", target="a.g", line=1),),
        parser_version=7,
    )


def project_all(database: Database) -> None:
    ensure_generation(database)
    batch = read_live(database.connection(), 0)
    assert batch is not None
    relational.apply(database.connection(), batch, [])


def test_the_read_model_and_the_log_tell_the_same_of_every_file(database: Database) -> None:
    recorder = PostgresRecorder(database)
    log = EventLog(recorder, recorder)
    dispatch(log, [IndexFile(file=source("a.py", "1")), IndexFile(file=source("b.py", "1"))])
    dispatch(log, [IndexFile(file=source("a.py", "2")), RemoveFile(path="b.py")])
    project_all(database)

    with reader(database) as reading:
        cached = reading.known_files()

    assert cached == {"a.py": KnownFile(2, "2", functions=2, classes=1, references=1, parser_version=7)}
    assert known_files(database, cached) == known_files(database, {}) == cached | {"b.py": KnownFile(2)}


def test_a_read_model_that_is_behind_is_not_believed(database: Database) -> None:
    recorder = PostgresRecorder(database)
    log = EventLog(recorder, recorder)
    dispatch(log, [IndexFile(file=source("a.py", "1"))])
    stale = {"a.py": KnownFile(1, "1", functions=2, classes=1, references=1, parser_version=7)}
    dispatch(log, [IndexFile(file=source("a.py", "2"))])

    assert known_files(database, stale)["a.py"] == KnownFile(
        2, "2", functions=2, classes=1, references=1, parser_version=7
    )
