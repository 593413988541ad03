"""What a document is called on a LightRAG server, which takes few characters literally and none of our metadata."""

import re
from dataclasses import dataclass
from hashlib import md5, sha256
from urllib.parse import quote, unquote

LONGEST = 150
DIGEST = 16
PLAIN = re.compile(rb"[^A-Za-z0-9_-]")
SUFFIX = ".docrunch.txt"
SETTLED = "settled"
PENDING = "pending"


def entity_name(document_id: str) -> str:
    """The name of a document's node: readable, and left as it is by the server's rules for names."""
    return shortened(quote(document_id, safe="-_./:@"), document_id)


def source(document_id: str) -> str:
    """The name of a document's text. The server takes it for a file name, so nothing of it may look like a path.

    Such a name stands for itself: it is all that is known of a text whose name was shortened and whose node is gone.
    """
    if is_ours(document_id):
        return document_id
    return shortened(PLAIN.sub(escaped, document_id.encode()).decode(), document_id) + SUFFIX


def shortened(encoded: str, document_id: str) -> str:
    """Names of files end at 255 bytes; the digest of the whole id takes the place of what does not fit."""
    if len(PLAIN.sub(escaped, document_id.encode())) <= LONGEST:
        return encoded
    return f"{encoded[:LONGEST]}~{digest(document_id)}"


def escaped(found: re.Match[bytes]) -> bytes:
    return b"%%%02X" % found[0][0]


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:DIGEST]


def is_ours(name: str) -> bool:
    """Whether a text is one of docrunch's; a server may hold others."""
    return name.endswith(SUFFIX)


def document_of(name: str) -> str | None:
    """The document whose text has this name; None where the name was shortened."""
    encoded = name.removesuffix(SUFFIX)
    return None if "~" in encoded else unquote(encoded)


def text_id(document_id: str) -> str:
    """The id that the server gives to a document's text."""
    return "doc-" + md5(source(document_id).encode(), usedforsecurity=False).hexdigest()


@dataclass(frozen=True, slots=True)
class Stamp:
    """What we write into a node, in a field that is not embedded.

    `edges` is a digest of the edges that the document is the source of. `seal` is the word that the document's text
    begins with: only a text that was processed with the same word proves that the node was written in full.
    """

    document_id: str
    wanted_hash: str
    edges: str
    seal: str

    def __str__(self) -> str:
        return f"{quote(self.document_id, safe='')} {self.wanted_hash} {self.edges} {self.seal}"


def read_stamp(text: str) -> Stamp | None:
    """The stamp in a node's file_path; None for a node that is not ours."""
    parts = text.split(" ")
    return Stamp(unquote(parts[0]), *parts[1:]) if len(parts) == 4 else None  # noqa: PLR2004 - the four fields
