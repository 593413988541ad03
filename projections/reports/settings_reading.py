"""Queries about LLM settings and chats. The connection's search_path must lead to a generation."""

from dataclasses import dataclass, replace
from typing import Any

from ...domain.provider_events import ProviderConfig
from ...domain.secrets import HIDDEN, Sealed
from ...postgres.connection import Connection
from .reading import Ids, only, records
from .settings_records import ChatMessageRecord, ChatSessionRecord, ProfileRecord, ProviderRecord


@dataclass(frozen=True, slots=True)
class LlmSettings:
    """Which providers and profiles there are; nothing here can show a secret."""

    connection: Connection

    def provider(self, provider_id: str) -> ProviderRecord | None:
        """The provider with this id."""
        return only(self.providers(ids=[provider_id]))

    def providers(self, *, ids: Ids = None) -> list[ProviderRecord]:
        """Providers by name."""
        return [masked(one) for one in records(self.connection, ProviderRecord, "providers", ids=ids)]

    def profile(self, profile_id: str) -> ProfileRecord | None:
        """The profile with this id."""
        return only(self.profiles(ids=[profile_id]))

    def profiles(
        self, *, role: str | None = None, provider_id: str | None = None, ids: Ids = None
    ) -> list[ProfileRecord]:
        """Profiles by role and name."""
        values = {"ids": ids, "role": role, "provider_id": provider_id}
        return records(self.connection, ProfileRecord, "profiles", **values)


@dataclass(frozen=True, slots=True)
class Chats:
    """Which chats there are, and what was said in them."""

    connection: Connection

    def session(self, chat_id: str) -> ChatSessionRecord | None:
        """The chat with this id; None for a deleted one."""
        return only(self.sessions(ids=[chat_id]))

    def sessions(self, *, ids: Ids = None) -> list[ChatSessionRecord]:
        """Chats, the one last written in first."""
        return records(self.connection, ChatSessionRecord, "chats", ids=ids)

    def messages(self, chat_id: str, *, after: int = 0, limit: int | None = None) -> list[ChatMessageRecord]:
        """The messages of a chat in order, those with a `number` above `after`."""
        return records(self.connection, ChatMessageRecord, "messages", chat_id=chat_id, after=after, limit=limit)


def masked(provider: ProviderRecord) -> ProviderRecord:
    return replace(provider, config={name: shown(name, value) for name, value in provider.config.items()})


def shown(name: str, value: Any) -> Any:
    """A part of a config as anybody may see it. What this program does not know may be a secret."""
    field = ProviderConfig.model_fields.get(name)
    is_secret = field is None or field.annotation == Sealed | None
    return HIDDEN if is_secret and value is not None else value
