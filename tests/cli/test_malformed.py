"""Malformed input of every recording command: one line that names what is wrong, exit 2, nothing appended."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner
from docrunch.cli import main
from docrunch.commands import registry
from docrunch.domain.text import CONTENT_BYTES
from docrunch.postgres.connection import Database
from docrunch.terminal import reporting
from docrunch.terminal.sources import FromFile, JsonFromFile, SecretFromVariable

from .samples import RECORDING, command_at, good, leaves

Refused = Callable[..., str]

FILES = {"bytes.bin": b"\xff", "blank.txt": b"\n", "text.txt": b"text", "one.json": b"1", "nul.txt": b"a\0"}
# What only a scan records; people say it with `docrunch scan`.
OF_SCANS = {"StartScan", "CompleteScan", "FailScan", "IndexFile", "RecordFileChanges", "RemoveFile"}
TOO_LONG = "x" * (CONTENT_BYTES + 1)
BAD_TEXTS = (TOO_LONG, "a\0", "\ud800")
# Any text may stand here: it is part of JSON, which is as free as its limits allow.
FREE = {"guardrails", "details", "changes", "citations"}


def recording() -> dict[str, click.Command]:
    return {path: command for path, command in leaves() if any(one.name == "command_id" for one in command.params)}


def bad_calls(path: str) -> Iterator[tuple[list[str], str]]:
    """Calls with one thing wrong each, and a word the answer must hold."""
    for param in command_at(path).params:
        yield from missing(path, param) if param.required else ()
        if isinstance(param, click.Option) and param.name not in {"project", "is_json"}:
            yield from ((with_option(path, param, value), word) for value, word in bad_values(param))
    yield [*good(path), "--nosuch"], "--nosuch"
    if all(param.nargs == 1 for param in command_at(path).params if isinstance(param, click.Argument)):
        yield [*good(path), *(["more"] * 3)], "unexpected"


def missing(path: str, param: click.Parameter) -> Iterator[tuple[list[str], str]]:
    arguments = [one for one in command_at(path).params if isinstance(one, click.Argument)]
    words = RECORDING[path].split()
    position = arguments.index(param)  # type: ignore[arg-type]
    yield [*path.split(), *words[:position]], "Missing argument"
    bad = ["nosuch"] if isinstance(param.type, click.Choice | click.types.IntParamType) else ["", "a\0", "\ud800"]
    for value in bad:
        yield [*path.split(), *words[:position], value, *words[position + 1 :]], ""


def bad_values(option: click.Option) -> Iterator[tuple[list[str], str]]:
    """Values that do not fit an option, each with what the answer must name."""
    flag, field = option.opts[0], str(option.name)
    if option.is_flag or option.name in FREE:
        return
    match option.type:
        case click.Choice():
            yield ["nosuch"], flag
        case click.types.FloatParamType() | click.types.IntParamType():
            yield from ((bad, word) for bad, word in ((["x"], flag), (["-1"], field), (["nan"], "")))
        case JsonFromFile():
            yield from (([name], flag) for name in ("nosuch", "bytes.bin", "text.txt", "blank.txt"))
            yield ["one.json"], field.removesuffix("_file")
        case SecretFromVariable():
            yield from (([name], flag) for name in ("NOSUCH", ""))
        case FromFile():
            yield from (([name], flag) for name in ("nosuch", "bytes.bin", "."))
            yield ["nul.txt"], field.removesuffix("_file").partition("_")[0]
        case click.Tuple():
            yield ["nosuch", "text"], flag
        case _:
            yield from (([text], "") for text in BAD_TEXTS)


def with_option(path: str, option: click.Option, value: list[str]) -> list[str]:
    """The good call with this option in place of its own."""
    words = good(path)
    field = str(option.name).removesuffix("_file")
    for other in command_at(path).params:
        if other.name == field and set(other.opts) & set(words):
            at = next(index for index, word in enumerate(words) if word in other.opts)
            del words[at : at + 2]
    return [*words, option.opts[0], *value]


@pytest.fixture
def files(project: Path) -> Path:
    for name, content in FILES.items():
        (project / name).write_bytes(content)
    return project


def test_every_recording_command_has_a_good_call(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[str] = set()
    really_made = reporting.made

    def made(name: str, given: dict[str, Any]) -> Any:
        really_made(name, given)
        seen.add(name)
        raise click.Abort

    monkeypatch.setattr(reporting, "made", made)
    for path in RECORDING:
        assert "interrupted" in CliRunner().invoke(main, good(path)).stderr, path

    assert recording().keys() == RECORDING.keys()
    assert seen == registry.COMMANDS.keys() - OF_SCANS


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("path", RECORDING)
def test_what_is_wrong_is_named_in_one_line_and_nothing_is_opened(
    path: str, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nothing can be appended to what is not even opened.
    monkeypatch.setattr(reporting, "existing", lambda _: pytest.fail("the project was opened"))
    calls = list(bad_calls(path))

    unclear = []
    for words, name in calls:
        line = refused(*words, code=2)
        if name not in line or len(line) > 500:
            unclear.append((words, line))

    assert unclear == []
    assert len(calls) >= 10


def test_an_argument_that_is_not_there_is_said_before_the_project_is_asked_for(refused: Refused) -> None:
    assert "Missing argument 'ID'" in refused("task", "claim", code=2)
    assert "run `docrunch scan`" in refused("task", "claim", "t", code=2)


@pytest.mark.usefixtures("scanned")
def test_nothing_is_appended(database: Database, refused: Refused) -> None:
    count = "SELECT count(*) FROM events"
    before = database.connection().execute(count).fetchone()

    refused("task", "create", "x\ny", code=2)
    refused("task", "claim", "nosuch", code=2)

    assert database.connection().execute(count).fetchone() == before
