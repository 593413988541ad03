"""Questions as people ask them find what answers them, in a real package."""

import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from docrunch import Docrunch
from docrunch.postgres.connection import Database

HERE = Path(__file__).parent
FIRST = 5


class Question(NamedTuple):
    ask: str
    right: list[str]


def questions(name: str) -> list[Question]:
    return [Question(**one) for one in yaml.safe_load((HERE / f"{name}.yaml").read_text())]


@pytest.fixture(scope="module")
def werkzeug(fresh_database: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Docrunch]:
    """The package, scanned."""
    folder = tmp_path_factory.mktemp("werkzeug")
    source = Path(str(distribution("werkzeug").locate_file("werkzeug")))
    shutil.copytree(source, folder / "werkzeug", ignore=shutil.ignore_patterns("__pycache__"))
    made: AbstractContextManager[Database] = fresh_database()
    with made as database, pytest.MonkeyPatch.context() as environment:
        environment.setenv("DOCRUNCH_STORAGE__POSTGRES_URL", database.url)
        environment.setenv("DOCRUNCH_STORAGE__POSTGRES_SCHEMA", database.schema)
        with Docrunch.open(folder, has_worker=False) as project:
            project.scan()
            project.drain()
            yield project


def missed(project: Docrunch, asked: list[Question]) -> list[str]:
    """The questions without a right answer among the first."""
    return [ask for ask, right in asked if not answers(project, ask) & set(right)]


def answers(project: Docrunch, ask: str) -> set[str]:
    return {hit.document_id.partition(":")[2] for hit in project.search(ask, FIRST)}


@pytest.mark.parametrize("name", ["questions", "held_out"])
def test_every_right_answer_is_a_document(werkzeug: Docrunch, name: str) -> None:
    wanted = {answer for question in questions(name) for answer in question.right}

    known = {hit.partition(":")[2] for hit in documents(werkzeug)}

    assert wanted - known == set()


def documents(project: Docrunch) -> list[str]:
    from docrunch.projections.reading import reader

    with reader(project.project.database) as reading:
        return [one.id for one in reading.listed()]


def test_a_right_answer_is_among_the_first_five_for_27_of_30_questions(werkzeug: Docrunch) -> None:
    asked = questions("questions")

    assert len(asked) == 30
    assert len(missed(werkzeug, asked)) <= 3, missed(werkzeug, asked)


def test_it_answers_questions_that_it_was_not_made_for_about_as_well(werkzeug: Docrunch) -> None:
    asked = questions("held_out")

    assert len(asked) == 15
    assert len(missed(werkzeug, asked)) <= 2, missed(werkzeug, asked)
