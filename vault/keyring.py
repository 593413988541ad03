"""Which master key counts: the one from the environment, else the key file, which is made when it is first needed."""

from collections.abc import Collection
from dataclasses import dataclass

from pydantic import SecretStr

from ..domain.errors import Misconfigured
from .key_file import KeyFile
from .master_key import MasterKey

VARIABLE = "DOCRUNCH_ENCRYPTION_KEY"


@dataclass(frozen=True, slots=True)
class Keyring:
    """The keys at hand. While there is a `given` one the file is not looked at, except to rotate keys."""

    given: SecretStr | None
    file: KeyFile

    def at_hand(self) -> list[MasterKey]:
        """The keys that count. A rotation of the key file that was interrupted leaves two; the database knows which."""
        if self.given is not None:
            return [MasterKey.derived(self.given, VARIABLE)]
        return self.in_files()

    def in_files(self) -> list[MasterKey]:
        texts = [(file, file.read()) for file in (self.file, self.file.next)]
        return [MasterKey.derived(text, str(file.path)) for file, text in texts if text is not None]

    def key(self, wrapped_by: str) -> MasterKey:
        """The key of this id. Raises Misconfigured when it is not at hand."""
        keys = self.at_hand()
        return next((key for key in keys if key.id == wrapped_by), None) or self.refuse(keys, wrapped_by)

    def key_for_more(self, in_use: Collection[str]) -> MasterKey:
        """The key to wrap another data key with, as all are wrapped by one. Raises Misconfigured without it."""
        keys = self.at_hand()
        if not in_use:
            return keys[0] if keys else MasterKey.derived(self.file.make(), str(self.file.path))
        missing = next((id_ for id_ in in_use if id_ not in {key.id for key in keys}), None)
        if missing is not None:
            self.refuse(keys, missing)
        return next(key for key in keys if key.id in in_use)

    def refuse(self, keys: list[MasterKey], wrapped_by: str) -> MasterKey:
        hint = "bring the key back, or remove the providers and configure them again; it cannot be made up for"
        if not keys:
            raise Misconfigured(
                f"no encryption key is at hand: {VARIABLE} is not set and {self.file.path} does not exist, "
                f"but secrets are encrypted with the key {wrapped_by}",
                hint=hint,
            )
        raise Misconfigured(
            f"{keys[0].source} is not the key that secrets are encrypted with: "
            f"its id is {keys[0].id}, not {wrapped_by}",
            hint=f"{hint}; to change keys run docrunch llm rotate-key",
        )
