"""Questions about a real package asked of Postgres, of a real LightRAG server, and of both.

`make prove-questions` takes the whole package and a real embedding model; a server needs a quarter of an hour for 1,400
documents. Here it is a part of the package and the double's embeddings, whose nearness is sharing words.
"""

import os
import shutil
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import pytest
import yaml
from docrunch import Docrunch
from docrunch.domain.hits import Via

from .minilm import minilm
from .models import Models
from .server import Server

QUESTIONS = Path(__file__).parents[2] / "search/questions.yaml"
FIRST = 5
PARTS = ("security.py", "urls.py", *(f"middleware/{name}.py" for name in ("dispatcher", "profiler", "proxy_fix")))
MINILM = os.environ.get("PROVE_QUESTIONS_MODEL")
"""The folder with a real model: then all questions are asked."""


@pytest.fixture(scope="module")
def asked_models(models: Models) -> Iterator[Models]:
    """The double, or a real model in its place."""
    if MINILM is None:
        yield models
        return
    real = Models(minilm(Path(MINILM)))
    yield real
    real.close()


@pytest.fixture(scope="module")
def asked_server(asked_models: Models, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("questions"), asked_models.url, **asked_models.embedding.environment)
    server.start()
    yield server
    server.kill()


@pytest.fixture
def indexed(
    project_folder: Path, asked_server: Server, asked_models: Models, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Docrunch]:
    """The package, or those parts of it, in step with the server."""
    source = Path(str(distribution("werkzeug").locate_file("werkzeug")))
    for part in PARTS if MINILM is None else [""]:
        copy(source / part, project_folder / "werkzeug" / part)
    monkeypatch.setenv("DOCRUNCH_STORAGE__LIGHTRAG__BASE_URL", asked_server.url)
    monkeypatch.setenv("DOCRUNCH_STORAGE__LIGHTRAG__EMBEDDING_MODEL", asked_models.embedding.name)
    with Docrunch.open(project_folder, has_worker=False) as project:
        project.scan()
        project.drain()
        yield project


def copy(source: Path, into: Path) -> None:
    into.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, into, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, into)


def answered(project: Docrunch, via: Via) -> dict[str, bool]:
    """By question, whether a right answer is among the first; only of those that can have one."""
    known = {node.id.partition(":")[2] for node in project.graph().nodes}
    asked = {one["ask"]: known & set(one["right"]) for one in yaml.safe_load(QUESTIONS.read_text())}
    return {ask: bool(right & first(project, ask, via)) for ask, right in asked.items() if right}


def first(project: Docrunch, ask: str, via: Via) -> set[str]:
    hits = project.search(ask, FIRST, via=via)
    assert {hit.via for hit in hits} == {via}
    return {hit.document_id.partition(":")[2] for hit in hits}


def test_both_answer_at_least_as_many_questions_as_postgres_alone(indexed: Docrunch, asked_models: Models) -> None:
    by_words, by_meaning, by_both = (answered(indexed, via) for via in ("postgres", "lightrag", "both"))

    print(f"of {len(by_both)}: Postgres {sum(by_words.values())}, both {sum(by_both.values())}")
    print(f"LightRAG alone, embedding {asked_models.embedding.name}: {sum(by_meaning.values())}")
    assert len(by_both) == (7 if MINILM is None else 30)
    assert sum(by_both.values()) >= sum(by_words.values())
