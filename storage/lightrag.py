"""The LightRAG server in the seed's words: it is fed from the log, and may be fed and asked by hand."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ..application.docrunch import Docrunch
from ..application.rebuilding import alone
from ..domain.changes import wanted_hash
from ..domain.documents import Document
from ..domain.errors import NotFound, Refused, TargetUnavailable
from ..domain.graph import Entity, GraphData
from ..domain.hits import Result
from ..domain.targets import Delivery
from ..outbox.standing import move, standing
from ..projections.lightrag.graph import Graph, around, read_graph
from ..projections.lightrag.reading import Found, search_entities, search_texts
from ..projections.lightrag.target import LightRagTarget
from ..projections.reading import reader


class LightRAGStorage:
    """Semantic search and the knowledge graph. Every method raises TargetUnavailable while the server is away.

    The log stays the truth: what is indexed by hand lasts until the document changes there, or the next rebuild.
    """

    def __init__(self, docrunch: Docrunch) -> None:
        self.docrunch = docrunch
        settings = docrunch.project.settings
        self.target = LightRagTarget(settings.storage.lightrag, settings.lightrag_api_key)
        docrunch.closing.callback(self.target.close)

    async def index(self, document: Document) -> str:
        """Index a document with embeddings, and its edges to documents that are there; returns its id.

        Raises Refused for a server of another project, or one that was emptied.
        """
        await asyncio.to_thread(self.bring, document)
        return document.id

    async def search(self, query: str, limit: int = 10) -> list[Result]:
        """The documents nearest in meaning to a query, best first; at least three characters are needed."""
        return await asyncio.to_thread(self.found, query, limit)

    async def get_related(self, entity_id: str) -> list[Entity]:
        """The documents that have an edge to or from this one, by id. Raises NotFound."""
        return await asyncio.to_thread(self.around, entity_id)

    async def update(self, doc_id: str, content: str) -> None:
        """Give an existing document another content. Raises NotFound, and Refused as `index` does."""
        await asyncio.to_thread(self.rewrite, doc_id, content)

    def export_graph(self) -> GraphData:
        """All nodes and edges that the server holds, sorted. Raises TargetUnavailable when it shows only a part."""
        graph = read_graph(self.reached().client)
        if graph.is_truncated:
            raise TargetUnavailable("the server shows only a part of its graph", hint="raise its MAX_GRAPH_NODES")
        return GraphData(self.entities(graph, graph.nodes), graph.edges)

    def bring(self, document: Document) -> None:
        project = self.docrunch.project
        with alone(project, self.target):
            self.settle_place()
            hash_ = wanted_hash(document.content_hash(), self.target.renderer_version)
            with reader(project.database) as reading:
                incoming = reading.incoming([document.id]).get(document.id, [])
            delivery = Delivery(document.id, hash_, document, tuple(incoming))
            outcome = self.target.deliver([delivery], lambda asked: {one.document_id for one in asked})[0]
        if outcome.error is not None:
            raise Refused(f"the LightRAG server refuses {document.id}: {outcome.error}")

    def settle_place(self) -> None:
        """Take a server that is nobody's; the one we know must still be what it was."""
        ledger = self.docrunch.project.ledger(self.target.name)
        known, seen = standing(ledger).place, self.target.place()
        if known is None and seen is None:
            move(ledger, self.target.create_place())
        elif known != seen:
            raise Refused(
                "the LightRAG server is another project's, or was emptied",
                hint=f"if it shall be this project's, run: docrunch projections rebuild {self.target.name}",
            )

    def rewrite(self, document_id: str, content: str) -> None:
        document = self.documents([document_id]).get(document_id)
        if document is None:
            raise NotFound(f"there is no document {document_id!r}", hint="index it first")
        self.bring(replace(document, content=content))

    def found(self, query: str, limit: int) -> list[Result]:
        has_texts = self.target.hint is not None
        found = (search_texts if has_texts else search_entities)(self.reached().client, query, limit)
        documents = self.documents([one.document_id for one in found])
        return [result(one, documents.get(one.document_id), rank) for rank, one in enumerate(found, start=1)]

    def around(self, document_id: str) -> list[Entity]:
        graph = around(self.reached().client, document_id)
        if document_id not in graph.nodes:
            raise NotFound(f"the LightRAG server does not hold {document_id!r}")
        others = graph.nodes.keys() - {document_id}
        return [replace(entity, distance=1) for entity in self.entities(graph, others)]

    def entities(self, graph: Graph, ids: Iterable[str]) -> list[Entity]:
        documents = self.documents(list(ids))
        return [entity(id_, graph, documents.get(id_)) for id_ in sorted(ids)]

    def documents(self, ids: Sequence[str]) -> Mapping[str, Document]:
        with reader(self.docrunch.project.database) as reading:
            return reading.documents(ids)

    def reached(self) -> LightRagTarget:
        self.target.require_door()
        return self.target


def result(found: Found, document: Document | None, rank: int) -> Result:
    """What was found, with what the read model knows of it: a document indexed by hand has its id only."""
    known = document or Document(found.document_id, found.document_id.partition(":")[0], found.document_id, "")
    file, line = known.metadata.get("file"), known.metadata.get("line")
    return Result(known.id, known.type, known.title, file, line, 1 / rank, found.excerpt)


def entity(document_id: str, graph: Graph, document: Document | None) -> Entity:
    node, known = graph.nodes[document_id], document.metadata if document else {}
    return Entity(document_id, node.type, node.title, known.get("file"), known.get("line"))
