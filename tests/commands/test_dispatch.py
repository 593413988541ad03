"""Commands take effect once (I10), on the state the log really has, or not at all."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast
from uuid import uuid4

import docrunch.outbox.recorder
import pytest
from docrunch.commands import registry
from docrunch.commands.command import Command
from docrunch.commands.dispatch import ATTEMPTS, HANDLERS, dispatch
from docrunch.commands.files import FileChange, IndexFile, RecordFileChanges, RemoveFile
from docrunch.commands.scans import FailScan, StartScan
from docrunch.commands.work import Work
from docrunch.domain.errors import Conflict, Invalid, Refused, Unavailable
from docrunch.domain.files import File, file_id
from docrunch.outbox.appending import VersionConflict, append
from docrunch.outbox.log import EventLog
from docrunch.postgres.connection import Database

Index = Callable[..., IndexFile]


def history(database: Database) -> list[Any]:
    """Which command put which event where."""
    return (
        database.connection()
        .execute("SELECT stream_id, version, type, metadata ->> 'command_id' FROM events ORDER BY position")
        .fetchall()
    )


def streams(database: Database) -> list[tuple[str, int]]:
    return [(stream, version) for stream, version, *_ in history(database)]


def test_a_command_answers_with_the_position_of_its_last_event(database: Database, log: EventLog) -> None:
    start = StartScan(scan_run_id="s")

    (receipt,) = dispatch(log, [start])

    assert (receipt.command_id, receipt.ids) == (start.command_id, {"scan_run_id": "s"})
    assert database.connection().execute("SELECT position FROM events").fetchall() == [(receipt.position,)]


def test_a_batch_answers_each_command_with_its_own_position(database: Database, log: EventLog, index: Index) -> None:
    unchanged = index("a.py", "1")
    receipts = dispatch(log, [StartScan(), index("a.py", "1"), unchanged, StartScan()])

    first = receipts[0].position
    assert [receipt.position for receipt in receipts] == [first, first + 1, 0, first + 2]
    assert len(history(database)) == 3


def test_events_carry_who_wished_them_and_why(database: Database, log: EventLog) -> None:
    cause, whole = uuid4(), uuid4()
    command = StartScan(actor="ana", correlation_id=whole, causation_id=cause)

    dispatch(log, [command])

    (row,) = database.connection().execute("SELECT metadata FROM events").fetchall()
    ids = {"command_id": command.command_id, "correlation_id": whole, "causation_id": cause}
    assert row == ({"actor": "ana"} | {name: str(id_) for name, id_ in ids.items()},)


@pytest.mark.parametrize("is_later", [False, True])
def test_a_repeat_answers_with_the_first_receipt(
    database: Database, log: EventLog, other: EventLog, index: Index, is_later: bool
) -> None:
    command = index("a.py", "1")
    first = dispatch(log, [command])
    if is_later:
        dispatch(other, [index("a.py", "2")])
    before = history(database)

    assert dispatch(log, [command]) == dispatch(other, [command]) == first
    assert history(database) == before


def test_a_repeat_without_events_answers_with_the_first_receipt(
    database: Database, log: EventLog, other: EventLog, index: Index
) -> None:
    """What the first one found unchanged stays so, though the repeat would find it changed."""
    dispatch(log, [index("a.py", "1")])
    unchanged = index("a.py", "1")
    first = dispatch(log, [unchanged])
    dispatch(other, [index("a.py", "2")])
    before = history(database)

    assert first[0].position == 0
    assert dispatch(log, [unchanged]) == dispatch(other, [unchanged]) == first
    assert history(database) == before


def test_a_repeat_of_what_would_now_be_refused_answers_with_the_first_receipt(
    log: EventLog, other: EventLog, index: Index
) -> None:
    start, remove = StartScan(scan_run_id="s"), RemoveFile(path="a.py")
    dispatch(log, [index("a.py", "1")])
    first = dispatch(log, [start, remove])
    dispatch(log, [FailScan(scan_run_id="s", reason="x")])

    assert dispatch(log, [start, remove]) == dispatch(other, [start, remove]) == first
    assert dispatch(log, [remove]) == dispatch(other, [remove]) == first[1:]


def test_repeats_among_new_commands_answer_as_first_and_the_new_ones_take_effect(
    database: Database, log: EventLog, other: EventLog, index: Index
) -> None:
    old = [StartScan(scan_run_id="s"), index("a.py", "1")]
    first = dispatch(log, old)
    new = [FailScan(scan_run_id="s", reason="x"), index("b.py", "1")]

    receipts = dispatch(other, [old[1], new[0], old[0], new[1]])

    assert [receipts[2], receipts[0]] == first
    assert streams(database) == [("scan:s", 1), ("file:a.py", 1), ("scan:s", 2), ("file:b.py", 1)]
    assert dispatch(log, new) == [receipts[1], receipts[3]]


def test_two_commands_of_a_batch_with_one_id_are_refused(database: Database, log: EventLog, index: Index) -> None:
    command = index("a.py", "1")

    with pytest.raises(Invalid, match="same command_id"):
        dispatch(log, [command, command])

    assert history(database) == []


def test_an_answer_lost_after_the_commit_is_given_again(
    database: Database, log: EventLog, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    command = index("a.py", "1")

    def append_and_die(*arguments: Any) -> int:
        append(*arguments)
        raise Unavailable("the connection broke before the answer came")

    monkeypatch.setattr(docrunch.outbox.recorder, "append", append_and_die)
    with pytest.raises(Unavailable):
        dispatch(log, [command])
    monkeypatch.undo()
    before = history(database)

    (receipt,) = dispatch(log, [command])

    assert receipt.position > 0
    assert history(database) == before != []


def test_a_refused_command_leaves_no_trace(database: Database, log: EventLog, index: Index) -> None:
    with pytest.raises(Refused, match=r"'b\.py' is not indexed"):
        dispatch(log, [index("a.py", "1"), RemoveFile(path="b.py")])

    tables = (b"SELECT FROM events", b"SELECT FROM outbox", b"SELECT FROM commands")
    assert [database.connection().execute(table).rowcount for table in tables] == [0, 0, 0]


def test_a_refused_command_may_succeed_later_under_the_same_id(log: EventLog, other: EventLog, index: Index) -> None:
    remove = RemoveFile(path="a.py")
    with pytest.raises(Refused):
        dispatch(log, [remove])
    dispatch(other, [index("a.py", "1")])

    assert dispatch(log, [remove])[0].position > 0


def test_a_stale_state_refuses_nothing(log: EventLog, other: EventLog, index: Index) -> None:
    log.aggregate(File, file_id("a.py"))
    dispatch(other, [index("a.py", "1")])

    assert dispatch(log, [RemoveFile(path="a.py")])[0].position > 0


def test_a_stale_state_makes_nothing_unnecessary(
    database: Database, log: EventLog, other: EventLog, index: Index
) -> None:
    dispatch(log, [index("a.py", "1")])
    dispatch(other, [index("a.py", "2")])

    assert dispatch(log, [index("a.py", "1")])[0].position > 0
    assert streams(database) == [("file:a.py", 1), ("file:a.py", 2), ("file:a.py", 3)]


def test_a_stale_state_makes_nothing_unnecessary_beside_other_events(
    database: Database, log: EventLog, other: EventLog, index: Index
) -> None:
    dispatch(log, [index("a.py", "1")])
    dispatch(other, [index("a.py", "2")])

    dispatch(log, [index("a.py", "1"), index("b.py", "1")])

    assert streams(database) == [("file:a.py", 1), ("file:a.py", 2), ("file:a.py", 3), ("file:b.py", 1)]


def test_a_fresh_state_does_not_come_from_the_cache(
    log: EventLog, other: EventLog, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread may put its older state back between the eviction and the look."""
    stale = log.aggregate(File, file_id("a.py"))
    dispatch(other, [index("a.py", "1")])
    get = log.cache.get

    def get_and_put_back(stream: str, *, evict: bool = False) -> Any:
        found = get(stream, evict=evict)
        log.cache.put(stream, stale)
        return found

    monkeypatch.setattr(log.cache, "get", get_and_put_back)

    assert log.aggregate(File, file_id("a.py"), fresh=True).version == 1


