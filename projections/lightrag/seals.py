"""Seals: random words that a node and its text share, by which what is on a server proves itself."""

import secrets
from collections.abc import Iterable, Mapping

from ...domain.targets import Delivery
from . import edges, rendering
from .graph import Graph
from .listing import SEAL_LENGTH, Text, seal_of
from .names import SETTLED, text_id


def new_seal(one: Delivery, word: str = "") -> str:
    """A word that no other text has, and how long the text is: a file that was cut off proves nothing."""
    random = word + secrets.token_hex((SEAL_LENGTH - len(word)) // 2)
    return seal_of(random, len(content(one, random)))


def content(one: Delivery, seal: str) -> str:
    """What is sent: the first word of the seal, and the text."""
    return f"{seal[:SEAL_LENGTH]}\n{rendering.text(one.document) if one.document else ''}"


def proves(text_seal: str | None, seal: str, unfinished: Iterable[str]) -> bool:
    """Whether a text proves that its node was written in full, its relations too; not in a round that is unfinished."""
    return text_seal == seal and not seal.startswith(tuple(unfinished))


def is_proven(seen: Graph, document_id: str, there: Mapping[str, Text], unfinished: Iterable[str]) -> bool:
    """Whether the server holds all that the node of a document says; then its edges need not be written again."""
    node, text = seen.nodes.get(document_id), there.get(text_id(document_id))
    return node is not None and proves(text.seal if text else SETTLED, node.stamp.seal, unfinished)


def has_changed(one: Delivery, seen: Mapping[str, Graph]) -> bool:
    """Whether a document differs from what was proven to be there."""
    if one.document is None:
        return True
    graph = seen[one.document_id]
    is_same = graph.nodes[one.document_id].stamp.wanted_hash == one.wanted_hash
    return not is_same or bool(edges.changes(one, graph, is_proven=True))
