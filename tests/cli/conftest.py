"""The command line in a small project, with a schema of its own on the shared server."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from docrunch.cli import main
from docrunch.postgres.connection import Database
from psycopg import sql

Run = Callable[..., Result]

FILES = {
    "text.py": '"""Texts."""\n\n\ndef greeting() -> str:\n    """What to say."""\n    return "Hello"\n',
    "app/main.py": "from text import greeting\n\n\nclass App:\n    def run(self) -> None:\n        print(greeting())\n",
}


@pytest.fixture
def project(project_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two files, and the one the commands run in."""
    folder = project_folder / "project"
    for path, text in FILES.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(project: Path) -> Run:  # noqa: ARG001  # the folder and the environment the commands run in
    """Run a command, which must end with this exit code and without a traceback."""

    def run(*arguments: str, code: int = 0) -> Result:
        result = CliRunner().invoke(main, arguments, prog_name="docrunch")
        assert result.exit_code == code, result.output
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def refused(run: Run) -> Callable[..., str]:
    """The one line on stderr that a command in vain ends with."""

    def refused(*arguments: str, code: int) -> str:
        result = run(*arguments, code=code)
        assert (result.stdout, result.stderr.count("\n")) == ("", 1), result.output
        return result.stderr.strip()

    return refused


@pytest.fixture
def answer(run: Run) -> Callable[..., Any]:
    """What a command answers with --json."""

    def answer(*arguments: str, code: int = 0) -> Any:
        return json.loads(run(*arguments, "--json", code=code).stdout)

    return answer


@pytest.fixture
def scanned(run: Run, project: Path) -> Path:
    """The project, scanned once."""
    run("scan")
    return project


@pytest.fixture
def outdated(scanned: Path, database: Database) -> Path:
    """The scanned project, its read model made by another version of the program."""
    checkpoint = sql.Identifier(f"{database.schema}_r1", "checkpoint")
    with database.transaction() as connection:
        connection.execute(sql.SQL("UPDATE {} SET tables_version = 'of old'").format(checkpoint))
    return scanned
