"""I7 on the command line: secrets are planted, every command is run, and nothing printed, written or kept holds one."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from docrunch.cli import main
from docrunch.postgres.connection import Database
from docrunch.postgres.embedded import EmbeddedServer

from ..vault.planted import CONFIG, FIRST_MASTER, KEY, PASSWORD, PLANTED, SECOND_MASTER, TOKEN, dumped, found
from .samples import RECORDING, command_at, good, leaves

SECRET_COMMANDS = ("llm provider configure", "llm rotate-key")
NEW = ["llm", "provider", "configure", "openai", "--name", "OpenAI", "--type", "openai"]
FROM_VARIABLES = [f"--{name.replace('_', '-')}-env={name.upper()}" for name in CONFIG]
READING = (
    *("status", "doctor", "events", "projections status", "search OpenAI", "show openai", "show index"),
    *("llm provider list", "llm provider show openai", "llm profile list", "llm profile show chat"),
    *("llm models list", "task list", "chat list", "finding list", "decision list", "pattern list"),
)


@pytest.fixture
def project_with_secrets(project: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "markdown")
    monkeypatch.setenv("DOCRUNCH_ENCRYPTION_KEY", FIRST_MASTER)
    for name, value in {**CONFIG, "next_key": SECOND_MASTER, "old_key": FIRST_MASTER}.items():
        monkeypatch.setenv(name.upper(), value)
    return project


def said(*words: str, typed: str | None = None) -> str:
    done = CliRunner().invoke(main, list(words), input=typed, prog_name="docrunch")
    return f"{done.stdout}{done.stderr}{done.exception!r}"


def life(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """What is printed while secrets are set up, shown, robbed of their key, rotated and removed."""
    yield said("-v", "scan", ".")
    yield said("-v", *NEW, *FROM_VARIABLES)
    yield said("-v", *NEW, "--api-key-prompt", typed=f"{KEY}\n")
    yield said("-v", *NEW, "--api-key-file", "-", "--json", typed=f"{KEY}\n")
    for path in RECORDING:
        if path not in SECRET_COMMANDS and "remove" not in path:
            yield said("-v", *good(path), "--json")
    for path in READING:
        yield said("-v", *path.split())
        yield said("-v", *path.split(), "--json")
    yield said("llm", "rotate-key", "--new-key-env", "NEXT_KEY", "--json")
    monkeypatch.setenv("DOCRUNCH_ENCRYPTION_KEY", "not the key that anything is sealed with")
    yield said("-v", "doctor")
    yield said("-v", *NEW, *FROM_VARIABLES)
    yield said("-v", "llm", "rotate-key", "--old-key-env", "OLD_KEY")
    monkeypatch.setenv("DOCRUNCH_ENCRYPTION_KEY", SECOND_MASTER)
    yield said("-v", "llm", "provider", "show", "openai", "--json")
    yield said("-v", "llm", "profile", "remove", "chat")
    yield said("-v", "llm", "provider", "remove", "openai")


def test_nothing_printed_written_or_kept_holds_a_secret(
    project_with_secrets: Path, database: Database, postgres18: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = list(life(monkeypatch))

    dump = dumped(database)
    assert b"provider.removed" in dump
    assert b"storage_sync" in dump
    assert found(dump) == []
    assert found(postgres18.log.read_bytes()) == []
    files = [path for path in project_with_secrets.rglob("*") if path.is_file()]
    assert any(path.is_relative_to(project_with_secrets / "docrunch-docs") for path in files)
    assert {path: found(path.read_bytes()) for path in files if found(path.read_bytes())} == {}
    assert [text for text in printed if found(text.encode())] == []
    assert len(printed) > 60


def misplaced(path: str) -> Iterator[list[str]]:
    """A secret in every place where it does not belong."""
    for param in command_at(path).params:
        # What may be any text is nobody's secret: whoever types it there wants it kept and shown.
        if isinstance(param, click.Option) and not param.is_flag and param.name not in {"name", "by", "project"}:
            yield from ([param.opts[0], secret] for secret in PLANTED)
            yield from ([f"{param.opts[0]}={secret}"] for secret in PLANTED)
    for secret in PLANTED:
        yield from ([secret], [f"--{secret}"], ["--api-key", secret], [f"--api-key={secret}"], [f"-k{secret}"])
    for name in ("base-url", "proxy-url"):
        yield [f"--{name}", f"https://ana:{PASSWORD}@host"]
        yield [f"--{name}", f"https://host/?key={KEY}"]
        yield [f"--{name}-file", f"https://{TOKEN}@host"]


@pytest.mark.parametrize("path", SECRET_COMMANDS)
def test_a_secret_in_the_wrong_place_is_not_repeated(path: str, project_with_secrets: Path) -> None:
    said("scan", str(project_with_secrets))
    words = NEW if path == "llm provider configure" else path.split()

    answers = {tuple(more): said(*words, *more) for more in misplaced(path)}

    assert {more for more, text in answers.items() if found(text.encode())} == set()
    assert len(answers) > 40


def test_no_option_takes_a_secret_by_value() -> None:
    """What is typed as a value stays in the shell's history and stands in the list of processes."""
    values = [
        (path, option)
        for path, command in leaves()
        for param in command.params
        for option in param.opts
        if any(word in option for word in ("key", "password", "secret", "token"))
    ]

    assert values
    assert {option for _, option in values if not option.endswith(("-prompt", "-file", "-env"))} == {"--max-tokens"}
