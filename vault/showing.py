"""What of a provider's config may be shown: everything but its secrets, and of those at most the end."""

from typing import Any

from ..domain.errors import Misconfigured, NotFound
from ..domain.provider_events import ProviderConfig
from ..domain.secrets import HIDDEN, Sealed, Vault, mask


def masked(vault: Vault, provider_id: str, config: ProviderConfig) -> dict[str, Any]:
    """The config in the seed's keys, those that are set, with every secret masked; never raises for want of a key."""
    shown = {
        "api_key": config.api_key and end_of(vault, provider_id, config.api_key),
        "base_url": url(config.base_url, config.base_url_credentials),
        "cli_type": config.cli_type,
        "proxy_url": url(config.proxy_url, config.proxy_url_credentials),
        "timeout": config.timeout,
    }
    return {key: value for key, value in shown.items() if value is not None}


def end_of(vault: Vault, provider_id: str, sealed: Sealed) -> str:
    try:
        return mask(vault.reveal(provider_id, "api_key", sealed).get_secret_value())
    except (NotFound, Misconfigured):
        return HIDDEN


def url(address: str | None, credentials: Sealed | None) -> str | None:
    return address if address is None or credentials is None else address.replace("://", f"://{HIDDEN}@", 1)
