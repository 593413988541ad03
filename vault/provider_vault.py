"""The vault of one project: seals the secrets of providers, opens them, and lets nothing of removed ones be opened."""

import base64
import logging

from pydantic import SecretStr

from ..domain.errors import Misconfigured, NotFound
from ..domain.secrets import Place, Sealed
from ..postgres.connection import Database
from .cipher import Undecipherable, decrypt, encrypt
from .data_keys import DataKeys, label
from .keyring import Keyring
from .rotation import Rotation, rotate_key, settle

logger = logging.getLogger("docrunch.vault")


class ProviderVault:
    """A domain Vault over the data keys in the database; thread-safe. See the methods for what they raise."""

    def __init__(self, database: Database, keyring: Keyring) -> None:
        self.database = database
        self.keyring = keyring
        self.keys = DataKeys(database, keyring)

    def seal(self, place: Place, secret: SecretStr, *, known: Sealed | None = None) -> Sealed:
        """Seal a secret for one place; `known` itself when it holds the same. Raises Misconfigured, Unavailable."""
        data_key, plaintext = self.keys.find_or_make(place.provider_id, place.incarnation), secret.get_secret_value()
        if known is not None and opened(data_key, place, known) == plaintext:
            return known
        ciphertext = encrypt(data_key, plaintext.encode(), label(*place))
        return Sealed(incarnation=place.incarnation, ciphertext=base64.urlsafe_b64encode(ciphertext).decode())

    def reveal(self, provider_id: str, field: str, sealed: Sealed) -> SecretStr:
        """Open a sealed secret. Raises NotFound when its data key was destroyed, Misconfigured, Unavailable."""
        data_key = self.keys.find(provider_id, sealed.incarnation)
        if data_key is None:
            raise NotFound(f"the {field} of provider {provider_id} cannot be opened again: its data key was destroyed")
        plaintext = opened(data_key, Place(provider_id, sealed.incarnation, field), sealed)
        if plaintext is None:
            raise Misconfigured(f"the {field} of provider {provider_id} was sealed for another place or is damaged")
        return SecretStr(plaintext)

    def sweep(self) -> int:
        """Destroy the data keys of removed providers, finish what an interrupted rotation left; returns how many."""
        settle(self.database, self.keyring)
        destroyed = self.keys.destroy_dead()
        if destroyed:
            logger.info("destroyed the data keys of removed providers: %d", destroyed)
        return destroyed

    def rotate_key(self, *, old: SecretStr | None = None, new: SecretStr | None = None) -> Rotation:
        """Change the master key. Raises Misconfigured, Invalid, Unavailable; see `rotation.rotate_key`."""
        rotation = rotate_key(self.database, self.keyring, old=old, new=new)
        logger.info("wrapped %d data keys by the master key %s", rotation.data_keys, rotation.key_id)
        return rotation


def opened(data_key: bytes, place: Place, sealed: Sealed) -> str | None:
    """The secret, None when it was not sealed for this place with this key."""
    try:
        ciphertext = base64.urlsafe_b64decode(sealed.ciphertext)
        return decrypt(data_key, ciphertext, label(*place)).decode()
    except (Undecipherable, ValueError):
        return None
