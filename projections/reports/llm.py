"""LLM providers and profiles. What is sealed in an event stays sealed here: nothing opens it, nothing drops it."""

from collections.abc import Callable, Iterable
from typing import Any

from ...domain import profile_events, provider_events
from ...domain.feed import FeedEvent
from .changes import Change, Columns, Projected

Rows = Callable[[FeedEvent], Iterable[Change]]
PROFILE = ("role", "display_name", "description", "provider_id", "model", "temperature", "system_prompt", "max_tokens")


def provider_configured(event: FeedEvent) -> Iterable[Change]:
    data = event.data
    facts = {name: data[name] for name in ("name", "provider_type", "config")}
    first = {"is_enabled": True, "created_at": data["configured_at"]}
    yield Change("llm_providers", data["provider_id"], {**facts, "updated_at": data["configured_at"]}, first)


def profile_configured(event: FeedEvent) -> Iterable[Change]:
    data = event.data
    facts = {name: data["settings"][name] for name in PROFILE}
    first = {"enabled": True, "created_at": data["configured_at"]}
    yield Change("llm_profiles", data["profile_id"], {**facts, "updated_at": data["configured_at"]}, first)


def setting(table: str, key: str, columns: Callable[[dict[str, Any]], Columns]) -> Rows:
    """Some columns of the row whose id stands under `key`."""

    def rows(event: FeedEvent) -> Iterable[Change]:
        yield Change(table, event.data[key], columns(event.data))

    return rows


def removing(table: str, key: str) -> Rows:
    def rows(event: FeedEvent) -> Iterable[Change]:
        yield Change(table, event.data[key], None)

    return rows


def nothing(_event: FeedEvent) -> Iterable[Change]:
    """Who uses a provider is told by the profiles."""
    return ()


def provider(columns: Callable[[dict[str, Any]], Columns]) -> Projected:
    return Projected(setting("llm_providers", "provider_id", columns), PROVIDERS)


def profile(columns: Callable[[dict[str, Any]], Columns]) -> Projected:
    return Projected(setting("llm_profiles", "profile_id", columns), PROFILES)


PROVIDERS = frozenset({"llm_providers"})
PROFILES = frozenset({"llm_profiles"})

LLM = {
    provider_events.ProviderConfigured.TOPIC: Projected(provider_configured, PROVIDERS),
    provider_events.ProviderEnabled.TOPIC: provider(
        lambda data: {"is_enabled": True, "updated_at": data["enabled_at"]}
    ),
    provider_events.ProviderDisabled.TOPIC: provider(
        lambda data: {"is_enabled": False, "updated_at": data["disabled_at"]}
    ),
    provider_events.ProviderRemoved.TOPIC: Projected(removing("llm_providers", "provider_id"), PROVIDERS),
    provider_events.ProfileAttached.TOPIC: Projected(nothing, frozenset()),
    provider_events.ProfileDetached.TOPIC: Projected(nothing, frozenset()),
    profile_events.ProfileConfigured.TOPIC: Projected(profile_configured, PROFILES),
    profile_events.ProfileEnabled.TOPIC: profile(lambda data: {"enabled": True, "updated_at": data["enabled_at"]}),
    profile_events.ProfileDisabled.TOPIC: profile(lambda data: {"enabled": False, "updated_at": data["disabled_at"]}),
    profile_events.ProfileRemoved.TOPIC: Projected(removing("llm_profiles", "profile_id"), PROFILES),
}
