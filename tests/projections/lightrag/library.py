"""A project's documents as a test knows them, and what must then be on the server."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from docrunch.domain.changes import wanted_hash
from docrunch.domain.documents import Document, Relationship
from docrunch.domain.targets import Delivery, Outcome
from docrunch.projections.lightrag.client import LightRagClient
from docrunch.projections.lightrag.graph import encoded, read_graph
from docrunch.projections.lightrag.listing import list_texts
from docrunch.projections.lightrag.names import SETTLED, entity_name, text_id
from docrunch.projections.lightrag.reading import queried, search_entities, search_texts
from docrunch.projections.lightrag.target import LightRagTarget

MOST = 1000

FILES = {
    "text.py": '"""Texts we say."""\n\n\ndef greeting() -> str:\n    """What to say."""\n    return "Hello"\n',
    "main.py": "from text import greeting\n\n\nclass App:\n    def run(self) -> None:\n        print(greeting())\n",
}
"""A project small enough to look through."""


def document(document_id: str, content: str = "", calls: Iterable[str] = ()) -> Document:
    """A document whose words no other one has, with edges to those it calls."""
    edges = [Relationship(document_id, target, "calls") for target in sorted(calls)]
    type_, _, title = document_id.partition(":")
    return Document(document_id, type_, title, f"# {title}\n\n{content}", {"file": "a.py", "line": 1}, edges)


@dataclass
class Library:
    """The truth: edges lead only to documents that exist, as in the read model."""

    target: LightRagTarget
    written: dict[str, tuple[str, frozenset[str]]] = field(default_factory=dict)
    """By id the content of a document, and what it calls, whether or not that exists."""

    def document(self, document_id: str) -> Document:
        content, calls = self.written[document_id]
        return document(document_id, content, calls & self.written.keys())

    def wanted(self) -> dict[str, str]:
        """What the ledger would want."""
        documents = {id_: self.document(id_) for id_ in self.written}
        return {id_: wanted_hash(one.content_hash(), self.target.renderer_version) for id_, one in documents.items()}

    def delivery(self, document_id: str) -> Delivery:
        if document_id not in self.written:
            return Delivery(document_id, None, None)
        incoming = tuple(edge for edge in self.edges() if edge.target == document_id)
        return Delivery(document_id, self.wanted()[document_id], self.document(document_id), incoming)

    def edges(self) -> list[Relationship]:
        found = [edge for id_ in self.written for edge in self.document(id_).relationships]
        return sorted(found, key=lambda edge: (edge.source, edge.target))

    def bring(self, *ids: str) -> list[Outcome]:
        """Deliver these, or all."""
        deliveries = [self.delivery(id_) for id_ in ids or sorted(self.written)]
        return self.target.deliver(deliveries, lambda asked: {one.document_id for one in asked})

    def reconcile(self) -> int:
        """Deliver what differs from what the server holds; returns how many documents that were."""
        held, wanted = self.target.holdings(), self.wanted()
        differing = sorted(id_ for id_ in held.keys() | wanted.keys() if held.get(id_) != wanted.get(id_))
        outcomes = self.bring(*differing) if differing else []
        assert [outcome for outcome in outcomes if outcome.error] == []
        return len(differing)

    def require_on(self, client: LightRagClient) -> None:
        """The server holds this and nothing else: nodes, hashes, edges and texts, each found by search."""
        graph, texts = read_graph(client), list_texts(client)
        assert {id_: node.stamp.wanted_hash for id_, node in graph.nodes.items()} == self.wanted()
        assert graph.edges == [edge for edge in self.edges() if edge.source != edge.target]
        assert self.target.holdings() == self.wanted()
        if self.target.hint is None:
            assert texts == []
            assert {node.stamp.seal for node in graph.nodes.values()} <= {SETTLED}
        else:
            seals = {text.id: text.seal for text in texts}
            assert seals == {text_id(id_): node.stamp.seal for id_, node in graph.nodes.items()}
        self.require_found(client)
        self.require_relations_found(client)

    def require_relations_found(self, client: LightRagClient) -> None:
        """Relations have their vectors too: the searches of LightRAG's own that we do not use find them."""
        for ends, edges in read_graph(client).relations.items():
            asked = {"mode": "global", "hl_keywords": [encoded(edges or ())[:500]], "ll_keywords": [], "top_k": MOST}
            found = queried(client, "relations", asked).get("relationships", [])
            assert {entity_name(id_) for id_ in ends} in [{one["src_id"], one["tgt_id"]} for one in found]

    def require_found(self, client: LightRagClient) -> None:
        """Every document is found by its own words, as a node and as a text, and every pair by its relation."""
        for id_ in self.written:
            one = self.document(id_)
            query = f"{one.title} {one.content}"
            assert id_ in {found.document_id for found in search_entities(client, query, MOST)}
            if self.target.hint is not None:
                assert id_ in {found.document_id for found in search_texts(client, query, MOST)}
