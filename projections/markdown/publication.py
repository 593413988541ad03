"""Putting a batch in place: new pages together, then existing ones, then indexes, deletions last."""

import os
from contextlib import suppress
from typing import NamedTuple

from ...domain.errors import TargetUnavailable
from .errors import HINTS, PageRefused, one_page, whole_folder
from .folder import Folder, Stamp, stamp_in
from .manifest import NAME, Manifest
from .paths import folders_of
from .staging import FEW, Staging, sync_file_system


class Change(NamedTuple):
    """One page to put in place, or to remove where `staged` is None; `stamp` is what stands there before."""

    document_id: str
    path: str
    stamp: Stamp | None
    staged: str | None = None
    is_index: bool = False

    @property
    def rank(self) -> int:
        """Its turn: no page may point at one that is not there yet, or no longer."""
        if self.staged is None:
            return 3
        return 2 if self.is_index else int(self.stamp is not None)


class Publication:
    """What a batch changes on disk."""

    def __init__(self, folder: Folder, staging: Staging) -> None:
        self._folder, self._staging = folder, staging
        self._changes: dict[str, Change] = {}
        self._touched: set[str] = set()
        self._emptied: set[str] = set()

    def plan(self, change: Change) -> None:
        """Put on the list; replaces an earlier change of the same path."""
        self._changes[change.path] = change

    def keep(self, path: str) -> None:
        """Take a removal back: another document takes the page over."""
        self._changes.pop(path, None)

    def is_absent(self, path: str) -> None:
        """A page to be removed is gone already; perhaps its folder is empty since then."""
        self._emptied.update(folders_of(path))

    def state_intents(self, manifest: Manifest) -> None:
        """Make the staged pages and, where it says something new, the manifest durable before the first page moves."""
        staged = self._staging.add(manifest.to_bytes()) if manifest.has_new_intents else None
        if staged or self._changes:
            self._staging.make_durable()
        if staged:
            with whole_folder(self._folder.path / NAME):
                self._staging.put(staged, self._folder.descriptor, NAME)
                os.fsync(self._folder.descriptor)

    def in_order(self) -> list[Change]:
        return sorted(self._changes.values(), key=lambda change: (change.rank, change.path))

    def carry_out(self, change: Change) -> None:
        """Make one change. Raises PageRefused when the page is not what it was any more, or the system refuses."""
        with one_page(self._folder.path, change.path):
            parent, name = self._folder.parent(change.path, create=change.staged is not None)
            if stamp_in(parent, name) != change.stamp:
                reason = f"{self._folder.path / change.path}: it was changed just now, while it was being written"
                raise PageRefused(reason, is_permanent=False)
            if change.staged is not None:
                self._staging.put(change.staged, parent, name)
            else:
                os.unlink(name, dir_fd=parent)
                self._emptied.update(folders_of(change.path))
        if change.path.rpartition("/")[0] not in self._touched:
            self._touched.update(folders_of(change.path))

    def make_durable(self) -> None:
        """Drop the folders that are empty now and let nothing of the batch be lost any more. Raises OSError."""
        self._folder.close_children()
        for path in sorted(self._emptied - {""}, reverse=True):
            with suppress(OSError, PageRefused):
                self._folder.remove_folder(path)
        if len(self._touched) > FEW:
            sync_file_system(self._folder.descriptor)
        else:
            for path in sorted(self._touched):
                self._folder.make_durable(path)
        if self._folder.is_gone:
            raise TargetUnavailable(f"{self._folder.path}: the folder vanished", hint=HINTS[2])
