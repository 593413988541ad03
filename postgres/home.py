"""Where a project's data lies: `.docrunch/pg`, which for root is a link into /var/lib/docrunch.

PostgreSQL does not run as root, and its user cannot enter root's folders; their modes are none of our business.
"""

import json
import secrets
from dataclasses import dataclass
from pathlib import Path

from ..config.project import make_folder
from ..domain.errors import Misconfigured
from .account import Account, account_of, is_root, service_account
from .binaries import STATE, make_state_folder
from .locks import FileLock

SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Home:
    """A data directory, the folder for the files beside it, and the account that owns them (None: ourselves)."""

    data: Path
    folder: Path
    account: Account | None

    def file(self, kind: str) -> Path:
        """A file beside the data, such as its log."""
        return self.folder / f"{self.data.name}.{kind}"


def home_of(project_root: Path) -> Home:
    """The home of this project's data, made when it is new. Raises Misconfigured and OSError."""
    folder = make_folder(project_root.resolve())
    place = folder / "pg"
    if not is_root():
        return Home(place.resolve(), folder, None)
    if place.is_dir() and STATE not in place.resolve().parents:
        # An ordinary user's data keeps its owner when root opens the project.
        return Home(place.resolve(), folder, account_of(place.stat().st_uid))
    lock = FileLock(folder / "pg.link")
    try:
        lock.wait_alone(SECONDS)
        return linked(project_root.resolve(), place)
    finally:
        lock.close()


def linked(project_root: Path, place: Path) -> Home:
    account = service_account()
    if place.is_symlink() and is_ours(project_root, place):
        data = place.resolve()
    else:
        data = new_home(project_root)
        exchange_link(place, data)
    return Home(data, data.parent, account)


def is_ours(project_root: Path, place: Path) -> bool:
    """Whether the linked data belongs to this project; it follows a moved project, but not into a copy."""
    data = place.resolve()
    if not data.parent.is_dir():
        raise Misconfigured(
            f"{place} points at {data}, which is gone",
            hint=f"bring the data back, or remove {place} to begin with an empty log",
        )
    note = data.parent / "owner.json"
    owner = Path(json.loads(note.read_text(encoding="utf-8"))["project_root"])
    if owner == project_root:
        return True
    theirs = owner / ".docrunch" / "pg"
    if theirs.is_symlink() and theirs.resolve() == data and not theirs.parent.samefile(place.parent):
        return False
    write_note(data.parent, project_root)
    return True


def new_home(project_root: Path) -> Path:
    make_state_folder()
    folder = STATE / secrets.token_hex(8)
    folder.mkdir()
    folder.chmod(0o755)
    write_note(folder, project_root)
    return folder / "pg"


def write_note(folder: Path, project_root: Path) -> None:
    partial = folder / "owner.json.partial"
    partial.write_text(json.dumps({"project_root": str(project_root)}) + "\n", encoding="utf-8")
    partial.replace(folder / "owner.json")


def exchange_link(place: Path, data: Path) -> None:
    partial = place.with_name("pg.link.partial")
    partial.unlink(missing_ok=True)
    partial.symlink_to(data)
    partial.replace(place)
