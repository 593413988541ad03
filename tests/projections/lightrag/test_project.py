"""A project and its LightRAG server, from a scan to a rebuild."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import orjson
import pytest
from click.testing import CliRunner
from docrunch import Docrunch, Refused, TargetUnavailable
from docrunch.cli import main
from docrunch.domain.documents import OVERVIEW_TYPES
from docrunch.postgres.connection import Database
from docrunch.projections.lightrag.client import LightRagClient
from docrunch.projections.lightrag.graph import read_graph
from docrunch.projections.lightrag.listing import list_texts

from .faults import Network
from .library import FILES
from .models import Models
from .server import Server


@contextmanager
def opened(folder: Path) -> Iterator[Docrunch]:
    with Docrunch.open(folder, has_worker=False) as project:
        yield project


def scan(folder: Path) -> None:
    with opened(folder) as project:
        project.scan()
        project.drain()


def states(project: Docrunch) -> dict[str, str]:
    return {one.name: one.state for one in project.status().projections}


def doctor(folder: Path) -> dict[str, str]:
    """What `docrunch doctor` finds wrong, by name."""
    result = CliRunner().invoke(main, ["doctor", "--json", "--project", str(folder)], prog_name="docrunch")
    findings: list[dict[str, Any]] = orjson.loads(result.stdout)["findings"]
    return {one["name"]: f"{one['detail']}; {one['hint']}" for one in findings if not one["ok"]}


def wanted(project: Docrunch) -> list[str]:
    return sorted(hit.id for hit in project_documents(project) if hit.type not in OVERVIEW_TYPES)


def project_documents(project: Docrunch) -> list[Any]:
    from docrunch.projections.reading import reader

    with reader(project.project.database) as reading:
        return list(reading.listed())


def test_a_scan_without_a_server_is_quiet_and_collects(folder: Path, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), opened(folder) as project:
        project.scan()
        project.drain()
        row = {one.name: one for one in project.status().projections}["lightrag"]
        failures = project.failures()

    assert (row.state, row.pending > 0, row.failed) == ("absent", True, 0)
    assert (failures, caplog.records) == ({}, [])
    assert doctor(folder) == {}
    assert (folder / "docrunch-docs/index.md").is_file()


def test_a_scan_brings_every_document_and_edge(reachable: Path, client: LightRagClient) -> None:
    with opened(reachable) as project:
        project.scan()
        project.drain()
        state, documents = states(project)["lightrag"], wanted(project)

    graph = read_graph(client)
    assert state == "current"
    assert sorted(graph.nodes) == documents
    assert len(list_texts(client)) == len(documents)
    assert ("module:main.py", "module:text.py", "imports") in {(e.source, e.target, e.type) for e in graph.edges}
    assert doctor(reachable) == {}


def test_a_rebuild_of_unchanged_history_writes_and_embeds_nothing(reachable: Path, models: Models) -> None:
    scan(reachable)
    embedded = models.embedded

    with opened(reachable) as project, recorded(project) as network:
        rebuilt = project.rebuild("lightrag")

    assert (rebuilt.written, rebuilt.deleted, rebuilt.failed) == (0, 0, 0)
    assert (network.sent, models.embedded) == ([], embedded)


@contextmanager
def recorded(project: Docrunch) -> Iterator[Network]:
    """The requests to the server that were to change something."""
    network, target = Network(lambda: None), project.project.targets["lightrag"]
    assert target is not None
    client = LightRagClient(project.project.settings.storage.lightrag.base_url, transport=network)
    vars(target)["client"] = client
    yield network
    client.close()


def test_a_changed_document_is_one_upsert_and_the_edges_that_changed(reachable: Path, models: Models) -> None:
    scan(reachable)
    (reachable / "text.py").write_text(FILES["text.py"].replace("What to say.", "What is said."))
    embedded = models.embedded

    with opened(reachable) as project, recorded(project) as network:
        project.scan()
        project.drain()

    assert Counter(network.sent) == {
        ("DELETE", "/documents/delete_document"): 1,
        ("POST", "/graph/entity/edit"): 2,
        ("POST", "/documents/upload"): 2,
    }
    # The function, and the module that lists it: a description and a chunk each.
    assert models.embedded - embedded == 4


def test_a_lost_edge_is_one_change_of_a_relation(reachable: Path) -> None:
    scan(reachable)
    (reachable / "main.py").write_text(FILES["main.py"].replace("print(greeting())", "print()"))

    with opened(reachable) as project, recorded(project) as network:
        project.scan()
        project.drain()

    relations = Counter(path for _, path in network.sent if path.startswith("/graph/relation"))
    assert relations == {"/graph/relation/delete": 1}


def test_a_lost_ledger_costs_nothing_but_a_look(reachable: Path, database: Database, models: Models) -> None:
    scan(reachable)
    with database.transaction() as connection:
        connection.execute("DELETE FROM storage_sync WHERE target = 'lightrag'")
        connection.execute("DELETE FROM targets WHERE name = 'lightrag'")
    embedded = models.embedded

    with opened(reachable) as project, recorded(project) as network:
        rebuilt = project.rebuild("lightrag", is_taking_over=True)
        state = states(project)["lightrag"]

    assert (rebuilt.written, network.sent, models.embedded, state) == (0, [], embedded, "current")


def test_a_server_of_another_project_is_not_taken_unasked(reachable: Path, client: LightRagClient) -> None:
    client.post(
        "/graph/entity/create",
        {"entity_name": "docrunch:place", "entity_data": {"description": "theirs", "file_path": "docrunch theirs"}},
    )

    with opened(reachable) as project:
        project.scan()
        project.drain()
        row = {one.name: one for one in project.status().projections}["lightrag"]
        with pytest.raises(Refused, match="another docrunch database"):
            project.rebuild("lightrag")
        untouched = read_graph(client).nodes
        project.rebuild("lightrag", is_taking_over=True)
        state = states(project)["lightrag"]

    assert "--take-over" in (row.error or "")
    assert (untouched, state) == ({}, "current")


def test_an_emptied_server_is_noticed_and_filled_again(reachable: Path, client: LightRagClient) -> None:
    scan(reachable)
    held = read_graph(client)
    client.delete("/documents", {})
    (reachable / "more.py").write_text("def more() -> None: ...\n")

    scan(reachable)
    seen = doctor(reachable)
    (reachable / "more.py").unlink()
    with opened(reachable) as project:
        project.scan()
        project.drain()
        project.rebuild("lightrag")
        state = states(project)["lightrag"]

    assert "docrunch projections rebuild lightrag" in seen["lightrag"]
    assert (state, sorted(read_graph(client).nodes)) == ("current", sorted(held.nodes))
    assert read_graph(client).edges == held.edges


def test_a_server_that_goes_away_delays_no_page_and_gets_all_later(
    reachable: Path, server: Server, client: LightRagClient
) -> None:
    scan(reachable)
    server.kill()
    (reachable / "more.py").write_text("def more() -> None: ...\n")

    with opened(reachable) as project:
        project.scan()
        project.drain()
        away, failures = states(project), project.failures()
        server.start()
        project.drain()
        back, documents = states(project), wanted(project)

    assert (away["markdown"], away["lightrag"], failures) == ("current", "paused", {})
    assert back["lightrag"] == "current"
    assert sorted(read_graph(client).nodes) == documents


def test_rows_wait_while_another_worker_delivers(reachable: Path) -> None:
    with opened(reachable) as project:
        project.scan()
        with project.project.ledger("lightrag").turn() as is_ours, opened(reachable) as other:
            other.drain()
            waiting = {one.name: one.pending for one in other.status().projections}["lightrag"]

    assert is_ours
    assert waiting > 0


def test_the_doctor_names_a_model_that_differs(reachable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan(reachable)
    monkeypatch.setenv("DOCRUNCH_STORAGE__LIGHTRAG__EMBEDDING_MODEL", "another")

    seen = doctor(reachable)["lightrag embedding"]

    assert "embeds with bag-of-words, storage.lightrag.embedding_model is another" in seen


@pytest.fixture
def strict(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that wants a key and shows few nodes."""
    folder = tmp_path_factory.mktemp("strict")
    server = Server(folder, models.url, LIGHTRAG_API_KEY="open sesame", MAX_GRAPH_NODES="3")
    server.start()
    yield server
    server.kill()


def test_the_doctor_names_a_missing_key_and_a_cap_that_is_too_small(
    folder: Path, strict: Server, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("DOCRUNCH_STORAGE__LIGHTRAG__BASE_URL", strict.url)

    scan(folder)
    denied = doctor(folder)
    monkeypatch.setenv("DOCRUNCH_LIGHTRAG_API_KEY", "open sesame")
    scan(folder)
    allowed = doctor(folder)
    with opened(folder) as project, pytest.raises(TargetUnavailable, match="lists only 3 nodes"):
        project.rebuild("lightrag")

    assert "set DOCRUNCH_LIGHTRAG_API_KEY" in denied["lightrag server"]
    assert set(allowed) == {"lightrag graph"}
    assert "MAX_GRAPH_NODES=1000000" in allowed["lightrag graph"]
    assert "open sesame" not in caplog.text


def test_the_doctor_says_that_a_known_server_is_away(reachable: Path, server: Server) -> None:
    scan(reachable)
    server.kill()
    try:
        seen = doctor(reachable)
    finally:
        server.start()

    assert "no LightRAG server answers" in seen["lightrag server"]
