"""Commands about LLM providers: configure, enable, disable, remove."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar

from pydantic import ConfigDict, Field

from ..domain import providers
from ..domain.errors import DuplicateCommand
from ..domain.instants import Instant
from ..domain.provider_events import ProviderConfig, ProviderType
from ..domain.providers import Provider, provider_stream
from ..domain.secrets import Place
from ..domain.text import Id, Name
from .command import Command, now
from .dispatch import handles
from .fields import new_id
from .provider_settings import ProviderSettings
from .work import Work


class ConfigureProvider(Command):
    """Set a provider up, or change what is given of it and keep the rest; a new one needs name and provider_type.

    Its secrets are encrypted before they reach the log, and nothing shows them. The same again is no event.
    """

    # Whoever prints this command or what is wrong with it must not print its secrets.
    model_config = ConfigDict(hide_input_in_errors=True)
    HIDES_VALUES: ClassVar[bool] = True

    provider_id: Id = Field(default_factory=partial(new_id, "provider"))
    name: Name | None = None
    provider_type: ProviderType | None = None
    config: ProviderSettings = ProviderSettings()
    configured_at: Instant = Field(default_factory=now)


class EnableProvider(Command):
    """Let a disabled provider be used again."""

    provider_id: Id
    enabled_at: Instant = Field(default_factory=now)


class DisableProvider(Command):
    """Let a provider not be used for now; its settings stay."""

    provider_id: Id
    disabled_at: Instant = Field(default_factory=now)


class RemoveProvider(Command):
    """Remove a provider that no profile uses; its secrets can never be opened again."""

    provider_id: Id
    removed_at: Instant = Field(default_factory=now)


@handles(ConfigureProvider)
def configure_provider(command: ConfigureProvider, work: Work) -> Mapping[str, str]:
    provider = work.load(Provider, provider_stream(command.provider_id))
    # First, so that a refused command makes no data key.
    name, provider_type = providers.identify(provider, name=command.name, provider_type=command.provider_type)
    known = provider.configured.config if provider.configured else ProviderConfig()
    config = known.model_copy(update=command.config.plain() | sealed(command, provider, known, work))
    event = providers.configure(provider, name, provider_type, config, at=command.configured_at)
    if event is not None:
        work.record(provider, event)
    return {"provider_id": command.provider_id}


def sealed(command: ConfigureProvider, provider: Provider, known: ProviderConfig, work: Work) -> dict[str, Any]:
    """The given secrets, sealed for this provider. Raises DuplicateCommand for a repeat: it makes no data key."""
    secrets = command.config.secrets()
    if any(secrets.values()) and work.log.receipts([command.command_id]):
        raise DuplicateCommand("this command id was recorded before")
    places = {field: Place(command.provider_id, provider.incarnation, field) for field in secrets}
    return {
        field: secret and work.vault.seal(places[field], secret, known=getattr(known, field))
        for field, secret in secrets.items()
    }


@handles(EnableProvider)
def enable_provider(command: EnableProvider, work: Work) -> Mapping[str, str]:
    provider = work.load(Provider, provider_stream(command.provider_id))
    work.record(provider, providers.enable(provider, at=command.enabled_at))
    return {"provider_id": command.provider_id}


@handles(DisableProvider)
def disable_provider(command: DisableProvider, work: Work) -> Mapping[str, str]:
    provider = work.load(Provider, provider_stream(command.provider_id))
    work.record(provider, providers.disable(provider, at=command.disabled_at))
    return {"provider_id": command.provider_id}


@handles(RemoveProvider)
def remove_provider(command: RemoveProvider, work: Work) -> Mapping[str, str]:
    provider = work.load(Provider, provider_stream(command.provider_id))
    work.record(provider, providers.remove(provider, at=command.removed_at))
    return {"provider_id": command.provider_id}
