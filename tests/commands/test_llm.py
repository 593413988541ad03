"""Commands about LLM settings: parts are changed, secrets are sealed, providers in use stay."""

import re
from typing import Any

import pytest
from docrunch.commands.cli_models import AddCliModel, RemoveCliModel, SetCliModels
from docrunch.commands.command import Command
from docrunch.commands.dispatch import dispatch
from docrunch.commands.parsing import parse
from docrunch.commands.profiles import ConfigureProfile, DisableProfile, EnableProfile, RemoveProfile
from docrunch.commands.providers import ConfigureProvider, DisableProvider, EnableProvider, RemoveProvider
from docrunch.domain.changes import REPORT_PRIORITY
from docrunch.domain.errors import Misconfigured, NotFound, Refused
from docrunch.domain.events import Event
from docrunch.domain.profile_events import ProfileConfigured, ProfileRemoved
from docrunch.domain.provider_events import ProfileAttached, ProfileDetached, ProviderConfigured
from docrunch.domain.secrets import Sealed

from .llm import NEEDED, do, profile, provider
from .memory import Memory


def kinds(events: list[Event]) -> list[str]:
    return [event.TOPIC for event in events]


def configured(memory: Memory) -> ProviderConfigured:
    """The provider as it was configured last."""
    return next(event for event in reversed(memory.events()) if isinstance(event, ProviderConfigured))


@pytest.fixture
def memory() -> Memory:
    return Memory()


def test_secrets_are_sealed_for_their_place_and_the_rest_is_plain(memory: Memory) -> None:
    do(memory, provider(api_key="k", base_url="https://u:p@host/v1", cli_type="gemini", timeout=30))

    assert configured(memory).config.model_dump(exclude_none=True) == {
        "api_key": {"incarnation": 0, "ciphertext": "api_key=k"},
        "base_url": "https://host/v1",
        "base_url_credentials": {"incarnation": 0, "ciphertext": "base_url_credentials=u:p"},
        "cli_type": "gemini",
        "timeout": 30,
    }


def test_what_is_left_out_stays_and_null_removes(memory: Memory) -> None:
    do(memory, provider(api_key="k", base_url="https://u:p@host", timeout=30))

    do(memory, parse(ConfigureProvider, {"provider_id": "p", "config": {"timeout": 5, "base_url": None}}))

    last = configured(memory)
    assert (last.name, last.provider_type) == ("P", "openai")
    assert last.config.model_dump(exclude_none=True) == {
        "api_key": {"incarnation": 0, "ciphertext": "api_key=k"},
        "timeout": 5,
    }


def test_the_same_again_is_no_event(memory: Memory) -> None:
    wish: dict[str, Any] = {"api_key": "k", "proxy_url": "socks5://t@host:1", "timeout": 30}
    do(memory, provider(**wish), profile(temperature=1))

    receipts = do(memory, provider(**wish), profile(), parse(ConfigureProvider, {"provider_id": "p"}))

    assert [receipt.position for receipt in receipts] == [0, 0, 0]


def test_after_a_removal_secrets_are_sealed_for_the_next_incarnation(memory: Memory) -> None:
    do(memory, provider(api_key="k"), RemoveProvider(provider_id="p"), provider(api_key="k"))

    assert configured(memory).config.api_key == Sealed(incarnation=2, ciphertext="api_key=k")


def test_secrets_need_a_vault(memory: Memory) -> None:
    with pytest.raises(Misconfigured, match="opened without a vault"):
        dispatch(memory.logs[0], [provider(api_key="k")])

    dispatch(memory.logs[0], [provider(timeout=1)])
    assert kinds(memory.events()) == ["provider.configured"]


