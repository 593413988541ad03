"""Programs that change LLM settings at the same time."""

from typing import Any

from docrunch.commands.cli_models import AddCliModel
from docrunch.commands.dispatch import dispatch
from docrunch.commands.parsing import parse
from docrunch.commands.providers import ConfigureProvider, RemoveProvider
from docrunch.domain.providers import Provider, provider_stream
from docrunch.domain.secrets import Sealed
from docrunch.postgres.connection import Database

from .llm import OpenVault, profile, provider
from .racing import log_on, race


def test_a_provider_is_not_both_removed_and_taken_into_use(any_database: Database) -> None:
    for number in range(10):
        name = f"p{number}"
        dispatch(log_on(any_database), [provider(name)], OpenVault())

        refusals = race(
            any_database,
            [RemoveProvider(provider_id=name), *(profile(f"{name}-{at}", provider_id=name) for at in range(3))],
        )

        removed, *taken = refusals
        assert (removed is None) == (None not in taken)
        known = log_on(any_database).aggregate(Provider, provider_stream(name))
        assert (known.configured is None, len(known.profiles)) == (removed is None, taken.count(None))


def test_providers_configured_at_once_keep_what_the_others_said(any_database: Database) -> None:
    """Parts are put into what the log holds, not into what a program saw before."""
    dispatch(log_on(any_database), [provider()], OpenVault())
    parts: list[dict[str, Any]] = [
        {"api_key": "k"},
        {"timeout": 5},
        {"base_url": "https://u:p@host"},
        {"cli_type": "gemini"},
    ]

    race(any_database, [parse(ConfigureProvider, {"provider_id": "p", "config": part}) for part in parts])

    config = log_on(any_database).aggregate(Provider, provider_stream("p")).require_known().config
    assert (config.timeout, config.base_url, config.cli_type) == (5, "https://host", "gemini")
    assert config.api_key == Sealed(incarnation=0, ciphertext="api_key=k")


def test_models_added_at_once_are_all_there(any_database: Database) -> None:
    race(any_database, [AddCliModel(cli_type="gemini", model=name) for name in "abcd"])

    rows = any_database.connection().execute("SELECT data -> 'models' FROM events ORDER BY version DESC LIMIT 1")
    assert rows.fetchall() == [(["a", "b", "c", "d"],)]
