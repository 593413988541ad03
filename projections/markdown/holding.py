"""What stands at a page's path: nothing, a page of ours, or something that must not be touched."""

from collections.abc import Iterator
from typing import NamedTuple

from .errors import RETRY, PageRefused, one_page
from .folder import Folder, Stamp
from .manifest import Entry, Manifest
from .page import Page, read_page

CHANGED = "changed"
"""Stands for a hash in `held_documents`: no document is ever wanted under it."""


class Holding(NamedTuple):
    """A page of ours, as it was when it was read."""

    page: Page
    data: bytes
    stamp: Stamp


def holding(folder: Folder, manifest: Manifest, path: str, expected: str = "") -> Holding | None:
    """The page of ours at a path, None when nothing is there; `expected` is a digest that is right as well.

    Raises PageRefused for what we did not write and for a page that was changed outside its notes.
    """
    with one_page(folder.path, path):
        if (entry := manifest.pages.get(path)) is not None:
            return page_of_ours(folder, path, (*entry.digests, expected))
        if folder.stamp(path) is not None:
            raise PageRefused(
                f"{folder.path / path}: docrunch did not write what stands there; move it away, then run {RETRY}"
            )
    return None


def page_of_ours(folder: Folder, path: str, digests: tuple[str, ...]) -> Holding | None:
    if (found := folder.read(path)) is None:
        return None
    data, stamp = found
    if (page := read_page(data, digests)) is None:
        raise PageRefused(
            f"{folder.path / path}: conflict: it was changed by hand outside its notes; move it away, then run {RETRY}"
        )
    return Holding(page, data, stamp)


def held_documents(folder: Folder, manifest: Manifest) -> dict[str, str]:
    """Document id -> wanted hash that its pages really fulfil, or CHANGED where a page is there but does not."""
    held: dict[str, str] = {}
    for document, found in sorted(standing_pages(folder, manifest)):
        held[document] = found if held.get(document, found) == found else CHANGED
    return held


def standing_pages(folder: Folder, manifest: Manifest) -> Iterator[tuple[str, str]]:
    for path, entry in manifest.pages.items():
        if (found := fulfilled(folder, manifest, path, entry)) is not None:
            yield entry.document, found


def fulfilled(folder: Folder, manifest: Manifest, path: str, entry: Entry) -> str | None:
    """The hash that the page at a path fulfils, CHANGED, or None when nothing is there."""
    try:
        found = holding(folder, manifest, path)
    except PageRefused:
        return CHANGED
    if found is None:
        return None
    is_newest = entry.wanted_hash is not None and found.page.digest == entry.digests[0]
    return entry.wanted_hash if is_newest and entry.wanted_hash else CHANGED
