"""Reading the manifest from an open folder; one that was read before is read again only when its file changed."""

from pathlib import Path

from ...domain.errors import TargetUnavailable
from .errors import whole_folder
from .folder import Folder, Stamp
from .manifest import NAME, Manifest, parse_manifest
from .page import is_one_of_ours


class Registry:
    """The manifest of one folder, kept between batches. Call it under the folder's lock only, but for `place`."""

    def __init__(self) -> None:
        self._known: tuple[Stamp, Manifest] | None = None

    def __reduce__(self) -> tuple[type["Registry"], tuple[()]]:
        # Another process reads it itself: of very many pages it is large, and it may change while it is pickled.
        return Registry, ()

    def place(self, folder: Folder) -> str | None:
        """The id in the manifest, None where there is none. Raises TargetUnavailable when it is unreadable."""
        self._known = self._current(folder)
        return self._known[1].place if self._known else None

    def take(self, folder: Folder) -> Manifest:
        """The manifest, for the caller to change. Raises TargetUnavailable where there is none or it is unreadable."""
        known = self._current(folder)
        if known is None:
            raise TargetUnavailable(
                f"{folder.path} has no {NAME}, so nothing tells which pages are docrunch's",
                hint="restore it, or move the folder away and run docrunch projections rebuild markdown",
            )
        return known[1]

    def _current(self, folder: Folder) -> tuple[Stamp, Manifest] | None:
        """What is known, if it still holds, or else what is read; the registry lets go of it."""
        # Looked at once: `place` is asked by other threads too.
        known, self._known = self._known, None
        if known is not None and known[0] != folder.stamp(NAME):
            # Before another one is read: two of very many pages need not be in memory at once.
            known = None
        return known or read_stamped(folder)

    def give_back(self, folder: Folder, manifest: Manifest) -> None:
        """What `take` gave out, once it is on disk as it is in memory."""
        if (stamp := folder.stamp(NAME)) is not None:
            manifest.has_new_intents = False
            self._known = stamp, manifest


def read_manifest(folder: Folder) -> Manifest | None:
    found = read_stamped(folder)
    return found[1] if found else None


def read_stamped(folder: Folder) -> tuple[Stamp, Manifest] | None:
    with whole_folder(folder.path / NAME):
        found = folder.read(NAME)
    return (found[1], parse_manifest(found[0], str(folder.path / NAME))) if found else None


def refuse_lost_pages(path: Path) -> None:
    """Raises TargetUnavailable when a folder without a manifest holds pages of docrunch."""
    for page in path.rglob("*.md"):
        if page.is_file() and is_one_of_ours(page.read_bytes()):
            raise TargetUnavailable(
                f"{path} holds pages of docrunch ({page.relative_to(path)}) but no {NAME}",
                hint="restore the manifest, or move the pages away and try again",
            )
