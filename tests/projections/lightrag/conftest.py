"""One real LightRAG server for the tests of a process, emptied before each."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from docrunch.config.settings import LightragSettings
from docrunch.projections.lightrag.client import LightRagClient
from docrunch.projections.lightrag.target import LightRagTarget

from .library import FILES, Library
from .models import NAME, Models
from .server import Server, free_port


@pytest.fixture(scope="session")
def models() -> Iterator[Models]:
    models = Models()
    yield models
    models.close()


@pytest.fixture(scope="session")
def running(models: Models, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("lightrag"), models.url)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def server(running: Server, models: Models) -> Server:
    """A server that holds nothing."""
    with LightRagClient(running.url) as client:
        client.delete("/documents", {})
    models.refuses, models.is_down = None, False
    return running


@pytest.fixture
def client(server: Server) -> Iterator[LightRagClient]:
    with LightRagClient(server.url) as client:
        yield client


@pytest.fixture
def settings(server: Server) -> LightragSettings:
    return LightragSettings(base_url=server.url, embedding_model=NAME, chunk_size=400, chunk_overlap=20)


@pytest.fixture
def target(settings: LightragSettings) -> Iterator[LightRagTarget]:
    target = LightRagTarget(settings)
    yield target
    target.close()


@pytest.fixture
def library(target: LightRagTarget) -> Library:
    return Library(target)


@pytest.fixture
def files() -> Mapping[str, str]:
    """What is in the project's folder; tests that need other files have a fixture of their own."""
    return FILES


@pytest.fixture
def folder(project_folder: Path, files: Mapping[str, str], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without a LightRAG server."""
    monkeypatch.setenv("DOCRUNCH_STORAGE__LIGHTRAG__BASE_URL", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setenv("DOCRUNCH_STORAGE__LIGHTRAG__EMBEDDING_MODEL", NAME)
    for name, content in files.items():
        (project_folder / name).parent.mkdir(exist_ok=True)
        (project_folder / name).write_text(content)
    return project_folder


@pytest.fixture
def reachable(folder: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DOCRUNCH_STORAGE__LIGHTRAG__BASE_URL", server.url)
    return folder
