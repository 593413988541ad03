"""Secrets reach docrunch by prompt, file or environment, never by value, and are shown nowhere (I7)."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docrunch.cli import main
from docrunch.postgres.connection import Database

Run = Callable[..., Result]
Answer = Callable[..., Any]
Refused = Callable[..., str]

SECRET = "sk-proj-0123456789-wxyz"  # noqa: S105 - planted to be looked for
PASSWORD = "hunter2hunter2"  # noqa: S105 - as above
NEW = ("llm", "provider", "configure", "openai", "--name", "OpenAI", "--type", "openai")


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, scanned: Path) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__TARGETS", "markdown")
    monkeypatch.setenv("MY_KEY", SECRET)
    (scanned / "key.txt").write_text(f"{SECRET}\n")
    (scanned / "url.txt").write_text(f"https://me:{PASSWORD}@host/v1\n")


def dump(database: Database, project: Path) -> str:
    """Everything that is kept: all tables of the project's schemas, the pages and what else docrunch writes."""
    connection = database.connection()
    tables = connection.execute(
        "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE starts_with(schemaname, %s)",
        [database.schema],
    ).fetchall()
    rows = [connection.execute(f"SELECT one::text FROM {name} AS one").fetchall() for (name,) in tables]  # noqa: S608
    files = [path.read_text() for folder in ("docrunch-docs", ".docrunch") for path in (project / folder).rglob("*.*")]
    return f"{rows} {files}"


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (["--api-key-file", "key.txt"], None),
        (["--api-key-file", "-"], f"{SECRET}\n"),
        (["--api-key-env", "MY_KEY"], None),
        (["--api-key-prompt"], f"{SECRET}\n"),
    ],
)
def test_a_key_is_kept_and_shown_by_its_end_alone(
    words: list[str], typed: str | None, answer: Answer, database: Database, scanned: Path
) -> None:
    done = CliRunner().invoke(main, [*NEW, *words], input=typed)
    (scanned / "key.txt").unlink()

    assert (done.exit_code, done.stdout) == (0, "Provider openai is configured.\n"), done.stderr
    assert answer("llm", "provider", "show", "openai")["config"] == {"api_key": "****wxyz"}
    assert answer("llm", "provider", "list")[0]["config"]["api_key"] == "****"
    assert SECRET not in done.output + dump(database, scanned)


def test_users_and_passwords_in_urls_come_by_file_only(
    run: Run, answer: Answer, refused: Refused, database: Database, scanned: Path
) -> None:
    for flag in ("--base-url", "--proxy-url"):
        line = refused(*NEW, flag, f"https://me:{PASSWORD}@host/v1", code=2)
        assert PASSWORD not in line
        assert f"{flag}-file" in line

    run(*NEW, "--base-url-file", "url.txt", "--timeout", "30")
    (scanned / "url.txt").unlink()

    assert answer("llm", "provider", "show", "openai")["config"] == {"base_url": "https://****@host/v1", "timeout": 30}
    assert PASSWORD not in dump(database, scanned)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--api-key", SECRET], "No such option '--api-key'"),
        ([f"--api-key={SECRET}"], "No such option '--api-key'"),
        (["--api-key-env", SECRET], "the environment has no such variable"),
        (["--api-key-env", "MY_KEY", "--api-key-file", "key.txt"], "give one of --api-key-prompt, --api-key-file"),
        (["--base-url", "https://x", "--base-url-file", "url.txt"], "base_url is given twice"),
        (["--api-key-env", "MY_KEY", "--unset", "api_key"], "api_key is both set and unset"),
        (["--base-url", f"https://host/?key={SECRET}"], "config.base_url is not valid: expected a http"),
        (["--timeout", "-1"], "config.timeout is not valid"),
        (["--cli-type", SECRET + "/"], "config.cli_type is not valid"),
    ],
)
def test_malformed_settings_are_told_without_a_secret(refused: Refused, words: list[str], complaint: str) -> None:
    line = refused(*NEW, *words, code=2)

    assert complaint in line
    assert SECRET not in line


def test_a_setting_is_changed_kept_and_forgotten(run: Run, answer: Answer) -> None:
    run(*NEW, "--api-key-env", "MY_KEY", "--timeout", "30")
    run("llm", "provider", "configure", "openai", "--timeout", "60")
    run("llm", "provider", "configure", "openai", "--unset", "api_key")
    again = run("llm", "provider", "configure", "openai", "--timeout", "60").stdout

    assert answer("llm", "provider", "show", "openai")["config"] == {"timeout": 60}
    assert again.startswith("Nothing changed")


def test_a_profile_is_changed_and_left_to_its_provider(run: Run, answer: Answer, refused: Refused) -> None:
    run(*NEW)
    words = ("llm", "profile", "configure", "chat")
    run(*words, "--role", "chat", "--name", "Chat", "--provider", "openai", "--model", "gpt", "--temperature", "1.5")
    run(*words, "--unset", "temperature", "--model", "gpt-2")

    shown = answer("llm", "profile", "show", "chat")
    assert (shown["temperature"], shown["model"]) == (None, "gpt-2")
    assert "temperature is both" in refused(*words, "--unset", "temperature", "--temperature", "1", code=2)
    assert "is used by" in refused("llm", "provider", "remove", "openai", code=2)


def test_the_master_key_is_rotated_in_the_file_and_into_the_environment(
    run: Run, answer: Answer, refused: Refused, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(*NEW, "--api-key-env", "MY_KEY")
    assert "Wrapped 1 data key by the master key" in run("llm", "rotate-key").stdout

    monkeypatch.setenv("NEXT_KEY", "a master key that is long enough")
    rotation = answer("llm", "rotate-key", "--new-key-env", "NEXT_KEY")
    assert rotation["data_keys"] == 1
    assert answer("llm", "provider", "show", "openai")["config"] == {"api_key": "****"}

    monkeypatch.setenv("DOCRUNCH_ENCRYPTION_KEY", "a master key that is long enough")
    assert answer("llm", "provider", "show", "openai")["config"] == {"api_key": "****wxyz"}
    assert "is the one in use" in refused("llm", "rotate-key", code=2)

    monkeypatch.setenv("DOCRUNCH_ENCRYPTION_KEY", "yet another one, long enough too")
    assert "is not the key that secrets are encrypted with" in refused("llm", "rotate-key", code=2)
    run("llm", "rotate-key", "--old-key-env", "NEXT_KEY")
    assert answer("llm", "provider", "show", "openai")["config"] == {"api_key": "****wxyz"}
