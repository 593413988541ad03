"""Documents: the one canonical rendering of an entity, from which every target is fed."""

from dataclasses import dataclass, field
from typing import Any

from .canonical import content_hash


@dataclass(frozen=True, slots=True)
class Relationship:
    """A directed, typed edge from `source` to `target`.

    Both are ids: of files in the read model's `relationships`, of documents in a `Document`.
    `type` is one of imports, calls, inherits, contains, mentions, references, supersedes.
    """

    source: str
    target: str
    type: str
    id: str = ""
    metadata: dict[str, Any] = field(default_factory=dict)


OVERVIEW_TYPES = frozenset({"index", "architecture", "module_index", "decision_index"})
"""The types of overview pages: each is a document of its own, and gives an overview of the others."""


@dataclass(frozen=True, slots=True)
class Document:
    """One entity, rendered: `content` is the finished Markdown body.

    `id` is `type:name` (`function:outbox/log.py::append`), overview pages are just `index`, `module_index`.
    `type` is one of module, function, class, schema, decision, pattern, task_report, finding, and for overview pages
    index, architecture, module_index, decision_index.
    In `content` a link to another page is written from the root of the output folder: `](/modules/outbox.log.md)`.
    `metadata` holds JSON values; well-known keys: `page` (path of the page below the output folder, with an optional
    `#anchor`), `file` (path in the repository), `line` (from 1), `front_matter` (what the page's front matter says
    beside title and type, each a text or a list of texts).
    `relationships` are the edges to other documents, sorted.
    """

    id: str
    type: str
    title: str
    content: str
    metadata: dict[str, Any] = field(default_factory=dict)
    relationships: list[Relationship] = field(default_factory=list)

    def content_hash(self) -> str:
        """SHA-256 over the canonical JSON of everything above."""
        edges = [[edge.source, edge.target, edge.type, edge.metadata] for edge in self.relationships]
        return content_hash([self.id, self.type, self.title, self.content, self.metadata, edges])
