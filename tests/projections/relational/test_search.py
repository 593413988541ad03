"""Search knows how names are written in code."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from docrunch.projections.reading import reader
from docrunch.projections.search import Hit, words

if TYPE_CHECKING:
    from tests.projections.relational.conftest import Build, History, ReadModel


@pytest.fixture
def searchable(model: ReadModel, history: History, build: Build) -> ReadModel:
    history.index(
        build.file(
            "scanner/parse.py",
            [
                build.function("parse_file", docstring="Read one source.", start_line=12),
                build.class_("ParseFileError", docstring="It went wrong."),
                build.function("all"),
                build.function("walk", docstring="Finds sources; what follows is left to parse_file, file by file."),
            ],
            docstring="Parsing files quickly.",
        )
    )
    model.apply(history.batch())
    return model


def titles(model: ReadModel, query: str) -> list[str]:
    with reader(model.database) as read:
        return [hit.title for hit in read.search(query)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("parse_file", ["parse", "file"]),
        ("ParseFile", ["parse", "file"]),
        ("parse file", ["parse", "file"]),
        ("outbox.log/append", ["outbox", "log", "append"]),
        ("HTTPServer2", ["http", "server2"]),
        ("SHA256 sha256", ["sha256", "sha256"]),
        ("größteÄnderung", ["größteänderung"]),
        ("_ - . /", []),
    ],
)
def test_names_part_where_people_see_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("query", ["parse_file", "ParseFile", "parse file", "PARSE.FILE", "parse-file"])
def test_one_name_in_every_spelling_finds_the_same(searchable: ReadModel, query: str) -> None:
    assert titles(searchable, query) == titles(searchable, "parse_file")
    assert titles(searchable, query)[0] == "parse_file"


def test_names_weigh_more_than_descriptions(searchable: ReadModel) -> None:
    found = titles(searchable, "parse_file")

    assert found.index("ParseFileError") < found.index("walk")


def test_an_english_word_is_found_by_its_stem(searchable: ReadModel) -> None:
    assert "scanner.parse" in titles(searchable, "parsed file")


def test_a_function_named_like_a_stop_word_is_found(searchable: ReadModel) -> None:
    assert titles(searchable, "all")[0] == "all"


def test_where_no_document_holds_all_words_those_that_hold_any_are_found(searchable: ReadModel) -> None:
    assert "parse_file" in titles(searchable, "parse_file quantum")


@pytest.mark.parametrize("query", ["", "  ", "!!!", "nothing_like_it", "'", "a & b | !c", "\\", "x:*", "<->", "%s"])
def test_any_text_may_be_asked_for(searchable: ReadModel, query: str) -> None:
    assert titles(searchable, query) == []


def test_a_hit_says_where_to_go(searchable: ReadModel) -> None:
    with reader(searchable.database) as read:
        (hit, *_) = read.search("parse_file", limit=1)

    assert hit == Hit(
        document_id="function:scanner/parse.py::parse_file",
        type="function",
        title="parse_file",
        page="functions/scanner.parse.parse_file.md",
        file="scanner/parse.py",
        line=12,
        score=hit.score,
        excerpt="Read one source.",
    )
    assert hit.score > 1