def test_what_is_really_unchanged_is_looked_at_once_more_and_answered(
    database: Database, log: EventLog, index: Index
) -> None:
    dispatch(log, [index("a.py", "1")])

    (receipt,) = dispatch(log, [index("a.py", "1")])

    assert (receipt.position, receipt.ids) == (0, {"file_id": "file:a.py"})
    assert database.connection().execute("SELECT FROM commands").rowcount == 2
    assert streams(database) == [("file:a.py", 1)]


def test_of_two_writers_one_wins_and_the_other_decides_again(
    database: Database, log: EventLog, other: EventLog, index: Index
) -> None:
    dispatch(log, [index("a.py", "1")])
    dispatch(other, [index("a.py", "2")])

    dispatch(log, [index("a.py", "3")])

    assert streams(database) == [("file:a.py", 1), ("file:a.py", 2), ("file:a.py", 3)]


def test_of_two_writers_one_wins_and_the_other_is_refused_with_the_facts(log: EventLog, other: EventLog) -> None:
    dispatch(log, [StartScan(scan_run_id="s")])
    dispatch(other, [FailScan(scan_run_id="s", reason="first")])

    with pytest.raises(Refused, match="scan 's' is failed, not running"):
        dispatch(log, [FailScan(scan_run_id="s", reason="second")])


def test_a_change_decided_elsewhere_on_an_older_version_is_a_conflict(
    database: Database, log: EventLog, index: Index
) -> None:
    dispatch(log, [index("a.py", "1")])
    changes = RecordFileChanges(scan_run_id="s", changes=(FileChange(path="a.py", version=0),))

    with pytest.raises(VersionConflict):
        dispatch(log, [changes])

    assert streams(database) == [("file:a.py", 1)]


def test_who_is_never_first_gives_up_with_a_conflict(log: EventLog, index: Index) -> None:
    """Another writer slips in between each decision and its append."""
    attempts = []

    class Overtaken:
        def __getattr__(self, name: str) -> Any:
            return getattr(log, name)

        def append(self, events: Sequence[Any], **kwargs: Any) -> list[int]:
            attempts.append(events)
            raise VersionConflict("another writer appended to this stream first")

    with pytest.raises(Conflict, match="gave up after 8 attempts"):
        dispatch(Overtaken(), [index("a.py", "1")])

    assert len(attempts) == ATTEMPTS


class Ask(Command):
    """Needs no event and no state."""


def test_a_command_that_reads_nothing_is_recorded_at_once(
    database: Database, log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    def answer(_command: Ask, _work: Work) -> Mapping[str, str]:
        return {"answer": "42"}

    monkeypatch.setitem(cast("dict[Any, Any]", HANDLERS), Ask, answer)
    ask = Ask()

    first = dispatch(log, [ask])

    assert (first[0].position, first[0].ids) == (0, {"answer": "42"})
    assert dispatch(log, [ask]) == first
    assert database.connection().execute("SELECT first, last FROM commands").fetchall() == [(None, None)]


def test_every_command_has_a_handler() -> None:
    commands = [command for command in Command.__subclasses__() if command.__module__.startswith("docrunch.")]

    assert [command for command in commands if command not in HANDLERS] == []
    assert registry.COMMANDS.keys() == {command.__name__ for command in commands}
