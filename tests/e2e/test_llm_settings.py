"""LLM settings in an open project: secrets are sealed on their way, the file of CLI models follows the log."""

import json
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from docrunch import Docrunch, NotFound
from docrunch.commands.cli_models import AddCliModel, SetCliModels
from docrunch.commands.provider_settings import ProviderSettings
from docrunch.commands.providers import ConfigureProvider, RemoveProvider
from docrunch.vault.provider_vault import ProviderVault
from pydantic import SecretStr

SECRET = SecretStr("sk-proj-0123456789-wxyz")


@pytest.fixture
def opened(hosted: Path) -> Iterator[Docrunch]:
    with Docrunch.open(hosted, has_worker=False) as project:
        yield project


def configure(opened: Docrunch, name: str = "openai") -> None:
    config = ProviderSettings(api_key=SECRET)
    opened.dispatch(ConfigureProvider(provider_id=name, name="OpenAI", provider_type="openai", config=config))


def data_keys(opened: Docrunch) -> int:
    return len(opened.project.database.connection().execute("SELECT FROM provider_keys").fetchall())


def test_a_key_is_sealed_in_the_log_and_opens_for_the_program_alone(opened: Docrunch) -> None:
    configure(opened)

    assert opened.api_key("openai") == SECRET
    assert SECRET.get_secret_value() not in "".join(map(str, opened.events()))


def test_a_provider_without_a_key_has_none(opened: Docrunch) -> None:
    opened.dispatch(ConfigureProvider(provider_id="ollama", name="Ollama", provider_type="ollama"))

    assert opened.api_key("ollama") is None
    with pytest.raises(NotFound, match="there is no provider nosuch"):
        opened.api_key("nosuch")


def test_the_data_key_of_a_removed_provider_is_destroyed(opened: Docrunch) -> None:
    configure(opened)

    opened.dispatch(RemoveProvider(provider_id="openai"))

    assert data_keys(opened) == 0


def test_a_removal_whose_data_key_outlived_it_is_finished_at_the_next_opening(
    hosted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Docrunch.open(hosted, has_worker=False) as killed, monkeypatch.context() as patched:
        configure(killed)
        patched.setattr(ProviderVault, "sweep", lambda _: 0)
        killed.dispatch(RemoveProvider(provider_id="openai"))
        assert data_keys(killed) == 1

    with Docrunch.open(hosted, has_worker=False) as opened:
        assert data_keys(opened) == 0


def test_secrets_open_after_the_master_key_was_changed(opened: Docrunch) -> None:
    configure(opened)

    assert opened.rotate_key().data_keys == 1
    assert opened.api_key("openai") == SECRET


def test_the_file_of_cli_models_follows_the_log(opened: Docrunch, hosted: Path) -> None:
    assert [one.name for one in opened.status().projections] == ["relational", "markdown"]
    opened.dispatch(SetCliModels(cli_type="gemini", models=("gemini-3", "gemini-2.5-pro")))
    before = opened.status().projections[-1]

    opened.drain()

    after = opened.status().projections[-1]
    models = json.loads((hosted / ".docrunch/cli_models.json").read_text())["models"]
    assert models == {"gemini": ["gemini-2.5-pro", "gemini-3"]}
    assert [(one.name, one.state, one.pending) for one in (before, after)] == [
        ("cli_models", "behind", 1),
        ("cli_models", "current", 0),
    ]


def test_a_file_of_cli_models_changed_by_hand_is_a_failure_with_its_reason(opened: Docrunch, hosted: Path) -> None:
    opened.dispatch(AddCliModel(cli_type="gemini", model="gemini-3"))
    (hosted / ".docrunch/cli_models.json").write_text("{}")

    opened.drain()

    status = opened.status().projections[-1]
    assert (status.state, status.failed) == ("failing", 1)
    assert "changed by hand" in str(status.error)
    assert (hosted / ".docrunch/cli_models.json").read_text() == "{}"


def test_a_worker_writes_the_file_too(hosted: Path) -> None:
    file = hosted / ".docrunch/cli_models.json"
    with Docrunch.open(hosted) as opened:
        opened.dispatch(AddCliModel(cli_type="gemini", model="gemini-3"))
        deadline = monotonic() + 20
        while not file.exists():
            assert monotonic() < deadline
