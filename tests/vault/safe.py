"""What the tests of the vault share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from docrunch.commands.dispatch import dispatch
from docrunch.commands.provider_settings import ProviderSettings
from docrunch.commands.providers import ConfigureProvider, RemoveProvider
from docrunch.domain.provider_events import ProviderConfig
from docrunch.domain.providers import Provider, provider_stream
from docrunch.domain.receipts import Receipt
from docrunch.outbox.log import EventLog
from docrunch.postgres.connection import Database
from docrunch.vault.key_file import KeyFile
from docrunch.vault.provider_vault import ProviderVault

SECRET = "sk-proj-0123456789-wxyz"  # noqa: S105 - planted to be looked for
ONE, TWO, THREE = (f"master key number {number}" for number in ("one", "two", "three"))


@dataclass
class Safe:
    """One program's view of a project: its log and its vault."""

    database: Database
    log: EventLog
    vault: ProviderVault
    file: KeyFile

    def configure(self, provider_id: str = "openai", **config: Any) -> Receipt:
        command = ConfigureProvider(
            provider_id=provider_id, name=provider_id.title(), provider_type="openai", config=ProviderSettings(**config)
        )
        return dispatch(self.log, [command], self.vault)[0]

    def remove(self, provider_id: str = "openai") -> Receipt:
        """As the application does it: the data key goes once the event is committed."""
        receipt = dispatch(self.log, [RemoveProvider(provider_id=provider_id)], self.vault)[0]
        self.vault.sweep()
        return receipt

    def config(self, provider_id: str = "openai") -> ProviderConfig:
        provider = self.log.aggregate(Provider, provider_stream(provider_id), fresh=True)
        return provider.require_known().config

    def api_key(self, provider_id: str = "openai") -> str:
        """The secret as whoever calls the provider needs it."""
        sealed = self.config(provider_id).api_key
        assert sealed is not None
        return self.vault.reveal(provider_id, "api_key", sealed).get_secret_value()

    def data_keys(self) -> list[tuple[Any, ...]]:
        """The data keys: whose they are and which master key wraps them."""
        rows = self.database.connection().execute(
            "SELECT provider_id, incarnation, wrapped_by FROM provider_keys ORDER BY 1, 2"
        )
        return rows.fetchall()


SafeWith = Callable[[str | None], Safe]
