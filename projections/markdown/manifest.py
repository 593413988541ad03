"""The manifest: which files of the folder are ours, and what each may hold at this moment.

It holds intents. It is written before the pages of a batch are put in place, and lists beside a page's new digest the
one that stands there, so that whenever a writer dies every page of ours is known as ours.
"""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Self

import orjson

from ...domain.errors import TargetUnavailable
from ..pages import page_key

NAME = ".docrunch-manifest.json"
FORMAT = 1
LAYOUT = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE


# Without slots: orjson writes such a one four times as fast.
@dataclass(frozen=True)
class Entry:
    """One page: `wanted_hash` is None where it must not exist (any more); `digests` has the newest first."""

    document: str
    wanted_hash: str | None
    digests: tuple[str, ...]

    def says(self, other: Self) -> bool:
        """Whether both want the same; which older digest is still known makes no difference."""
        mine, theirs = (self.document, self.wanted_hash, self.digests[:1]), (other.document, other.wanted_hash)
        return mine == (*theirs, other.digests[:1])


@dataclass(slots=True)
class Manifest:
    """The identity of the folder and its pages by path; `has_new_intents` says that it must be written."""

    place: str
    pages: dict[str, Entry] = field(default_factory=dict)
    has_new_intents: bool = False
    _leaving: set[str] = field(default_factory=set)
    # Tuples, as nearly all hold one path: a set takes four times the memory, for each of very many pages.
    _paths: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _spellings: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for path, entry in self.pages.items():
            self._register(path, entry)

    def paths_of(self, document_id: str) -> list[str]:
        """Where a document's page stands; two paths while it moves."""
        return sorted(self._paths.get(document_id, ()))

    def other_spellings(self, path: str) -> list[str]:
        """Pages that differ from `path` only in what some file systems ignore."""
        return sorted(other for other in self._spellings.get(page_key(path), ()) if other != path)

    def intend(self, path: str, entry: Entry) -> None:
        """State what is about to stand at a path."""
        before = self.pages.get(path)
        if before is None or not before.says(entry):
            self.forget(path)
            self.pages[path] = entry
            self._register(path, entry)
            self.has_new_intents = True

    def forget(self, path: str) -> None:
        """Drop a page that is gone. No intent: nothing is lost when this is never written."""
        if (entry := self.pages.pop(path, None)) is not None:
            self._leaving.discard(path)
            drop(self._paths, entry.document, path)
            drop(self._spellings, page_key(path), path)

    def leaving(self) -> Iterator[str]:
        """The pages that must not exist any more."""
        return iter(sorted(self._leaving))

    def _register(self, path: str, entry: Entry) -> None:
        if entry.wanted_hash is None:
            self._leaving.add(path)
        self._paths[entry.document] = (*self._paths.get(entry.document, ()), path)
        self._spellings[page_key(path)] = (*self._spellings.get(page_key(path), ()), path)

    def to_bytes(self) -> bytes:
        return orjson.dumps({"format": FORMAT, "pages": self.pages, "place": self.place}, option=LAYOUT)


def drop(paths: dict[str, tuple[str, ...]], key: str, path: str) -> None:
    kept = tuple(other for other in paths.pop(key) if other != path)
    if kept:
        paths[key] = kept


def new_manifest() -> Manifest:
    """The manifest of a folder that nobody has claimed."""
    return Manifest(str(uuid.uuid4()))


def parse_manifest(data: bytes, where: str) -> Manifest:
    """Raises TargetUnavailable when the bytes are not a manifest this program can rely on."""
    try:
        stored = orjson.loads(data)
        if stored["format"] != FORMAT:
            raise ValueError(f"its format is {stored['format']!r}, this program knows {FORMAT}")
        pages = {path: entry_of(page) for path, page in stored["pages"].items()}
        return Manifest(str(uuid.UUID(stored["place"])), pages)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise TargetUnavailable(
            f"{where} cannot be read: {error}",
            hint="restore it from version control or a backup, or move the whole folder away and run "
            "docrunch projections rebuild markdown; without it no page is overwritten",
        ) from error


def entry_of(stored: dict[str, Any]) -> Entry:
    match stored:
        case {"document": str(document), "wanted_hash": str() | None as wanted_hash, "digests": [str(), *_] as digests}:
            return Entry(document, wanted_hash, tuple(map(str, digests)))
    raise ValueError("a page's entry is not document, wanted_hash and digests")
