"""What every route we use answers, as LightRAG 1.5.7 does: a version that behaves otherwise fails this one test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from docrunch.projections.lightrag.client import LightRagClient
from docrunch.projections.lightrag.texts import wait_until_idle

from .server import Server

RECORDED = Path(__file__).with_name("routes-1.5.7.json")
NODE = {"description": "a", "entity_type": "function", "file_path": "x y", "source_id": "s"}
EDGE = {"description": '[["calls","a","b"]]', "keywords": "calls"}
NAME = "a.docrunch.[-!F(chunk_ts=100,chunk_ol=10)].txt"
ANY_LENGTH = {"history_messages", "detail", "message", "configuration", "update_status"}


def shape(value: Any, key: str = "") -> Any:
    """What an answer looks like: keys and types; texts only where they are few and mean something to us."""
    if isinstance(value, dict):
        return {} if key in ANY_LENGTH else {name: shape(one, name) for name, one in sorted(value.items())}
    if isinstance(value, list):
        return [] if key in ANY_LENGTH or not value else [shape(value[0])]
    return value if key in {"status", "is_truncated", "exists"} else type(value).__name__


@dataclass
class Asker:
    """Asks, and remembers what was answered in which step."""

    http: httpx.Client
    seen: dict[str, Any] = field(default_factory=dict)

    def ask(self, step: str, method: str, path: str, **kwargs: Any) -> Any:
        response = self.http.request(method, path, **kwargs)
        body = response.json()
        words = body.get("detail") if isinstance(body, dict) and not response.is_success else None
        self.seen[step] = {"status": response.status_code, "body": words or shape(body)}
        return body


@pytest.fixture
def asker(server: Server) -> Iterator[Asker]:
    with httpx.Client(base_url=server.url, timeout=30) as http:
        yield Asker(http)


def graph_routes(asker: Asker) -> None:
    ask = asker.ask
    ask("no graph yet", "GET", "/graphs", params={"label": "a", "max_depth": 1, "max_nodes": 1000000})
    ask("edit nothing", "POST", "/graph/entity/edit", json={"entity_name": "a", "updated_data": NODE})
    for name in "ab":
        body = {"entity_name": name * 3, "entity_data": NODE}
        ask(f"create {name}", "POST", "/graph/entity/create", json=body)
    ask("create again", "POST", "/graph/entity/create", json={"entity_name": "aaa", "entity_data": NODE})
    ask("edit", "POST", "/graph/entity/edit", json={"entity_name": "aaa", "updated_data": NODE})
    ends = {"source_entity": "aaa", "target_entity": "bbb"}
    ask("edit no edge", "POST", "/graph/relation/edit", json=edge_edit())
    ask("edge to nothing", "POST", "/graph/relation/create", json={**ends, "target_entity": "c", "relation_data": EDGE})
    ask("edge", "POST", "/graph/relation/create", json={**ends, "relation_data": EDGE})
    ask("edge again", "POST", "/graph/relation/create", json={**ends, "relation_data": EDGE})
    ask("edit edge", "POST", "/graph/relation/edit", json=edge_edit())
    ask("graph", "GET", "/graphs", params={"label": "*", "max_depth": 1, "max_nodes": 1000000})
    ask("labels", "GET", "/graph/label/list")
    ask("labels like", "GET", "/graph/label/search", params={"q": "aa", "limit": 1})
    ask("remove edge", "DELETE", "/graph/relation/delete", json=ends)
    ask("remove no edge", "DELETE", "/graph/relation/delete", json=ends)
    ask("remove node", "DELETE", "/graph/entity/delete", json={"entity_name": "bbb"})
    ask("remove no node", "DELETE", "/graph/entity/delete", json={"entity_name": "bbb"})


def edge_edit() -> dict[str, Any]:
    return {"source_id": "aaa", "target_id": "bbb", "updated_data": EDGE}


def text_routes(asker: Asker, settled: Callable[[], None]) -> None:
    ask = asker.ask
    page = {"page": 1, "page_size": 200, "sort_field": "id", "sort_direction": "asc"}
    ask("no texts", "POST", "/documents/paginated", json=page)
    ask("upload", "POST", "/documents/upload", files={"file": (NAME, b"cafecafe\nabout zebras")})
    settled()
    ask("upload again", "POST", "/documents/upload", files={"file": (NAME, b"cafecafe\nabout zebras")})
    listed = ask("texts", "POST", "/documents/paginated", json=page)["documents"]
    asker.seen["text"] = {
        key: listed[0][key] for key in ("file_path", "status", "content_summary", "content_length", "id")
    }
    ask("idle", "GET", "/documents/pipeline_status")
    naive = {"query": "zebras", "mode": "naive", "chunk_top_k": 4, "enable_rerank": False}
    ask("search texts", "POST", "/query/data", json=naive)
    local = {"query": "aaa", "mode": "local", "ll_keywords": ["aaa"], "hl_keywords": [], "top_k": 4}
    ask("search nodes", "POST", "/query/data", json={**local, "enable_rerank": False})
    ask("long keyword", "POST", "/query/data", json={**local, "ll_keywords": ["a" * 513]})
    ask("delete", "DELETE", "/documents/delete_document", json={"doc_ids": [listed[0]["id"]], "delete_file": True})
    settled()
    ask("delete again", "DELETE", "/documents/delete_document", json={"doc_ids": [listed[0]["id"]]})
    settled()
    ask("look for left-overs", "POST", "/documents/scan", json={})
    settled()
    health = ask("health", "GET", "/health")
    told = ("embedding_model", "max_graph_nodes")
    asker.seen["health"] = {
        "core_version": health["core_version"],
        "configuration": {name: type(health["configuration"][name]).__name__ for name in told},
    }


def test_every_route_answers_as_recorded(asker: Asker, client: LightRagClient) -> None:
    graph_routes(asker)
    text_routes(asker, lambda: wait_until_idle(client))

    recorded = orjson.loads(RECORDED.read_bytes()) if RECORDED.exists() else {}
    seen = orjson.loads(orjson.dumps(asker.seen))
    differing = {step for step in seen.keys() | recorded.keys() if seen.get(step) != recorded.get(step)}
    assert {step: (seen.get(step), recorded.get(step)) for step in differing} == {}
