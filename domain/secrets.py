"""Secrets: sealed before they become part of an event (I7), masked before anybody sees them."""

from typing import NamedTuple, Protocol

from pydantic import SecretStr

from .events import Fact

HIDDEN = "****"
SHOWN_CHARACTERS = 4
LONG_ENOUGH = 16
"""A secret of fewer characters is hidden whole: its end would tell too much of it."""


class Sealed(Fact):
    """A secret that only its provider's data key opens.

    A provider has a data key of its own for each `incarnation`: 0 at first, after a removal the version of its stream
    at that removal. `ciphertext` is base64url of the nonce and what AES-256-GCM made.
    """

    incarnation: int
    ciphertext: str


class Place(NamedTuple):
    """Where a sealed secret stands: a part of the config of one incarnation of a provider."""

    provider_id: str
    incarnation: int
    field: str


class Vault(Protocol):
    """Where secrets are sealed and opened; the keys are no part of the log."""

    def seal(self, place: Place, secret: SecretStr, *, known: Sealed | None = None) -> Sealed:
        """Seal a secret for one place, elsewhere it cannot be opened; `known` itself when it holds the same.

        Raises Misconfigured without the right master key, Unavailable.
        """

    def reveal(self, provider_id: str, field: str, sealed: Sealed) -> SecretStr:
        """Open what was sealed for this provider and part of its config.

        Raises NotFound when its data key was destroyed, Misconfigured without the right master key, Unavailable.
        """


def mask(secret: str) -> str:
    """What may be shown of a secret: its last four characters when it is long enough, else nothing of it."""
    return HIDDEN + secret[-SHOWN_CHARACTERS:] if len(secret) >= LONG_ENOUGH else HIDDEN
