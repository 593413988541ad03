"""What queries about LLM settings and chats answer with. Instants are aware UTC."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class ProviderRecord:
    """An LLM provider; in `config` whatever is sealed is shown as `****`."""

    id: str
    name: str
    provider_type: str
    is_enabled: bool
    config: dict[str, Any]
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ProfileRecord:
    """An LLM profile; None leaves a choice to the provider."""

    id: str
    role: str
    display_name: str
    description: str
    provider_id: str
    model: str
    temperature: float | None
    system_prompt: str
    max_tokens: int | None
    enabled: bool
    created_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ChatSessionRecord:
    """A chat and how many messages it has."""

    id: str
    title: str
    created_at: datetime
    updated_at: datetime
    messages: int


@dataclass(frozen=True, slots=True)
class ChatMessageRecord:
    """A message; `number` counts those of its chat from 1."""

    id: str
    session_id: str
    role: str
    content: str
    citations: list[Any]
    created_at: datetime
    number: int
