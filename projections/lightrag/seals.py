"""Seals: random words that a node and its text share, by which what is on a server proves itself."""

import secrets
from typing import NamedTuple

from ...domain.documents import Document
from . import rendering
from .listing import SEAL_LENGTH, seal_of


class SealedText(NamedTuple):
    """What is sent, a random word and the text, and its seal: that word and how long all of it is."""

    seal: str
    content: str


def sealed(document: Document, word: str = "") -> SealedText:
    """A document's text under a word that no other text has, of which `word` is the beginning.

    The length is a part of the seal: a file that was cut off proves nothing.
    """
    random = word + secrets.token_hex((SEAL_LENGTH - len(word)) // 2)
    content = f"{random}\n{rendering.text(document)}"
    return SealedText(seal_of(content, len(content)), content)
