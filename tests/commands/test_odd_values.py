"""Thousands of odd values: each is either refused in one line, or what it makes is dispatched or refused as cleanly."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from docrunch.commands.command import Command
from docrunch.commands.dispatch import dispatch
from docrunch.commands.files import IndexFile, RecordFileChanges, RemoveFile
from docrunch.commands.parsing import parse
from docrunch.commands.registry import COMMANDS
from docrunch.commands.scans import CompleteScan, FailScan, StartScan
from docrunch.domain.errors import DocrunchError
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database

from .llm import NEEDED, OpenVault
from .samples import REQUIRED

LONGEST_LINE = 600
AT = "2026-01-31T12:00:00Z"
SOURCE = {"path": "z.py", "language": "python", "size": 1, "modified_at": AT, "content_hash": "0" * 64, "module": "z"}
COUNTS = dict.fromkeys(("files_seen", "files_indexed", "files_unchanged", "files_removed"), 0)
OF_SCANS: dict[type[Command], dict[str, Any]] = {
    StartScan: {},
    CompleteScan: {"scan_run_id": "s", "counts": {**COUNTS, "functions": 0, "classes": 0, "references": 0}},
    FailScan: {"scan_run_id": "s", "reason": "r"},
    IndexFile: {"file": SOURCE, "scanned_at": AT},
    RemoveFile: {"path": "a.py"},
    RecordFileChanges: {"scan_run_id": "s", "changes": [{"path": "q.py", "version": 0}]},
}
OF_SETTINGS: dict[str, dict[str, Any]] = {
    "Provider": {"provider_id": "p"},
    "Profile": {"profile_id": "q"},
    "Models": {"cli_type": "g", "models": ["m"]},
    "Model": {"cli_type": "g", "model": "m"},
}
MORE = {"ConfigureProvider": {"name": "n", "provider_type": "openai"}, "ConfigureProfile": NEEDED}


class Unreadable:
    """Something whose representation fills pages."""

    def __repr__(self) -> str:
        return "x\n" * 300


def nested(depth: int) -> list[Any]:
    whole: list[Any] = []
    for _ in range(depth):
        whole = [whole]
    return whole


TEXTS: list[Any] = [
    *("", " ", "\t", "a\nb", "a\r", "\0", "a\0b", "\ud800", "x\udfff", "\x1b[31m", "\u2028", "\u202e", "💥" * 200),
    *("x" * (1 << 20), "é" * (1 << 19), "x" * ((1 << 20) + 1), "x" * 101, "x" * 201, "x" * 501, "x" * 2001),
    *("../x", "/etc/passwd", "a b", ".", "-x", "user", "bug", "openai", "completed", "2026-13-01T00:00:00Z"),
    *("2026-01-31T12:00:00", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59Z"),
]
NUMBERS: list[Any] = [0, -1, 1.5, float("nan"), float("inf"), 2**63, 2**64, 10**5000, 10**12, True, False]
OTHERS: list[Any] = [
    *(None, b"x", b"\xff", [], {}, [[]], [None], {"a": 1}, {"\0": 1}, {1: 1}, {"a": "\ud800"}, ["\0"], [2**60]),
    *([float("nan")], object(), Unreadable(), set(), (1,), range(3), len, nested(2000), ["x"] * 100_001),
    *(datetime(2026, 1, 1, tzinfo=UTC), date(2026, 1, 1), timedelta(1), UUID(int=1), {"a": {"b": [1] * 100_000}}),
]
ODD = [*TEXTS, *NUMBERS, *OTHERS]


def needed(command_class: type[Command]) -> dict[str, Any]:
    """The fields that a command of this class requires."""
    named = next((fields for end, fields in OF_SETTINGS.items() if command_class.__name__.endswith(end)), {})
    known = {**OF_SCANS, **REQUIRED}.get(command_class, {**named, **MORE.get(command_class.__name__, {})})
    return dict(known)


def odd_fields(command_class: type[Command]) -> Iterator[dict[str, Any]]:
    """Good fields with one odd value, in each place in turn."""
    for field in [*command_class.model_fields, "nosuch"]:
        yield from ({**needed(command_class), field: value} for value in ODD)


def answered(command_class: type[Command], fields: dict[str, Any]) -> tuple[Command | None, str]:
    try:
        return parse(command_class, fields), ""
    except DocrunchError as error:
        return None, str(error)


def refusal(log: EventLog, command: Command) -> str:
    try:
        dispatch(log, [command], OpenVault())
    except DocrunchError as error:
        return str(error)
    return ""


def kept(database: Database) -> Any:
    tables = "SELECT (SELECT count(*) FROM events), (SELECT count(*) FROM commands), (SELECT count(*) FROM outbox)"
    return database.connection().execute(tables).fetchone()


@pytest.mark.parametrize("command_class", COMMANDS.values(), ids=COMMANDS)
def test_an_odd_value_is_refused_in_one_line_or_taken(database: Database, command_class: type[Command]) -> None:
    """I1: whatever is wrong with a value, nothing of it is kept, and the answer is a line for people."""
    recorder = PostgresRecorder(database)
    log = EventLog(recorder, recorder)
    parse(command_class, needed(command_class))
    said, taken = [], 0
    for fields in odd_fields(command_class):
        command, complaint = answered(command_class, fields)
        if command is not None:
            before = kept(database)
            complaint = refusal(log, command)
            taken += not complaint
            assert not complaint or kept(database) == before
        said.append(complaint)

    unclear = [line[:LONGEST_LINE] for line in said if line and not (line.isprintable() and len(line) < LONGEST_LINE)]
    assert unclear == []
    assert len(said) == len(ODD) * (len(command_class.model_fields) + 1)
