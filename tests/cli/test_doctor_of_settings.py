"""`docrunch doctor` looks at the key that seals secrets and at the file of CLI models, and says what to do."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Answer = Callable[..., Any]

KEY = ".docrunch/encryption.key"
MODELS = ".docrunch/cli_models.json"


@pytest.fixture
def problem(answer: Answer) -> Callable[[str], str]:
    """What doctor says is wrong with one thing, and what to do."""

    def problem(name: str) -> str:
        found = {one["name"]: one for one in answer("doctor", code=1)["findings"]}
        assert not found[name]["ok"]
        assert found[name]["hint"]
        return f"{found[name]['detail']}; {found[name]['hint']}"

    return problem


@pytest.fixture
def detail(answer: Answer) -> Callable[[str], str]:
    """What doctor says of one thing that is well."""

    def detail(name: str) -> str:
        report = answer("doctor")
        return str({one["name"]: one["detail"] for one in report["findings"]}[name])

    return detail


@pytest.fixture
def with_a_secret(run: Run, scanned: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The project, with a secret sealed by the key in the file."""
    monkeypatch.setenv("MY_KEY", "sk-planted-0123456789")
    run("llm", "provider", "configure", "openai", "--name", "O", "--type", "openai", "--api-key-env", "MY_KEY")
    return scanned


@pytest.mark.usefixtures("scanned")
def test_without_secrets_no_key_is_needed(detail: Callable[[str], str]) -> None:
    assert detail("encryption key") == "none yet: it is made for the first secret"
    assert detail("CLI models") == "nobody named any yet"


@pytest.mark.usefixtures("with_a_secret")
def test_the_key_in_use_is_named_by_its_id(detail: Callable[[str], str], answer: Answer) -> None:
    told = detail("encryption key")

    rotated = answer("llm", "rotate-key")
    later = detail("encryption key")
    assert told.startswith("opens 1 data key: ")
    assert later == f"opens 1 data key: {rotated['key_id']} of {rotated['source']}"


def test_a_missing_key_is_a_problem(problem: Callable[[str], str], with_a_secret: Path) -> None:
    (with_a_secret / KEY).rename(with_a_secret / "elsewhere")

    assert "no encryption key is at hand" in problem("encryption key")
    assert "bring the key back" in problem("encryption key")


@pytest.mark.usefixtures("with_a_secret")
def test_another_key_is_a_problem(problem: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DOCRUNCH_ENCRYPTION_KEY", "some other master key, long enough")

    told = problem("encryption key")

    assert "DOCRUNCH_ENCRYPTION_KEY is not the key that secrets are encrypted with" in told
    assert "docrunch llm rotate-key" in told
    assert "some other" not in told


def test_a_key_file_that_others_may_read_is_a_problem_also_when_another_key_counts(
    problem: Callable[[str], str], with_a_secret: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (with_a_secret / KEY).chmod(0o640)

    assert "has the mode 0640, expected 0600" in problem("encryption key")
    assert "chmod 600" in problem("encryption key")
    monkeypatch.setenv("DOCRUNCH_ENCRYPTION_KEY", "some other master key, long enough")
    assert "has the mode 0640" in problem("encryption key")


def test_a_key_file_that_holds_no_key_is_a_problem(problem: Callable[[str], str], with_a_secret: Path) -> None:
    (with_a_secret / KEY).write_bytes(b"\xff")

    assert "holds no key" in problem("encryption key")


def test_the_file_of_cli_models_is_well_missing_behind_or_changed(
    run: Run, detail: Callable[[str], str], problem: Callable[[str], str], scanned: Path
) -> None:
    run("llm", "models", "set", "gemini", "gemini-3")
    file = scanned / MODELS
    assert detail("CLI models") == f"{file}, current"
    older = file.read_bytes()
    run("llm", "models", "add", "gemini", "gemini-4")

    file.write_bytes(older)
    assert "is behind the log; run: docrunch scan" in problem("CLI models")
    file.write_text("{}")
    assert "was changed by hand" in problem("CLI models")
    file.unlink()
    assert "is missing" in problem("CLI models")
    assert "run: docrunch scan" in problem("CLI models")

    run("scan")
    assert detail("CLI models") == f"{file}, current"


def test_what_is_switched_off_is_no_problem(
    run: Run, detail: Callable[[str], str], scanned: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("llm", "models", "set", "gemini", "gemini-3")
    (scanned / MODELS).unlink()
    monkeypatch.setenv("DOCRUNCH_STORAGE__SYNC__ENABLED", "false")

    assert "switched off" in detail("CLI models")
