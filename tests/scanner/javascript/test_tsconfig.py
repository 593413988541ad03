"""What a tsconfig says about specifiers."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import SourceFile
from docrunch.scanner.languages import language_of

Read = Callable[..., SourceFile]


def bindings(file: SourceFile) -> list[tuple[str, str]]:
    return [(binding.name, binding.target) for binding in file.bindings]


@pytest.mark.parametrize(
    ("name", "is_config"),
    [
        ("tsconfig.json", True),
        ("jsconfig.json", True),
        ("tsconfig.base.json", True),
        ("tsconfig.app-test.json", True),
        ("package.json", False),
        ("mytsconfig.json", False),
        ("tsconfig.json.bak", False),
    ],
)
def test_configurations_are_known_by_their_name(name: str, is_config: bool) -> None:
    assert (language_of(f"a/{name}") is not None) is is_config


def test_paths_count_from_the_base_and_the_base_comes_last(read: Read) -> None:
    source = '{"compilerOptions": {"paths": {"@/*": ["./*", "gen/*"], "x": ["lib/x.ts"]}, "baseUrl": "./src"}}'

    assert bindings(read(source, "web/tsconfig.json")) == [
        ("@/*", "/web/src/*"),
        ("@/*", "/web/src/gen/*"),
        ("x", "/web/src/lib/x.ts"),
        ("*", "/web/src/*"),
    ]


def test_without_a_base_paths_count_from_the_folder(read: Read) -> None:
    assert bindings(read('{"compilerOptions": {"paths": {"@/*": ["*", "../../out/*"]}}}', "web/tsconfig.json")) == [
        ("@/*", "/web/*"),
    ]
    assert bindings(read('{"compilerOptions": {"baseUrl": "."}}', "tsconfig.json")) == [("*", "/*")]
    assert bindings(read('{"compilerOptions": {"paths": {"~": [".x"], "#": ["."]}}}', "tsconfig.json")) == [
        ("~", "/.x"),
        ("#", "/"),
    ]


def test_comments_and_trailing_commas_are_no_errors(read: Read) -> None:
    file = read(
        '\ufeff// a\n{\r\n /* b, } */ "compilerOptions": {"paths": {"//*": ["a/*",], "/*": ["b,}"],}, }, }\n',
        "tsconfig.json",
    )

    assert (file.problem, bindings(file)) == (None, [("//*", "/a/*"), ("/*", "/b,}")])


def test_what_a_relative_one_extends_is_an_import(read: Read) -> None:
    file = read('{"extends": ["./base", "../tsconfig.base.json", "@tsconfig/node20"]}', "web/tsconfig.json")

    assert bindings(file) == [("<extends>", "/web/base"), ("<extends>", "/tsconfig.base")]
    assert [(made.kind, made.target) for made in file.references] == [
        ("imports", "/web/base"),
        ("imports", "/tsconfig.base"),
    ]
    assert file.symbols == ()


@pytest.mark.parametrize(
    "source",
    ["", "[]", "1", "{}", '{"compilerOptions": 1}', '{"compilerOptions": {"paths": [1], "baseUrl": 2}, "extends": {}}'],
)
def test_what_says_nothing_is_no_problem(read: Read, source: str) -> None:
    file = read(source, "tsconfig.json")

    assert (file.problem, file.bindings, file.language) == (None, (), "tsconfig")


@pytest.mark.parametrize("source", ["{", "/*" * 50_000, '"\\"' * 50_000, "[" * 100_000, '{"a": "\\ud800"}x'])
def test_what_is_no_json_is_reported(read: Read, source: str) -> None:
    assert read(source, "tsconfig.json").problem in {"PARSE_SYNTAX_ERROR", None}
