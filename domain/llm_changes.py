"""Which entities the events of LLM providers, profiles and CLI models change."""

from collections.abc import Callable
from typing import Any, Literal

from .cli_models import CliModelsChanged
from .entity_change import REPORT_PRIORITY, EntityChange
from .profile_events import ProfileConfigured, ProfileDisabled, ProfileEnabled, ProfileRemoved
from .provider_events import (
    ProfileAttached,
    ProfileDetached,
    ProviderConfigured,
    ProviderDisabled,
    ProviderEnabled,
    ProviderRemoved,
)

Derivation = Callable[[dict[str, Any]], list[EntityChange]]


def one(entity_type: str, key: str, action: Literal["upsert", "delete"] = "upsert") -> Derivation:
    """The derivation of events that change the one entity whose id stands under `key`."""

    def derive(data: dict[str, Any]) -> list[EntityChange]:
        return [EntityChange(entity_type, data[key], action, None, REPORT_PRIORITY, None)]

    return derive


PROVIDER = one("llm_provider", "provider_id")
PROFILE = one("llm_profile", "profile_id")

LLM_DERIVATIONS: dict[str, Derivation] = {
    ProviderConfigured.TOPIC: PROVIDER,
    ProviderEnabled.TOPIC: PROVIDER,
    ProviderDisabled.TOPIC: PROVIDER,
    ProfileAttached.TOPIC: PROVIDER,
    ProfileDetached.TOPIC: PROVIDER,
    ProviderRemoved.TOPIC: one("llm_provider", "provider_id", "delete"),
    ProfileConfigured.TOPIC: PROFILE,
    ProfileEnabled.TOPIC: PROFILE,
    ProfileDisabled.TOPIC: PROFILE,
    ProfileRemoved.TOPIC: one("llm_profile", "profile_id", "delete"),
    CliModelsChanged.TOPIC: one("cli_models", "cli_type"),
}
