"""What a project says of itself in one line, where its packages are described."""

import json
from collections.abc import Callable

import pytest
from docrunch.domain.source import SourceFile
from docrunch.scanner.languages import language_of

Parse = Callable[..., SourceFile]

PYPROJECT = '[build-system]\nrequires = []\n\n[project]\nname = "tool"\ndescription = "%s"\n'


@pytest.mark.parametrize(
    ("path", "source", "told"),
    [
        ("pyproject.toml", PYPROJECT % "A tool for `all`.", "A tool for `all`."),
        ("pyproject.toml", '[tool.poetry]\ndescription = "A tool."\n', "A tool."),
        ("package.json", '{"name": "tool", "description": "A tool."}', "A tool."),
        (
            "package.json",
            json.dumps({"description": " A **small**\n[tool](https://a.example) &amp;\tmore "}),
            "A small tool & more",
        ),
        ("package.json", json.dumps({"description": "<b>Tool</b> \ud800\u0000"}), "Tool \ufffd\ufffd"),
        ("pyproject.toml", PYPROJECT % "", None),
        ("pyproject.toml", PYPROJECT % "Add your description here", None),
        ("pyproject.toml", "[project]\ndescription = 3\n", None),
        ("pyproject.toml", "project = 'tool'\n", None),
        ("package.json", "[]", None),
        ("package.json", "{}", None),
        ("package.json", "", None),
    ],
)
def test_the_description_is_told(parse: Parse, path: str, source: str, told: str | None) -> None:
    file = parse(source, path)

    assert (file.docstring, file.language, file.symbols, file.problem) == (told, "manifest", (), None)


@pytest.mark.parametrize(
    ("path", "source", "title"),
    [
        ("pyproject.toml", PYPROJECT % "A tool.", "tool"),
        ("pyproject.toml", '[tool.poetry]\nname = "tool"\n', "tool"),
        ("package.json", '{"name": "@acme/tool"}', "@acme/tool"),
        ("package.json", json.dumps({"name": " a\n\ud800 "}), "a \ufffd"),
        ("package.json", json.dumps({"name": " "}), None),
        ("package.json", json.dumps({"name": "n" * 215}), None),
        ("package.json", '{"name": ["tool"]}', None),
        ("package.json", "{}", None),
    ],
)
def test_the_project_has_the_name_that_is_written_there(
    parse: Parse, path: str, source: str, title: str | None
) -> None:
    assert parse(source, path).title == title


@pytest.mark.parametrize(("path", "source"), [("pyproject.toml", "[project\n"), ("package.json", "[" * 100_000)])
def test_what_cannot_be_read_is_a_problem(parse: Parse, path: str, source: str) -> None:
    assert parse(source, path).problem == "PARSE_SYNTAX_ERROR"


@pytest.mark.parametrize("path", ["docs/package.json", "package-lock.json", "uv.toml", "sub/pyproject.toml"])
def test_only_those_of_the_project_tell_what_it_is(path: str) -> None:
    assert language_of(path) is None


def test_a_configuration_of_typescript_is_still_one() -> None:
    found = language_of("tsconfig.json")

    assert found is not None
    assert found.name == "tsconfig"


def test_a_long_description_is_cut(parse: Parse) -> None:
    told = parse(json.dumps({"description": "word " * 500}), "package.json").docstring

    assert told is not None
    assert len(told) <= 1_001
