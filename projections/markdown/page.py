"""A page: front matter, the document's body, and one region at its end that belongs to people.

The bytes depend on the document, the page's path and the notes alone: keys are sorted, lines end in LF, no clock.
"""

import hashlib
import re
import sys
from collections.abc import Collection
from importlib.resources import files
from typing import NamedTuple

import yaml

from ...domain.canonical import digest
from ...domain.documents import Document
from .errors import PageRefused
from .links import relative_links

KEEP = b"<!-- docrunch:keep notes -->"
END = b"<!-- docrunch:end -->"
NO_NOTES = b"\n"
KEEP_LINE = re.compile(rb"^" + re.escape(KEEP), re.MULTILINE)
PLAIN = re.compile(r"[ !#-\[\]-~]*")
NO_BRACKETS = {
    ord("<"): "\N{SINGLE LEFT-POINTING ANGLE QUOTATION MARK}",
    ord(">"): "\N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK}",
}
INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


class Page(NamedTuple):
    """A page of ours as it stands on disk: `digest` is that of the page with its notes blanked."""

    digest: str
    notes: bytes

    @property
    def has_notes(self) -> bool:
        return bool(self.notes.strip())


def page_head(document: Document, path: str) -> bytes:
    """Everything above the notes. Raises PageRefused for text that UTF-8 cannot hold."""
    content = document.content.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return f"{front_matter(document)}\n{relative_links(content, path).strip(chr(10))}\n\n".encode()
    except UnicodeEncodeError as error:
        raise PageRefused(f"{path}: the document {document.id!r} cannot be written as UTF-8: {error.reason}") from error


def with_notes(head: bytes, notes: bytes = NO_NOTES) -> bytes:
    """The whole page; `notes` are put between the markers as they are."""
    return head + KEEP + notes + END + b"\n"


def blank_digest(head: bytes) -> str:
    """The digest of a page with its notes blanked: what shows whether somebody changed it outside them."""
    return digest(with_notes(head))


def read_page(data: bytes, digests: Collection[str]) -> Page | None:
    """Find the notes of a page that was written with one of these digests; None when it was changed outside them.

    A body may hold a marker's text too: the right one is where the page with blanked notes has a digest we wrote.
    """
    notes, end, rest = data.rpartition(END)
    if not end or rest.strip():
        return None
    hashed, done = hashlib.sha256(), 0
    for keep in KEEP_LINE.finditer(notes):
        hashed.update(notes[done : (done := keep.start())])
        blanked = hashed.copy()
        blanked.update(with_notes(b""))
        if (found := blanked.hexdigest()) in digests:
            return Page(found, notes[keep.end() :])
    return None


def is_one_of_ours(data: bytes) -> bool:
    """Whether a file looks like a page that docrunch wrote, here or elsewhere."""
    return data.startswith(b"---\naliases: [") and KEEP in data


def front_matter(document: Document) -> str:
    title, tag = quoted(harmless(document.title)), quoted(f"docrunch/{document.type}")
    aliases = ", ".join(dict.fromkeys([title, quoted(harmless(document.metadata.get("name") or document.title))]))
    own = sorted(document.metadata.get("front_matter", {}).items())
    added = "".join(f"{key}: {listed(value)}\n" for key, value in own)
    return (
        f"---\naliases: [{aliases}]\nid: {quoted(document.id)}\ntags: [{tag}]\n"
        f"title: {title}\ntype: {quoted(document.type)}\n{added}---\n"
    )


def harmless(title: str) -> str:
    """Site generators put a title into HTML as it is, and some editors make one line of it."""
    return " ".join(INVISIBLE.sub(" ", title).translate(NO_BRACKETS).split())


def listed(value: str | list[str]) -> str:
    return quoted(value) if isinstance(value, str) else f"[{', '.join(map(quoted, value))}]"


def quoted(text: str) -> str:
    """A YAML scalar in double quotes; the dumper is asked only where a plain text would not do."""
    if PLAIN.fullmatch(text):
        return f'"{text}"'
    dumped: str = yaml.dump(text, Dumper=yaml.SafeDumper, default_style='"', width=sys.maxsize, allow_unicode=True)
    return dumped.rstrip("\n")


def renderer_hash() -> str:
    """A digest of the code that shapes pages, so that a change of it renders every page again."""
    sources = (files(__package__).joinpath(name).read_bytes() for name in ("links.py", "page.py"))
    return digest(b"".join(source.replace(b"\r\n", b"\n") for source in sources))[:16]


RENDERER_VERSION = f"1:{renderer_hash()}"