def test_ids_are_assigned_when_left_out(memory: Memory) -> None:
    first, second = do(
        memory,
        parse(ConfigureProvider, {"name": "P", "provider_type": "ollama"}),
        provider(),
    )
    (third,) = do(memory, parse(ConfigureProfile, NEEDED))

    assert re.fullmatch(r"provider-[0-9a-f]{12}", first.ids["provider_id"])
    assert second.ids == {"provider_id": "p"}
    assert re.fullmatch(r"profile-[0-9a-f]{12}", third.ids["profile_id"])


def test_a_profile_tells_its_provider(memory: Memory) -> None:
    do(memory, provider("p"), provider("q"))
    before = len(memory.stored)

    do(memory, profile())
    do(memory, profile(provider_id="q"))
    do(memory, profile(provider_id="q", temperature=1))
    do(memory, RemoveProfile(profile_id="c"))

    told = [event for event in memory.events(before) if not isinstance(event, ProfileConfigured | ProfileRemoved)]
    assert told == [
        ProfileAttached(provider_id="p", profile_id="c"),
        ProfileAttached(provider_id="q", profile_id="c"),
        ProfileDetached(provider_id="p", profile_id="c"),
        ProfileDetached(provider_id="q", profile_id="c"),
    ]


def test_a_provider_in_use_is_not_removed(memory: Memory) -> None:
    do(memory, provider(), profile("a"), profile("b"))

    with pytest.raises(Refused, match="provider p is used by a, b and cannot be removed") as caught:
        do(memory, RemoveProvider(provider_id="p"))

    assert caught.value.hint == "give these profiles another provider or remove them first"
    do(memory, RemoveProfile(profile_id="a"), RemoveProfile(profile_id="b"), RemoveProvider(provider_id="p"))


@pytest.mark.parametrize("first", [[], [provider(), RemoveProvider(provider_id="p")]])
def test_a_profile_needs_a_provider_that_is_there(memory: Memory, first: list[Command]) -> None:
    do(memory, *first)
    before = len(memory.stored)

    with pytest.raises(NotFound, match="there is no provider p"):
        do(memory, profile())

    assert len(memory.stored) == before


def test_a_provider_configured_in_the_same_batch_is_there(memory: Memory) -> None:
    do(memory, provider(), profile())

    assert kinds(memory.events()) == ["provider.configured", "profile.configured", "provider.profile_attached"]


@pytest.mark.parametrize(
    ("command", "change"),
    [
        (EnableProvider(provider_id="p"), ("llm_provider", "p", "upsert")),
        (DisableProvider(provider_id="q"), ("llm_provider", "q", "upsert")),
        (RemoveProvider(provider_id="q"), ("llm_provider", "q", "delete")),
        (EnableProfile(profile_id="c"), ("llm_profile", "c", "upsert")),
        (DisableProfile(profile_id="d"), ("llm_profile", "d", "upsert")),
        (RemoveProfile(profile_id="c"), ("llm_profile", "c", "delete")),
        (SetCliModels(cli_type="gemini", models=("a",)), ("cli_models", "gemini", "upsert")),
        (AddCliModel(cli_type="gemini", model="a"), ("cli_models", "gemini", "upsert")),
    ],
)
def test_every_command_brings_its_entity_up_to_date(memory: Memory, command: Command, change: Any) -> None:
    do(memory, provider(), provider("q"), profile("c"), profile("d"))
    do(memory, DisableProvider(provider_id="p"), DisableProfile(profile_id="c"))
    before = len(memory.changes)

    do(memory, command)

    found = memory.changes[before]
    assert (found.entity_type, found.entity_id, found.action, found.priority) == (*change, REPORT_PRIORITY)


def test_models_of_programs_are_sets(memory: Memory) -> None:
    do(memory, SetCliModels(cli_type="gemini", models=("b", "a")), AddCliModel(cli_type="gemini", model="c"))

    with pytest.raises(Refused, match="gemini has the model 'a' already"):
        do(memory, AddCliModel(cli_type="gemini", model="a"))
    with pytest.raises(Refused, match="claude has no model 'a'; it has none"):
        do(memory, RemoveCliModel(cli_type="claude", model="a"))
