"""The file of CLI models is what the log says (I3), written whole, and a hand's changes are never overwritten."""

import json
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

import pytest
from docrunch.commands.cli_models import AddCliModel, RemoveCliModel, SetCliModels
from docrunch.commands.command import Command
from docrunch.commands.dispatch import dispatch
from docrunch.domain.canonical import content_hash
from docrunch.domain.cli_models import CliModelsChanged
from docrunch.domain.errors import Misconfigured, TargetUnavailable
from docrunch.outbox.cli_models import cli_models
from docrunch.outbox.log import EventLog
from docrunch.outbox.recorder import PostgresRecorder
from docrunch.postgres.connection import Database
from docrunch.projections import one_file
from docrunch.projections.cli_models import CliModelsFile, Models, Standing, rendered

SOME = {"gemini": ("gemini-2.5-flash", "gemini-2.5-pro"), "claude": ()}
OTHER = {"gemini": ("gemini-3",)}
CURRENT, BEHIND = Standing("current"), Standing("behind")
WRITE = """
import sys
from pathlib import Path
from docrunch.projections.cli_models import CliModelsFile
file = CliModelsFile.of(Path(sys.argv[1]))
for number in range(1000000):
    file.bring(lambda: {"gemini": [f"model-{number}-{part}" for part in range(500)]})
    if number == 3:
        print("writing", flush=True)
"""


@pytest.fixture
def file(tmp_path: Path) -> CliModelsFile:
    (tmp_path / ".docrunch").mkdir()
    return CliModelsFile.of(tmp_path)


def bring(file: CliModelsFile, models: Models) -> bool:
    return file.bring(lambda: models)


def test_the_file_holds_the_models_in_the_documented_shape(file: CliModelsFile) -> None:
    assert bring(file, SOME)

    assert json.loads(file.path.read_bytes()) == {
        "digest": content_hash({"claude": [], "gemini": ["gemini-2.5-flash", "gemini-2.5-pro"]}),
        "models": {"claude": [], "gemini": ["gemini-2.5-flash", "gemini-2.5-pro"]},
    }
    assert file.path.read_bytes().endswith(b"}\n")


def test_what_is_current_is_not_written_again(file: CliModelsFile) -> None:
    bring(file, SOME)
    before = file.path.stat()

    assert not bring(file, dict(reversed(SOME.items())))

    after = file.path.stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_new_models_replace_old_ones(file: CliModelsFile) -> None:
    bring(file, SOME)
    assert file.standing(OTHER) == BEHIND

    assert bring(file, OTHER)

    assert file.standing(OTHER) == CURRENT
    assert [path.name for path in file.path.parent.iterdir()] == ["cli_models.json"]


def test_a_file_that_was_deleted_is_written_again(file: CliModelsFile) -> None:
    bring(file, SOME)
    file.path.unlink()

    assert file.standing(SOME) == BEHIND
    assert bring(file, SOME)


HAND_WRITTEN: dict[str, Callable[[bytes], bytes]] = {
    "a model added": lambda data: data.replace(b'"gemini-2.5-pro"', b'"gemini-2.5-pro", "mine"'),
    "a digest changed": lambda data: data.replace(b'"digest": "', b'"digest": "0'),
    "a key added": lambda data: data.replace(b'"models"', b'"note": 1, "models"'),
    "another layout": lambda data: json.dumps(json.loads(data)).encode(),
    "emptied": lambda _: b"",
    "no JSON": lambda _: b"gemini-2.5-pro\n",
    "not UTF-8": lambda _: b"\xff\xfe",
    "a list": lambda _: b"[]",
    "no models": lambda _: b"{}",
    "models that are none": lambda _: b'{"models": {"gemini": [1, "a"]}}',
    "deep": lambda _: b"[" * 100_000,
}


@pytest.mark.parametrize("change", HAND_WRITTEN)
def test_a_change_by_hand_is_reported_and_left_alone(file: CliModelsFile, change: str) -> None:
    bring(file, SOME)
    changed = HAND_WRITTEN[change](file.path.read_bytes())
    file.path.write_bytes(changed)

    assert not bring(file, OTHER)

    assert file.path.read_bytes() == changed
    assert file.standing(SOME).state == "conflict"
    assert f"{file.path} was changed by hand and is left alone" in str(file.standing(OTHER).error)


