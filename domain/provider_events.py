"""What can happen to an LLM provider."""

from datetime import datetime
from typing import ClassVar, Literal

from .events import Event, Fact
from .secrets import Sealed

ProviderType = Literal["openai", "anthropic", "xai", "google", "ollama", "cli_bridge"]


class ProviderConfig(Fact):
    """How a provider is reached. What may be a secret is sealed: the key, and user and password of the URLs.

    `timeout` is in seconds. `cli_type` names the command-line program behind a `cli_bridge`.
    """

    api_key: Sealed | None = None
    base_url: str | None = None
    base_url_credentials: Sealed | None = None
    cli_type: str | None = None
    proxy_url: str | None = None
    proxy_url_credentials: Sealed | None = None
    timeout: float | None = None


class ProviderConfigured(Event):
    """Somebody set a provider up or changed how it is reached; says all of it. A new provider is enabled."""

    TOPIC: ClassVar[str] = "provider.configured"

    provider_id: str
    name: str
    provider_type: ProviderType
    config: ProviderConfig
    configured_at: datetime


class ProviderEnabled(Event):
    """A provider may be used again."""

    TOPIC: ClassVar[str] = "provider.enabled"

    provider_id: str
    enabled_at: datetime


class ProviderDisabled(Event):
    """A provider shall not be used for now."""

    TOPIC: ClassVar[str] = "provider.disabled"

    provider_id: str
    disabled_at: datetime


class ProviderRemoved(Event):
    """A provider is gone. From here on the data key of its secrets is destroyed, so nobody opens them again."""

    TOPIC: ClassVar[str] = "provider.removed"

    provider_id: str
    removed_at: datetime


class ProfileAttached(Event):
    """A profile began to use the provider, which cannot be removed until it stops."""

    TOPIC: ClassVar[str] = "provider.profile_attached"

    provider_id: str
    profile_id: str


class ProfileDetached(Event):
    """A profile stopped using the provider: it uses another one now, or is gone."""

    TOPIC: ClassVar[str] = "provider.profile_detached"

    provider_id: str
    profile_id: str
