"""The first index of 500 documents on a LightRAG server, against a plain client that makes one request after another.

Usage: python -m docrunch.benchmarks.lightrag [--quick]   (with the root of the repository on PYTHONPATH)
"""

import multiprocessing
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event
from time import perf_counter, sleep
from typing import Any

import httpx
import psutil

from tests.projections.lightrag.models import NAME, Models
from tests.projections.lightrag.server import Server

from ..application.syncing import catch_up
from ..config.settings import LightragSettings
from ..domain.documents import Document, Relationship
from ..domain.targets import Delivery
from ..projections.lightrag.edges import triples
from ..projections.lightrag.graph import MOST_NODES, encoded, pair
from ..projections.lightrag.marker import MARKER
from ..projections.lightrag.names import entity_name, source
from ..projections.lightrag.rendering import description, text
from ..projections.lightrag.target import LightRagTarget
from ..projections.lightrag.texts import chunking
from ..projections.reading import reader
from .scans import library_project
from .server import serving
from .table import compared, rendered

DOCUMENTS, FILES = 500, 40
QUICK_DOCUMENTS, QUICK_FILES = 20, 2
CHUNK, OVERLAP = 1000, 200
# Its tokens are bytes here: chunks as long as real ones.
BYTES_PER_TOKEN = 4
POLL_SECONDS = 0.02
Side = Callable[[str, Sequence[Document]], None]


def main(arguments: list[str]) -> None:
    """Measure both sides, each on a server of its own, and print one row and who was busy."""
    is_quick = "--quick" in arguments
    documents = real_documents(*((QUICK_DOCUMENTS, QUICK_FILES) if is_quick else (DOCUMENTS, FILES)))
    rates, notes = {}, []
    for name, side in {"plain": plainly, "ours": by_the_target}.items():
        print(f"{name} …", file=sys.stderr, flush=True)
        with fresh_server() as server:
            rate, note = measured(server, side, documents)
            rates[name] = [rate]
            notes.append(f"{name}: {note}")
            require_whole(server.url, documents)
    title = f"first index of {len(documents)} documents / plain client"
    print(rendered([compared(title, rates, "ours", "plain", wanted=1.4, note="\n".join(notes))]))


def real_documents(count: int, files: int) -> list[Document]:
    """Documents of the standard library, with the edges between them."""
    with ExitStack() as closing:
        folder = closing.enter_context(tempfile.TemporaryDirectory(prefix="docrunch-bench-"))
        url = closing.enter_context(serving())
        docrunch, _ = closing.enter_context(library_project(url, Path(folder), files))
        docrunch.scan()
        catch_up(docrunch.project)
        with reader(docrunch.project.database) as reading:
            ids = [one.id for one in reading.listed() if one.type in LightRagTarget.document_types][:count]
            documents = reading.documents(ids)
    return [replace(one, relationships=within(one, documents.keys())) for one in documents.values()]


def within(document: Document, known: Any) -> list[Relationship]:
    return [edge for edge in document.relationships if edge.target in known and edge.target != document.id]


@contextmanager
def fresh_server() -> Iterator[Server]:
    """A server that holds nothing, with models in a process of their own: their work is nobody's of the two."""
    here, there = multiprocessing.get_context("spawn").Pipe()
    models = multiprocessing.get_context("spawn").Process(target=serve_models, args=[there], daemon=True)
    models.start()
    with tempfile.TemporaryDirectory(prefix="docrunch-bench-") as folder:
        server = Server(Path(folder), here.recv(), MAX_GRAPH_NODES="1000000")
        server.start()
        try:
            yield server
        finally:
            server.kill()
            models.kill()


def serve_models(connection: Connection) -> None:
    models = Models()
    connection.send(models.url)
    Event().wait()


