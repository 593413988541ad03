"""What a LightRAG server finds. It tells an order and no distances, so a rank is all there is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .client import LightRagClient
from .errors import RequestRefused
from .graph import read_graph
from .listing import SEAL_LENGTH
from .names import DIGEST, SUFFIX, document_of, entity_name, is_ours, read_stamp

SHORTEST_QUERY = 3
LONGEST_KEYWORD = 512
ALL_TOKENS = 500_000
CHUNKS_PER_TEXT = 4
MOST_CHUNKS = 1000


@dataclass(frozen=True, slots=True)
class Found:
    """A document and the piece of it that was nearest to the query."""

    document_id: str
    excerpt: str


def search_texts(client: LightRagClient, query: str, limit: int = 10) -> list[Found]:
    """The documents whose texts are nearest to the query, best first; none for a query below three characters."""
    asked = {"mode": "naive", "chunk_top_k": min(limit * CHUNKS_PER_TEXT, MOST_CHUNKS)}
    chunks = queried(client, query, asked).get("chunks", [])
    named = ((chunk["file_path"], chunk["content"]) for chunk in chunks if is_ours(chunk["file_path"]))
    return first_of_each(client, named, limit)


def search_entities(client: LightRagClient, query: str, limit: int = 10) -> list[Found]:
    """The documents whose names and descriptions are nearest to the query, best first. Calls no language model."""
    asked = {
        "mode": "local",
        "ll_keywords": [query[:LONGEST_KEYWORD]],
        "hl_keywords": [],
        "top_k": min(limit, MOST_CHUNKS),
    }
    entities = queried(client, query, asked).get("entities", [])
    stamped = ((read_stamp(entity["file_path"]), entity["description"]) for entity in entities)
    return [Found(stamp.document_id, description) for stamp, description in stamped if stamp][:limit]


def queried(client: LightRagClient, query: str, asked: dict[str, Any]) -> dict[str, Any]:
    if len(query.strip()) < SHORTEST_QUERY:
        return {}
    limits = {"max_entity_tokens": ALL_TOKENS, "max_relation_tokens": ALL_TOKENS, "max_total_tokens": ALL_TOKENS}
    body = {"query": query, "enable_rerank": False, **limits, **asked}
    data: dict[str, Any] = client.post("/query/data", body)["data"]
    return data


def first_of_each(client: LightRagClient, named: Iterable[tuple[str, str]], limit: int) -> list[Found]:
    found: dict[str, str] = {}
    for name, content in named:
        if len(found) == limit:
            break
        found.setdefault(name, content)
    ids = {name: document_of(name) or looked_up(client, name) for name in found}
    return [Found(id_, unsealed(found[name])) for name, id_ in ids.items() if id_ is not None]


def looked_up(client: LightRagClient, name: str) -> str | None:
    """The document with a shortened name: its node has the same digest in its name, and the whole id in its stamp."""
    digest = name.removesuffix(SUFFIX)[-DIGEST:]
    try:
        labels: list[str] = client.get("/graph/label/search", q=digest, limit=1)
    except RequestRefused:
        return None
    nodes = read_graph(client, labels[0]).nodes if labels else {}
    return next((id_ for id_ in nodes if entity_name(id_) == labels[0]), None)


def unsealed(content: str) -> str:
    """A chunk without the word that only we need."""
    head, _, rest = content.partition("\n")
    return rest if len(head) == SEAL_LENGTH else content
