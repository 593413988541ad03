"""Staging: the files of a batch under temporary names, durable all together before the first is put in place."""

import ctypes
import os
from contextlib import suppress

from .errors import whole_folder
from .folder import CHILD, Folder, sync

NAME = ".docrunch-tmp"
SUFFIX = ".staged"
NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
FEW = 8
"""Up to so many files are synced one by one; beyond, one sync of the whole file system is cheaper."""

_syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)


class Staging:
    """The folder of temporary files: it is there while a batch is under way, or after one that was cut short.

    Temporary files belong to no page: where the system refuses one, TargetUnavailable is raised.
    """

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.path = folder.path / NAME
        self._descriptor: int | None = None
        self._waiting: set[str] = set()
        self._count = 0

    def recover(self) -> None:
        """Clean up after a writer that died; what it had put in place becomes durable before anything relies on it."""
        with whole_folder(self.path), suppress(FileNotFoundError):
            descriptor = self._descriptor = os.open(NAME, CHILD, dir_fd=self.folder.descriptor)
            with os.scandir(descriptor) as entries:
                names = [entry.name for entry in entries if entry.name.endswith(SUFFIX)]
            for name in names:
                os.unlink(name, dir_fd=descriptor)
            sync_file_system(descriptor)

    def begin(self) -> int:
        """Make the temporary folder where there is none yet; returns its descriptor."""
        if self._descriptor is None:
            with whole_folder(self.path):
                os.mkdir(NAME, 0o700, dir_fd=self.folder.descriptor)
                self._descriptor = os.open(NAME, CHILD, dir_fd=self.folder.descriptor)
        return self._descriptor

    def add(self, data: bytes) -> str:
        """Write a temporary file; returns its name for `put`."""
        parent, name = self.begin(), f"{self._count}{SUFFIX}"
        with whole_folder(self.path):
            descriptor = os.open(name, NEW_FILE, 0o666, dir_fd=parent)
            self._waiting.add(name)
            self._count += 1
            try:
                write_all(descriptor, data)
            finally:
                os.close(descriptor)
        return name

    def make_durable(self) -> None:
        """Everything added so far is on the disk when this returns."""
        parent = self.begin()
        with whole_folder(self.path):
            if len(self._waiting) > FEW and _syncfs is not None:
                sync_file_system(parent)
            else:
                for name in self._waiting:
                    sync(name, os.O_RDONLY | os.O_CLOEXEC, parent)

    def put(self, name: str, parent: int, final_name: str) -> None:
        """Move a temporary file to its place, replacing what stands there. Raises OSError."""
        os.rename(name, final_name, src_dir_fd=self._descriptor, dst_dir_fd=parent)
        self._waiting.discard(name)

    def discard(self) -> None:
        """Give the space of temporary files back; after a failure the folder stays, as the sign that there was one."""
        if (descriptor := self._descriptor) is not None:
            self._descriptor = None
            try:
                for name in self._waiting:
                    with suppress(OSError):
                        os.unlink(name, dir_fd=descriptor)
            finally:
                os.close(descriptor)

    def finish(self) -> None:
        """Remove the temporary folder: the batch is in place and durable."""
        if self._descriptor is not None:
            self.discard()
            with suppress(OSError):
                os.rmdir(NAME, dir_fd=self.folder.descriptor)


def write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def sync_file_system(descriptor: int) -> None:
    """Make everything written to this file system durable. Raises OSError when some of it could not be."""
    if _syncfs is None:
        os.sync()
    elif _syncfs(descriptor) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
