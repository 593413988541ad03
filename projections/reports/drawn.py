"""A report's document on its way: drawn once to see what it names, and again with links to that."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from ...domain.documents import Document, Relationship
from ..environment import template
from ..rendering import Rendered
from .links import Links


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a document is but for its links: `context` is what its template gets to see, given these."""

    id: str
    type: str
    title: str
    metadata: dict[str, Any]
    context: Callable[[Links], dict[str, Any]]
    summary: str
    words: str
    """What else it may be searched by."""
    edges: list[tuple[str, str]] = field(default_factory=list)

    def names(self) -> list[str]:
        """The names this document asks to be linked."""
        links = Links()
        self.content(links)
        return list(links.asked)

    def rendered(self, links: Links) -> Rendered:
        content, problem = self.content(links)
        mentioned = [("mentions", target.document_id) for target in links.targets.values()]
        edges = [Relationship(self.id, target, type_) for type_, target in sorted({*self.edges, *mentioned})]
        document = Document(self.id, self.type, self.title, content, self.metadata, edges)
        return Rendered(document, self.summary, self.title, self.metadata["name"], self.words, problem)

    def content(self, links: Links) -> tuple[str, str | None]:
        """The page's body, and why there is none if it could not be drawn."""
        try:
            return template(self.type).render(self.context(links)), None
        except Exception as error:  # noqa: BLE001 - one document that cannot be shown must not stop the others
            return "This page could not be rendered.\n", f"{type(error).__name__}: {error}"