def test_a_conflict_ends_when_the_file_is_deleted_or_says_what_the_log_says(file: CliModelsFile) -> None:
    file.path.write_text("mine")
    assert file.standing(SOME).state == "conflict"

    file.path.write_bytes(rendered(SOME))
    assert file.standing(SOME) == CURRENT
    file.path.unlink()
    assert bring(file, OTHER)


def test_a_link_is_a_conflict_and_not_followed(file: CliModelsFile, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_bytes(rendered(SOME))
    file.path.symlink_to(elsewhere)

    assert not bring(file, OTHER)

    assert file.standing(OTHER).state == "conflict"
    assert elsewhere.read_bytes() == rendered(SOME)


def test_as_long_as_nobody_names_models_the_file_is_none_of_our_business(file: CliModelsFile) -> None:
    assert not bring(file, {})
    assert not file.path.exists()

    file.path.write_text('{"gemini": ["mine"]}')
    assert file.standing({}) == CURRENT


def test_a_folder_that_is_gone_is_named(file: CliModelsFile) -> None:
    file.path.parent.rmdir()

    with pytest.raises(TargetUnavailable, match=r"cli_models.json cannot be written: No such file or directory"):
        bring(file, SOME)
    assert file.standing(SOME) == BEHIND


def test_a_folder_in_the_files_place_is_named(file: CliModelsFile) -> None:
    file.path.mkdir()

    with pytest.raises(TargetUnavailable, match=r"cli_models.json cannot be written: Is a directory"):
        bring(file, SOME)
    assert file.standing(SOME) == Standing("failing", f"{file.path} cannot be read: Is a directory")


def test_who_holds_the_folder_for_long_is_waited_for_no_longer(
    file: CliModelsFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_file, "PATIENCE_SECONDS", 0.05)

    with (
        one_file.alone(file.path.parent),
        pytest.raises(TargetUnavailable, match=r"another process has held .*/.docrunch"),
    ):
        bring(file, SOME)


def test_the_last_writer_writes_the_latest(file: CliModelsFile) -> None:
    """What is wanted is asked under the lock, so that no writer brings back what another has replaced."""
    numbers = count()

    def write(_: int) -> None:
        file.bring(lambda: {"gemini": [f"model-{next(numbers)}"]})

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(write, range(64)))

    assert file.standing({"gemini": ["model-63"]}) == CURRENT


def test_a_writer_killed_at_any_time_leaves_a_whole_file(file: CliModelsFile, tmp_path: Path) -> None:
    for _ in range(5):
        command = [sys.executable, "-P", "-c", WRITE, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            assert child.stdout.readline() == "writing\n"
            child.kill()

        assert file.standing(SOME) == BEHIND
        assert bring(file, SOME)
        assert [path.name for path in file.path.parent.iterdir()] == ["cli_models.json"]


@pytest.fixture
def log(database: Database) -> EventLog:
    recorder = PostgresRecorder(database)
    return EventLog(recorder, recorder)


def test_the_log_says_what_is_wanted(database: Database, log: EventLog) -> None:
    commands: list[Command] = [
        SetCliModels(cli_type="gemini", models=("b", "a", "a")),
        AddCliModel(cli_type="gemini", model="c"),
        RemoveCliModel(cli_type="gemini", model="a"),
        SetCliModels(cli_type="claude", models=()),
    ]
    assert cli_models(database) == {}

    dispatch(log, commands)

    assert cli_models(database) == {"claude": (), "gemini": ("b", "c")}


def test_an_event_of_a_newer_program_is_named(
    database: Database, log: EventLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(CliModelsChanged, "SCHEMA_VERSION", 2)
        dispatch(log, [SetCliModels(cli_type="gemini", models=("a",))])

    with pytest.raises(Misconfigured, match=r"this docrunch cannot read the cli_models.changed of gemini"):
        cli_models(database)
