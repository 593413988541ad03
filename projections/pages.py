"""Where a page lies: readable, the same on every file system, and a matter of its symbol or report alone.

Whether two of these slugs collide is a matter of the whole set, which the database settles.
"""

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256

from ..domain.anchors import heading_anchors

FOLDERS = {
    "module": "modules",
    "function": "functions",
    "method": "functions",
    "schema": "schemas",
    "pattern": "patterns",
    "task": "tasks",
}
LONGEST_STEM = 130
"""Bytes; with a hash and the ending a component stays below 150."""

PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.]*")
UNSAFE = re.compile(r"[^\w.-]")
DEVICE = re.compile(r"(con|prn|aux|nul|(com|lpt)[0-9¹²³])(\.|$)", re.IGNORECASE)
HASHED = re.compile(r"-[0-9a-f]{8}$", re.IGNORECASE)
TAKEN = {"modules/index.md"}


def page_slug(kind: str, name: str, document_id: str) -> str:
    """The path below the output folder, if no other page asks for it; `name` is a dotted name, an id or a stem."""
    stem = safe_stem(name)
    # A stem that looks hashed always gets a hash, so that no clean one equals a hashed one.
    needs_hash = bool(HASHED.search(stem)) or len(stem.encode()) > LONGEST_STEM
    slug = f"{FOLDERS[kind]}/{stem}.md"
    if needs_hash or page_key(slug) in TAKEN:
        short = stem.encode()[:LONGEST_STEM].decode(errors="ignore")
        return f"{FOLDERS[kind]}/{short}-{sha256(document_id.encode()).hexdigest()[:8]}.md"
    return slug


def safe_stem(name: str) -> str:
    """The name without what some file system, shell or Markdown reader trips over."""
    stem = name
    if not PLAIN.fullmatch(stem):
        stem = UNSAFE.sub("-", unicodedata.normalize("NFC", stem))
    if not stem or stem[0] in ".-" or DEVICE.match(stem):
        stem = "_" + stem
    return stem


def page_key(slug: str) -> str:
    """Equal for paths that are one file on some file system, which ignores case and how letters are composed."""
    if slug.isascii():
        return slug.lower()
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", slug).casefold())


def class_anchors(sorts: Mapping[str, str]) -> dict[str, str]:
    """The anchors of the headings `Class …` of a module's page, by qualified name; `sorts` says what each is."""
    return dict(zip(sorts, heading_anchors(f"{sort} {name}" for name, sort in sorts.items()), strict=True))
