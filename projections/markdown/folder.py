"""The output folder, held open: everything below it is reached through descriptors, never through a symbolic link."""

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from .errors import PageRefused

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC
CHILD = FOLDER | os.O_NOFOLLOW
# A pipe in the way must not make the open wait.
FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC

LEADS_OUT = re.compile(r"(?:^|/)\.{0,2}(?:/|$)")
MOST_OPENED = 32


class Stamp(NamedTuple):
    """What tells whether a file is still the one that was looked at."""

    inode: int
    modified: int
    size: int


class Folder:
    """An open output folder; every path is relative to it and uses `/`."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self.descriptor = descriptor
        self._opened: dict[str, int] = {}

    def parent(self, path: str, *, create: bool = False) -> tuple[int, str]:
        """The open folder in which `path` stands, and its name there. Raises OSError, PageRefused for `..` in it."""
        folder, _, name = plain(path).rpartition("/")
        if folder not in self._opened:
            if len(self._opened) >= MOST_OPENED:
                self.close_children()
            self._opened[folder] = self._open(folder, create=create)
        return self._opened[folder], name

    def _open(self, folder: str, *, create: bool) -> int:
        descriptor = os.dup(self.descriptor)
        for name in folder.split("/") if folder else ():
            try:
                child = open_child(descriptor, name, create=create)
            finally:
                os.close(descriptor)
            descriptor = child
        return descriptor

    def close_children(self) -> None:
        """Let go of the folders below; they are opened again where they are needed."""
        while self._opened:
            os.close(self._opened.popitem()[1])

    def stamp(self, path: str) -> Stamp | None:
        """What stands at a path, a link itself included; None when nothing does."""
        try:
            return stamp_in(*self.parent(path))
        except FileNotFoundError:
            return None

    def read(self, path: str) -> tuple[bytes, Stamp] | None:
        """A regular file and its stamp; None when nothing is there. Raises OSError, PageRefused for anything else."""
        try:
            descriptor, name = self.parent(path)
            opened = os.open(name, FILE, dir_fd=descriptor)
        except FileNotFoundError:
            return None
        with os.fdopen(opened, "rb", buffering=0) as file:
            found = os.fstat(opened)
            if not stat.S_ISREG(found.st_mode):
                raise PageRefused(f"{self.path / path} is not a file; move it away")
            return file.readall(), Stamp(found.st_ino, found.st_mtime_ns, found.st_size)

    def remove_folder(self, path: str) -> None:
        descriptor, name = self.parent(path)
        os.rmdir(name, dir_fd=descriptor)

    def make_durable(self, path: str) -> None:
        """Make the names in a folder survive a power cut; "" is the output folder itself. A vanished one has none."""
        if not path:
            os.fsync(self.descriptor)
            return
        with suppress(FileNotFoundError):
            descriptor, name = self.parent(path)
            sync(name, FOLDER, descriptor)

    @property
    def is_gone(self) -> bool:
        """Whether somebody removed the folder while it was held open."""
        return os.fstat(self.descriptor).st_nlink == 0


@contextmanager
def opened_folder(path: Path) -> Iterator[Folder]:
    """Hold the output folder open; it may itself be a link, that is the owner's choice. Raises OSError."""
    folder = Folder(path, os.open(path, FOLDER))
    try:
        yield folder
    finally:
        folder.close_children()
        os.close(folder.descriptor)


def stamp_in(descriptor: int, name: str) -> Stamp | None:
    """What stands under a name in an open folder."""
    try:
        found = os.stat(name, dir_fd=descriptor, follow_symlinks=False)
    except FileNotFoundError:
        return None
    return Stamp(found.st_ino, found.st_mtime_ns, found.st_size)


def sync(name: str, flags: int, parent: int) -> None:
    """Make one file or folder durable, never through a link. Raises OSError."""
    descriptor = os.open(name, flags | os.O_NOFOLLOW, dir_fd=parent)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def plain(path: str) -> str:
    if LEADS_OUT.search(path):
        raise PageRefused(f"the path {path!r} leads out of the output folder")
    return path


def open_child(parent: int, name: str, *, create: bool) -> int:
    try:
        return os.open(name, CHILD, dir_fd=parent)
    except FileNotFoundError:
        if not create:
            raise
    os.mkdir(name, dir_fd=parent)
    return os.open(name, CHILD, dir_fd=parent)
