"""What of a document is embedded: a description for its node, and the text that is cut into chunks."""

import re

from ...domain.documents import Document

RENDERER_VERSION = "1"
LONGEST_DESCRIPTION = 2000
DIAGRAM = re.compile(r"^(`{3,}|~{3,})mermaid\n.*?^\1`*\n?", re.MULTILINE | re.DOTALL)
# No character can be read in two ways, and labels end somewhere: else some documents would take for ever.
LINK = re.compile(r"\[((?:[^\[\]\\]|\\.){0,300})\]\(/[^()\s]{0,1000}\)")
# What XML cannot hold: the server keeps its graph in it and refuses these.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def description(document: Document) -> str:
    """What a node says of its document: the title, what and where it is, and how its text begins."""
    place = ":".join(str(document.metadata[key]) for key in ("file", "line") if document.metadata.get(key))
    head = f"{document.title}\n{document.type}{' in ' if place else ''}{place}\n"
    return storable(head + prose(document.content))[:LONGEST_DESCRIPTION]


def text(document: Document) -> str:
    """The text of a document for its chunks, without what means nothing to a reader elsewhere."""
    return prose(storable(document.content)) or storable(document.title).strip() or storable(document.id)


def prose(content: str) -> str:
    """Markdown without diagrams and without the targets of links to other pages."""
    return LINK.sub(r"\1", DIAGRAM.sub("", content)).strip()


def storable(text: str) -> str:
    return UNSTORABLE.sub("", text)
