"""What can happen to an LLM profile."""

from datetime import datetime
from typing import ClassVar, Literal

from .events import Event, Fact

Role = Literal["manager", "librarian", "qa", "security", "ui_ux", "chat", "analyzer"]


class ProfileSettings(Fact):
    """A role, the model that plays it, and how it is asked. None leaves a choice to the provider."""

    role: Role
    display_name: str
    description: str = ""
    provider_id: str
    model: str
    temperature: float | None = None
    system_prompt: str = ""
    max_tokens: int | None = None


class ProfileConfigured(Event):
    """Somebody set a profile up or changed it; says all of it. A new profile is enabled."""

    TOPIC: ClassVar[str] = "profile.configured"

    profile_id: str
    settings: ProfileSettings
    configured_at: datetime


class ProfileEnabled(Event):
    """A profile may be used again."""

    TOPIC: ClassVar[str] = "profile.enabled"

    profile_id: str
    enabled_at: datetime


class ProfileDisabled(Event):
    """A profile shall not be used for now."""

    TOPIC: ClassVar[str] = "profile.disabled"

    profile_id: str
    disabled_at: datetime


class ProfileRemoved(Event):
    """A profile is gone; its provider may be removed now."""

    TOPIC: ClassVar[str] = "profile.removed"

    profile_id: str
    removed_at: datetime
