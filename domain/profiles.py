"""LLM profiles: the specialists, each a role played by a model of a provider."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from . import profile_events as on
from .errors import Invalid, NotFound, Refused
from .events import Event
from .profile_events import ProfileConfigured, ProfileDisabled, ProfileEnabled, ProfileRemoved, ProfileSettings

REQUIRED = ("role", "display_name", "provider_id", "model")


def profile_stream(profile_id: str) -> str:
    """The name of a profile's stream."""
    return f"profile:{profile_id}"


@dataclass(frozen=True, slots=True)
class Profile:
    """What decisions about one profile need to know; `settings` is None where there is no such profile."""

    id: str
    version: int = 0
    settings: ProfileSettings | None = None
    is_enabled: bool = True

    @property
    def profile_id(self) -> str:
        return self.id.removeprefix(profile_stream(""))

    def require_known(self) -> ProfileSettings:
        """Its settings. Raises NotFound when there is no such profile."""
        if self.settings is None:
            raise NotFound(f"there is no profile {self.profile_id}")
        return self.settings

    def apply(self, event: Event) -> Self:
        return replace(self, version=self.version + 1, **self.changed(event))

    def changed(self, event: Event) -> dict[str, Any]:
        match event:
            case ProfileConfigured():
                return {"settings": event.settings}
            case on.ProfileEnabled() | on.ProfileDisabled():
                return {"is_enabled": isinstance(event, ProfileEnabled)}
            case ProfileRemoved():
                return {"settings": None, "is_enabled": True}
        raise TypeError(f"{event.TOPIC} is not an event of a profile")


def configure(profile: Profile, changes: Mapping[str, Any], *, at: datetime) -> ProfileConfigured | None:
    """Set a profile up or change some of its settings; nothing new is no event.

    Raises Invalid when a new profile lacks what it needs.
    """
    before = profile.settings
    settings = {**(before.model_dump() if before else {}), **changes}
    for name in REQUIRED:
        if settings.get(name) is None:
            raise Invalid(f"{name} is missing: profile {profile.profile_id} is new and needs it")
    after = ProfileSettings.model_validate(settings)
    if after == before:
        return None
    return ProfileConfigured(profile_id=profile.profile_id, settings=after, configured_at=at)


def enable(profile: Profile, *, at: datetime) -> ProfileEnabled:
    """Let a profile be used again. Raises Refused when it is enabled, NotFound."""
    profile.require_known()
    if profile.is_enabled:
        raise Refused(f"profile {profile.profile_id} is enabled already")
    return ProfileEnabled(profile_id=profile.profile_id, enabled_at=at)


def disable(profile: Profile, *, at: datetime) -> ProfileDisabled:
    """Let a profile not be used for now. Raises Refused when it is disabled, NotFound."""
    profile.require_known()
    if not profile.is_enabled:
        raise Refused(f"profile {profile.profile_id} is disabled already")
    return ProfileDisabled(profile_id=profile.profile_id, disabled_at=at)


def remove(profile: Profile, *, at: datetime) -> ProfileRemoved:
    """Give a profile up for good. Raises NotFound."""
    profile.require_known()
    return ProfileRemoved(profile_id=profile.profile_id, removed_at=at)
