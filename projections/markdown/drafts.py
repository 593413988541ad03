"""Drafts: what can be made of a document before anybody looks at the folder."""

from typing import NamedTuple

from ...domain.documents import Document
from .errors import PageRefused
from .page import page_head
from .paths import safe_page_path


class Draft(NamedTuple):
    """A page without its notes: the path that the document asks for, and everything above the notes."""

    path: str
    head: bytes


def drafted(document: Document) -> Draft | PageRefused:
    """The draft of a document, or why it can have none: said when its turn comes."""
    try:
        path = safe_page_path(document.metadata.get("page"))
        return Draft(path, page_head(document, path))
    except PageRefused as refusal:
        return refusal
