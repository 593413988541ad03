"""An error takes as little with it as can be had."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import SourceFile

Parse = Callable[..., SourceFile]


def names(file: SourceFile) -> list[str]:
    return [symbol.qualified_name for symbol in file.symbols]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        (
            "def good(): ...\n\ndef bad(:\n  x = = 2\n\nclass Fine:\n    def m(self): return good()\n",
            ["good", "Fine", "Fine.m"],
        ),
        (
            "class A:\n  def a(self): ...\n  def b(self, x=[:\n    return 1\n  @property\n  def c(self): ...\n",
            ["A", "A.a", "A.c"],
        ),
        ("def a():\n    return {1: 2\n\ndef c(): ...\n", ["c"]),
    ],
)
def test_definitions_below_an_error_in_python_are_kept(parse: Parse, source: str, left: list[str]) -> None:
    file = parse(source)

    assert (file.problem, names(file)) == ("PARSE_SYNTAX_ERROR", left)


def test_what_is_kept_stands_where_it_stood(parse: Parse) -> None:
    file = parse("def bad(:\n  x = = 2\n\nclass Fine:\n    def m(self): return Fine()\n")

    assert [(symbol.qualified_name, symbol.start_line, symbol.end_line) for symbol in file.symbols] == [
        ("Fine", 4, 5),
        ("Fine.m", 5, 5),
    ]
    assert [(reference.source, reference.target, reference.line) for reference in file.references] == [
        ("Fine.m", "pkg.mod.Fine", 5)
    ]


@pytest.mark.parametrize(
    ("source", "left"),
    [
        (
            "export function good() {}\nexport function bad( {\nexport class Fine { m() { good() } }\n",
            ["good", "Fine", "Fine.m"],
        ),
        ("function a() {\n  return {\n\nfunction b() {}\nexport class C {}\n", ["b", "C"]),
    ],
)
@pytest.mark.parametrize("path", ["a.ts", "a.js"])
def test_definitions_below_an_error_in_a_script_are_kept(parse: Parse, path: str, source: str, left: list[str]) -> None:
    file = parse(source, path)

    assert (file.problem, names(file)) == ("PARSE_SYNTAX_ERROR", left)


def test_what_is_said_of_a_lost_definition_is_said_of_no_other(parse: Parse) -> None:
    file = parse("/** Is lost. */\nexport function bad( {\n\nexport function good() {}\n", "a.ts")

    assert [(symbol.name, symbol.docstring) for symbol in file.symbols] == [("good", None)]


def test_what_only_looks_like_a_definition_takes_nothing_away(parse: Parse) -> None:
    file = parse(
        'def a():\n    """\n    def b(): ...\n    """\n    x = (1\n\nTEXT = """\ndef c(): ...\n"""\ndef d(): ...\n'
    )

    assert "d" in names(file)
    assert "c" not in names(file)
