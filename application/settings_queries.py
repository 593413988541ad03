"""What an open project knows of LLM settings and chats; unknown ids raise NotFound, secrets are masked."""

from dataclasses import replace

from pydantic import SecretStr

from ..domain.profile_events import Role
from ..domain.providers import Provider, provider_stream
from ..outbox.cli_models import cli_models
from ..projections.reading import reader
from ..projections.reports.settings_records import ChatMessageRecord, ChatSessionRecord, ProfileRecord, ProviderRecord
from ..vault.showing import masked
from . import secrecy
from .queries import known
from .wiring import Project


class SettingsQueries:
    """Queries that each see one state of the read model. A filter that is left out does not filter."""

    project: Project

    def providers(self) -> list[ProviderRecord]:
        """LLM providers by name, secrets masked."""
        with reader(self.project.database) as reading:
            return reading.llm.providers()

    def provider(self, provider_id: str) -> ProviderRecord:
        """One LLM provider; of a key that is long enough the end is shown, so that keys can be told apart."""
        with reader(self.project.database) as reading:
            found = known(reading.llm.provider(provider_id), "provider", provider_id)
        configured = self.project.log.aggregate(Provider, provider_stream(provider_id), fresh=True).configured
        if configured is None:
            return found
        return replace(found, config=masked(self.project.vault, provider_id, configured.config))

    def api_key(self, provider_id: str) -> SecretStr | None:
        """The key of an LLM provider in the open, for calling it; queries show it masked. Raises NotFound."""
        return secrecy.api_key(self.project, provider_id)

    def profiles(self, *, role: Role | None = None, provider_id: str | None = None) -> list[ProfileRecord]:
        """LLM profiles by role and name."""
        with reader(self.project.database) as reading:
            return reading.llm.profiles(role=role, provider_id=provider_id)

    def profile(self, profile_id: str) -> ProfileRecord:
        """One LLM profile."""
        with reader(self.project.database) as reading:
            return known(reading.llm.profile(profile_id), "profile", profile_id)

    def cli_models(self) -> dict[str, tuple[str, ...]]:
        """The models of each command-line program behind a CLI bridge, sorted."""
        return cli_models(self.project.database)

    def chats(self) -> list[ChatSessionRecord]:
        """Chats, the one last written in first."""
        with reader(self.project.database) as reading:
            return reading.chats.sessions()

    def chat(self, chat_id: str) -> ChatSessionRecord:
        """One chat; a deleted one is unknown."""
        with reader(self.project.database) as reading:
            return known(reading.chats.session(chat_id), "chat", chat_id)

    def chat_messages(self, chat_id: str, *, after: int = 0, limit: int | None = None) -> list[ChatMessageRecord]:
        """The messages of a chat in order, those with a `number` above `after`."""
        with reader(self.project.database) as reading:
            known(reading.chats.session(chat_id), "chat", chat_id)
            return reading.chats.messages(chat_id, after=after, limit=limit)
