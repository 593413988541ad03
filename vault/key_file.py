"""The key file: `.docrunch/encryption.key`, mode 0600, where no key comes from the environment."""

import base64
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from ..domain.errors import Misconfigured
from .cipher import new_key

NAME = "encryption.key"
IGNORED = "/encryption.key*"
MOST_BYTES = 4096
FOR_OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key file and, while keys are rotated, the `next` one beside it."""

    path: Path

    @classmethod
    def of(cls, project_root: Path) -> "KeyFile":
        return cls(project_root.resolve() / ".docrunch" / NAME)

    @property
    def next(self) -> "KeyFile":
        return KeyFile(self.path.with_name(f"{self.path.name}.next"))

    def read(self) -> SecretStr | None:
        """The key as text, None when there is no file. Raises Misconfigured when others can read it."""
        with reported(self.path):
            try:
                # Never through a link, and a pipe must not make it wait.
                handle = os.open(self.path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
            except FileNotFoundError:
                return None
            with os.fdopen(handle, "rb") as file:
                require_private(self.path, os.fstat(file.fileno()))
                return text_of(self.path, file.read(MOST_BYTES + 1))

    def make(self) -> SecretStr:
        """Write a new random key, whole or not at all, and read it back: another process may have been first."""
        partial = self.path.with_name(f"{self.path.name}.{secrets.token_hex(8)}")
        with reported(self.path):
            ignore(self.path.parent)
            try:
                write(partial, base64.b64encode(new_key()) + b"\n")
                os.link(partial, self.path)
            except FileExistsError:
                pass
            finally:
                partial.unlink(missing_ok=True)
            sync(self.path.parent)
        made = self.read()
        if made is None:
            raise Misconfigured(f"{self.path} vanished while it was made", hint="try again")
        return made

    def promote(self) -> None:
        """Put the next file in the place of this one, durably."""
        with reported(self.path):
            self.next.path.replace(self.path)
            sync(self.path.parent)


def write(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        owner = path.parent.stat()
        if os.geteuid() == 0 and owner.st_uid != 0:
            # Root works for whoever the project belongs to.
            os.fchown(handle, owner.st_uid, owner.st_gid)
        file.write(data)
        file.flush()
        os.fsync(handle)


def ignore(folder: Path) -> None:
    """Keep the key out of git, also in a project whose list of ignored files is older than the key."""
    folder.mkdir(exist_ok=True)
    listing = folder / ".gitignore"
    lines = listing.read_text(encoding="utf-8").splitlines() if listing.exists() else []
    if IGNORED not in lines:
        listing.write_text("\n".join([*lines, IGNORED]) + "\n", encoding="utf-8")


def require_private(path: Path, found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise Misconfigured(f"{path} is no plain file, expected a key file of mode 0600", hint="move it away")
    if found.st_mode & FOR_OTHERS:
        raise Misconfigured(
            f"{path} has the mode {stat.S_IMODE(found.st_mode):04o}, expected 0600: others may know the key",
            hint=f"chmod 600 {path}, then docrunch llm rotate-key",
        )


def text_of(path: Path, data: bytes) -> SecretStr:
    try:
        if len(data) <= MOST_BYTES:
            return SecretStr(data.decode("ascii"))
    except UnicodeDecodeError:
        pass
    raise Misconfigured(f"{path} holds no key, expected one line of text", hint="bring the key back from a backup")


def sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def reported(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise Misconfigured(
            f"the key file {path} cannot be used: {error.strerror}",
            hint="make it readable for this user alone, or set DOCRUNCH_ENCRYPTION_KEY",
        ) from error
