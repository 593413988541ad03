"""The seed's class `LightRAGStorage` on a real server."""

import asyncio
from pathlib import Path

import pytest
from docrunch import Docrunch, Document, LightRAGStorage, NotFound, Refused, Relationship, TargetUnavailable
from docrunch.projections.lightrag.client import LightRagClient

MENTION = Relationship("note:1", "module:text.py", "mentions")
NOTE = Document("note:1", "note", "A note", "# A note\n\nabout zebras", {}, [MENTION])


def test_a_scanned_project_is_searched_and_walked_by_meaning(reachable: Path) -> None:
    with Docrunch.open(reachable, has_worker=False) as project:
        project.scan()
        project.drain()
        storage = LightRAGStorage(project)
        results = asyncio.run(storage.search("what to say", limit=3))
        related = asyncio.run(storage.get_related("module:text.py"))
        graph = storage.export_graph()

    places = {result.document_id: (result.file, result.line) for result in results}
    assert places["function:text.py::greeting"] == ("text.py", 4)
    assert [result.score for result in results] == [1, 1 / 2, 1 / 3]
    assert {entity.id: entity.distance for entity in related}["module:main.py"] == 1
    assert Relationship("module:main.py", "module:text.py", "imports") in graph.edges
    assert [node.id for node in graph.nodes] == sorted(node.id for node in graph.nodes)


def test_a_document_is_indexed_and_updated_by_hand_until_the_next_rebuild(reachable: Path) -> None:
    with Docrunch.open(reachable, has_worker=False) as project:
        project.scan()
        project.drain()
        storage = LightRAGStorage(project)

        assert asyncio.run(storage.index(NOTE)) == "note:1"
        asyncio.run(storage.update("function:text.py::greeting", "# greeting\n\nabout walruses"))

        assert asyncio.run(storage.search("zebras"))[0].document_id == "note:1"
        assert asyncio.run(storage.search("walruses"))[0].document_id == "function:text.py::greeting"
        assert "note:1" in {entity.id for entity in asyncio.run(storage.get_related("module:text.py"))}
        rebuilt = project.rebuild("lightrag")
        assert (rebuilt.written, rebuilt.deleted) == (1, 1)


def test_the_first_document_may_come_by_hand(reachable: Path) -> None:
    with Docrunch.open(reachable, has_worker=False) as project:
        storage = LightRAGStorage(project)

        asyncio.run(storage.index(NOTE))

        assert [node.id for node in storage.export_graph().nodes] == ["note:1"]


def test_what_is_not_there_is_not_found(reachable: Path) -> None:
    with Docrunch.open(reachable, has_worker=False) as project:
        storage = LightRAGStorage(project)

        with pytest.raises(NotFound, match="does not hold 'nosuch'"):
            asyncio.run(storage.get_related("nosuch"))
        with pytest.raises(NotFound, match="no document 'nosuch'"):
            asyncio.run(storage.update("nosuch", "x"))


def test_the_server_of_another_project_is_not_written_to(reachable: Path, client: LightRagClient) -> None:
    said = {"description": "theirs", "file_path": "docrunch theirs"}
    client.post("/graph/entity/create", {"entity_name": "docrunch:place", "entity_data": said})

    with Docrunch.open(reachable, has_worker=False) as project, pytest.raises(Refused, match="another project's"):
        asyncio.run(LightRAGStorage(project).index(NOTE))


def test_a_server_that_is_away_is_unavailable(folder: Path) -> None:
    with Docrunch.open(folder, has_worker=False) as project, pytest.raises(TargetUnavailable, match="no LightRAG"):
        asyncio.run(LightRAGStorage(project).search("anything"))