def measured(server: Server, side: Side, documents: Sequence[Document]) -> tuple[float, str]:
    """Documents per second, and how busy server and client were meanwhile."""
    assert server.process is not None
    processes = {"server": psutil.Process(server.process.pid), "client": psutil.Process()}
    before = {name: cpu(process) for name, process in processes.items()}
    started = perf_counter()
    side(server.url, documents)
    seconds = perf_counter() - started
    shares = {name: (cpu(process) - before[name]) / seconds for name, process in processes.items()}
    busy = ", ".join(f"{name} {100 * share:.0f} % of a core" for name, share in shares.items())
    return len(documents) / seconds, f"{seconds:.0f} s, {busy}"


def cpu(process: psutil.Process) -> float:
    used = process.cpu_times()
    return float(used.user + used.system)


def by_the_target(url: str, documents: Sequence[Document]) -> None:
    size, overlap = CHUNK * BYTES_PER_TOKEN, OVERLAP * BYTES_PER_TOKEN
    settings = LightragSettings(base_url=url, embedding_model=NAME, chunk_size=size, chunk_overlap=overlap)
    target = LightRagTarget(settings)
    target.create_place()
    incoming: dict[str, list[Relationship]] = {}
    for edge in (edge for one in documents for edge in one.relationships):
        incoming.setdefault(edge.target, []).append(edge)
    deliveries = [Delivery(one.id, "0" * 64, one, tuple(incoming.get(one.id, ()))) for one in documents]
    for start in range(0, len(deliveries), target.manner.batch):
        some = deliveries[start : start + target.manner.batch]
        outcomes = target.deliver(some, lambda asked: {one.document_id for one in asked})
        assert not [outcome.error for outcome in outcomes if outcome.error]
    target.close()


def plainly(url: str, documents: Sequence[Document]) -> None:
    """As one would write it: a document's text, then its node, one by one, and then all edges."""
    hint = chunking(CHUNK * BYTES_PER_TOKEN, OVERLAP * BYTES_PER_TOKEN)
    with httpx.Client(base_url=url, timeout=60) as http:
        for one in documents:
            stem, _, ending = source(one.id).rpartition(".")
            track = http.post("/documents/upload", files={"file": (f"{stem}.[{hint}].{ending}", text(one).encode())})
            while not is_processed(http, track.json()["track_id"]):
                sleep(POLL_SECONDS)
            said = {"description": description(one), "entity_type": one.type, "file_path": f"{one.id} x x x"}
            body: dict[str, Any] = {"entity_name": entity_name(one.id), "entity_data": said}
            # The pipeline says that it is done before it lets others change the graph.
            while http.post("/graph/entity/create", json=body).status_code == httpx.codes.CONFLICT:
                sleep(POLL_SECONDS)
        for (first, second), edges in pairs(documents).items():
            ends = {"source_entity": entity_name(first), "target_entity": entity_name(second)}
            said = {"description": encoded(edges), "keywords": "edge"}
            http.post("/graph/relation/create", json={**ends, "relation_data": said}).raise_for_status()


def is_processed(http: httpx.Client, track: str) -> bool:
    listed = http.get(f"/documents/track_status/{track}").json()["documents"]
    return bool(listed) and listed[0]["status"] in {"processed", "failed"}


def pairs(documents: Sequence[Document]) -> dict[tuple[str, str], set[tuple[str, str, str]]]:
    found: dict[tuple[str, str], set[tuple[str, str, str]]] = {}
    for edge in triples(edge for one in documents for edge in one.relationships):
        found.setdefault(pair(edge[1], edge[2]), set()).add(edge)
    return found


def require_whole(url: str, documents: Sequence[Document]) -> None:
    """Both sides must have done the same work."""
    with LightRagTarget(LightragSettings(base_url=url)).client as client:
        graph = client.get("/graphs", label="*", max_depth=1, max_nodes=MOST_NODES)
        nodes = {row["id"] for row in graph["nodes"]} - {MARKER}
        assert (len(nodes), len(graph["edges"])) == (len(documents), len(pairs(documents)))
        texts = client.get("/documents/status_counts")["status_counts"]
        assert texts["processed"] == len(documents), texts


if __name__ == "__main__":
    main(sys.argv[1:])
