"""The numbered SQL files beside this module: what this program can apply."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from ..domain.canonical import digest

FILE = re.compile(r"(\d{4})_\w+\.sql")


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step; its checksum proves that what was applied is what stands here."""

    number: int
    name: str
    text: bytes

    @property
    def checksum(self) -> str:
        return digest(self.text)


@cache
def migrations() -> tuple[Migration, ...]:
    """All migrations of this program, in order."""
    found = sorted((file for file in files(__package__).iterdir() if FILE.fullmatch(file.name)), key=lambda f: f.name)
    # Read as text, so that a checkout with CRLF has the same checksums.
    return tuple(
        Migration(int(file.name[:4]), file.name.removesuffix(".sql"), file.read_text(encoding="utf-8").encode())
        for file in found
    )
