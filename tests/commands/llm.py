"""LLM settings for tests: wishes with all they need, and a vault that hides nothing."""

from typing import Any

from docrunch.commands.command import Command
from docrunch.commands.dispatch import dispatch
from docrunch.commands.parsing import parse
from docrunch.commands.profiles import ConfigureProfile
from docrunch.commands.providers import ConfigureProvider
from docrunch.domain.receipts import Receipt
from docrunch.domain.secrets import Place, Sealed
from pydantic import SecretStr

from .memory import Memory

NEEDED: dict[str, Any] = {"role": "chat", "display_name": "Chat", "provider_id": "p", "model": "m"}


class OpenVault:
    """A vault that hides nothing, so that tests see what was sealed for which place."""

    def seal(self, place: Place, secret: SecretStr, *, known: Sealed | None = None) -> Sealed:
        sealed = Sealed(incarnation=place.incarnation, ciphertext=f"{place.field}={secret.get_secret_value()}")
        return known if known == sealed else sealed

    def reveal(self, provider_id: str, field: str, sealed: Sealed) -> SecretStr:
        return SecretStr(sealed.ciphertext.removeprefix(f"{field}="))


def provider(provider_id: str = "p", **config: Any) -> Command:
    fields = {"provider_id": provider_id, "name": "P", "provider_type": "openai", "config": config}
    return parse(ConfigureProvider, fields)


def profile(profile_id: str = "c", **fields: Any) -> Command:
    return parse(ConfigureProfile, {"profile_id": profile_id} | NEEDED | fields)


def do(memory: Memory, *commands: Command, program: int = 0) -> list[Receipt]:
    return dispatch(memory.logs[program], commands, OpenVault())
