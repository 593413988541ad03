"""What `docrunch doctor` looks at: each check is one small function with one finding."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ..config import load
from ..domain.errors import DocrunchError, Misconfigured
from .connection import Database


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check: what was looked at, whether it is well, what was seen, what to do."""

    name: str
    ok: bool
    detail: str
    hint: str | None = None


def check(name: str, look: Callable[[], str | None]) -> Finding:
    """Run one check; what docrunch refuses becomes its finding, with the hint."""
    try:
        return Finding(name, ok=True, detail=look() or "ok")
    except DocrunchError as error:
        return Finding(name, ok=False, detail=str(error), hint=error.hint)


def configuration_is_valid(project_root: Path) -> Finding:
    """Whether the file and the environment make up settings."""

    def look() -> None:
        load(project_root)

    return check("configuration", look)


def server_answers(database: Database) -> Finding:
    """Whether Postgres can be reached and is one that docrunch takes."""

    def look() -> str:
        version = database.connection().info.server_version
        return f"PostgreSQL {version // 10000}.{version % 10000}"

    return check("server", look)


def folder_is_writable(folder: Path) -> Finding:
    """Whether pages can be written there; a folder that does not exist yet is asked for at its nearest parent."""

    def look() -> str:
        nearest = next(place for place in (folder, *folder.parents) if place.exists())
        try:
            with tempfile.TemporaryFile(dir=nearest):
                return str(folder)
        except OSError as error:
            raise Misconfigured(
                f"{folder} cannot be written: {error.strerror}",
                hint="make it writable, or set storage.markdown.output_dir",
            ) from error

    return check("output folder", look)
