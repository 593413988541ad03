"""Commands about LLM profiles: configure, enable, disable, remove."""

from collections.abc import Mapping
from functools import partial

from pydantic import Field

from ..domain import profiles, providers
from ..domain.instants import Instant
from ..domain.llm_values import Temperature, Tokens
from ..domain.profile_events import ProfileSettings, Role
from ..domain.profiles import Profile, profile_stream
from ..domain.providers import Provider, provider_stream
from ..domain.text import Id, Name, Note, Title
from .command import Command, now
from .dispatch import handles
from .fields import new_id
from .work import Work


class ConfigureProfile(Command):
    """Set a profile up, or change what is given of it and keep the rest.

    A new one needs role, display_name, provider_id and model; its provider must be in the log. `temperature` (0 to 2)
    and `max_tokens` may be null: the provider chooses. The same again is no event.
    """

    profile_id: Id = Field(default_factory=partial(new_id, "profile"))
    role: Role | None = None
    display_name: Title | None = None
    description: Note | None = None
    provider_id: Id | None = None
    model: Name | None = None
    temperature: Temperature | None = None
    system_prompt: Note | None = None
    max_tokens: Tokens | None = None
    configured_at: Instant = Field(default_factory=now)

    def changes(self) -> dict[str, object]:
        """The settings that were given; null counts where a setting may be null."""
        given = self.model_dump(include=self.model_fields_set & ProfileSettings.model_fields.keys())
        nullable = {"temperature", "max_tokens"}
        return {field: value for field, value in given.items() if value is not None or field in nullable}


class EnableProfile(Command):
    """Let a disabled profile be used again."""

    profile_id: Id
    enabled_at: Instant = Field(default_factory=now)


class DisableProfile(Command):
    """Let a profile not be used for now; its settings stay."""

    profile_id: Id
    disabled_at: Instant = Field(default_factory=now)


class RemoveProfile(Command):
    """Remove a profile."""

    profile_id: Id
    removed_at: Instant = Field(default_factory=now)


@handles(ConfigureProfile)
def configure_profile(command: ConfigureProfile, work: Work) -> Mapping[str, str]:
    profile = work.load(Profile, profile_stream(command.profile_id))
    event = profiles.configure(profile, command.changes(), at=command.configured_at)
    if event is not None:
        work.record(profile, event)
        use(command.profile_id, profile.settings, event.settings, work)
    return {"profile_id": command.profile_id}


def use(profile_id: str, before: ProfileSettings | None, after: ProfileSettings | None, work: Work) -> None:
    """Tell the providers of a profile who uses them: a provider in use is not removed, whoever comes first."""
    left = before.provider_id if before else None
    taken = after.provider_id if after else None
    if taken is not None and taken != left:
        provider = work.load(Provider, provider_stream(taken))
        work.record(provider, providers.attach(provider, profile_id))
    if left is not None and taken != left:
        provider = work.load(Provider, provider_stream(left))
        work.record(provider, providers.detach(provider, profile_id))


@handles(EnableProfile)
def enable_profile(command: EnableProfile, work: Work) -> Mapping[str, str]:
    profile = work.load(Profile, profile_stream(command.profile_id))
    work.record(profile, profiles.enable(profile, at=command.enabled_at))
    return {"profile_id": command.profile_id}


@handles(DisableProfile)
def disable_profile(command: DisableProfile, work: Work) -> Mapping[str, str]:
    profile = work.load(Profile, profile_stream(command.profile_id))
    work.record(profile, profiles.disable(profile, at=command.disabled_at))
    return {"profile_id": command.profile_id}


@handles(RemoveProfile)
def remove_profile(command: RemoveProfile, work: Work) -> Mapping[str, str]:
    profile = work.load(Profile, profile_stream(command.profile_id))
    work.record(profile, profiles.remove(profile, at=command.removed_at))
    use(command.profile_id, profile.settings, None, work)
    return {"profile_id": command.profile_id}
