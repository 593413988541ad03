"""LLM providers: configured, enabled and disabled, removed once no profile uses them."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from . import provider_events as on
from .errors import Invalid, NotFound, Refused
from .events import Event
from .provider_events import (
    ProfileAttached,
    ProfileDetached,
    ProviderConfig,
    ProviderConfigured,
    ProviderDisabled,
    ProviderEnabled,
    ProviderRemoved,
    ProviderType,
)


def provider_stream(provider_id: str) -> str:
    """The name of a provider's stream."""
    return f"provider:{provider_id}"


@dataclass(frozen=True, slots=True)
class Provider:
    """What decisions about one provider need to know; `configured` is None where there is no such provider.

    `incarnation` is the version of the stream at the last removal, 0 before any: what was sealed before it is lost.
    """

    id: str
    version: int = 0
    configured: ProviderConfigured | None = None
    is_enabled: bool = True
    profiles: frozenset[str] = frozenset()
    incarnation: int = 0

    @property
    def provider_id(self) -> str:
        return self.id.removeprefix(provider_stream(""))

    def require_known(self) -> ProviderConfigured:
        """How it was configured last. Raises NotFound when there is no such provider."""
        if self.configured is None:
            raise NotFound(f"there is no provider {self.provider_id}")
        return self.configured

    def apply(self, event: Event) -> Self:
        return replace(self, version=self.version + 1, **self.changed(event))

    def changed(self, event: Event) -> dict[str, Any]:
        match event:
            case ProviderConfigured():
                return {"configured": event}
            case on.ProviderEnabled() | on.ProviderDisabled():
                return {"is_enabled": isinstance(event, ProviderEnabled)}
            case ProviderRemoved():
                return {"configured": None, "is_enabled": True, "incarnation": self.version + 1}
            case ProfileAttached():
                return {"profiles": self.profiles | {event.profile_id}}
            case ProfileDetached():
                return {"profiles": self.profiles - {event.profile_id}}
        raise TypeError(f"{event.TOPIC} is not an event of a provider")


def identify(provider: Provider, *, name: str | None, provider_type: ProviderType | None) -> tuple[str, ProviderType]:
    """Name and type of a provider, None keeping the known ones. Raises Invalid when a new one lacks them."""
    if provider.configured is not None:
        return name or provider.configured.name, provider_type or provider.configured.provider_type
    if name is None or provider_type is None:
        missing = "name" if name is None else "provider_type"
        raise Invalid(f"{missing} is missing: provider {provider.provider_id} is new and needs it")
    return name, provider_type


def configure(
    provider: Provider, name: str, provider_type: ProviderType, config: ProviderConfig, *, at: datetime
) -> ProviderConfigured | None:
    """Set a provider up or change it; None when all of it is as it was."""
    known = provider.configured
    if known and (known.name, known.provider_type, known.config) == (name, provider_type, config):
        return None
    return ProviderConfigured(
        provider_id=provider.provider_id, name=name, provider_type=provider_type, config=config, configured_at=at
    )


def enable(provider: Provider, *, at: datetime) -> ProviderEnabled:
    """Let a provider be used again. Raises Refused when it is enabled, NotFound."""
    provider.require_known()
    if provider.is_enabled:
        raise Refused(f"provider {provider.provider_id} is enabled already")
    return ProviderEnabled(provider_id=provider.provider_id, enabled_at=at)


def disable(provider: Provider, *, at: datetime) -> ProviderDisabled:
    """Let a provider not be used for now. Raises Refused when it is disabled, NotFound."""
    provider.require_known()
    if not provider.is_enabled:
        raise Refused(f"provider {provider.provider_id} is disabled already")
    return ProviderDisabled(provider_id=provider.provider_id, disabled_at=at)


def remove(provider: Provider, *, at: datetime) -> ProviderRemoved:
    """Give a provider up for good. Raises Refused naming the profiles that use it, NotFound."""
    provider.require_known()
    if provider.profiles:
        raise Refused(
            f"provider {provider.provider_id} is used by {', '.join(sorted(provider.profiles))} and cannot be removed",
            hint="give these profiles another provider or remove them first",
        )
    return ProviderRemoved(provider_id=provider.provider_id, removed_at=at)


def attach(provider: Provider, profile_id: str) -> ProfileAttached:
    """Let a profile use the provider. Raises NotFound."""
    provider.require_known()
    return ProfileAttached(provider_id=provider.provider_id, profile_id=profile_id)


def detach(provider: Provider, profile_id: str) -> ProfileDetached:
    """The profile uses the provider no longer."""
    return ProfileDetached(provider_id=provider.provider_id, profile_id=profile_id)
