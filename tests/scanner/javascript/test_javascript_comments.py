"""Comments above what they describe, and JSDoc in them."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import SourceFile, Symbol

Read = Callable[..., SourceFile]
One = Callable[..., Symbol]


@pytest.mark.parametrize(
    "source",
    [
        "/** Says. */\nfunction f() {}",
        "/**\n * Says.\n */\nexport default async function f() {}",
        "// Says.\nconst f = () => 1",
        "/** Says. */\n// eslint-disable-next-line\nexport const f = () => 1",
        "/** Says. */\n/* istanbul ignore next */\nfunction f() {}",
        "const a = 1 // not this\n// Says.\nfunction f() {}",
        "/** Says. */\nexports.f = function () {}",
        "/** Says. */\n@Dec()\nexport class F {}",
        "/** Says. */\nexport declare function f(): void",
    ],
)
def test_the_comment_directly_above_describes(one: One, source: str) -> None:
    assert one(source).docstring == "Says."


@pytest.mark.parametrize(
    "source",
    [
        "// No.\n\nfunction f() {}",
        "const a = 1 // no\nfunction f() {}",
        "/* no */\nfunction f() {}",
        "/** no */\nconst a = 1\nfunction f() {}",
        "'/** no */'\nfunction f() {}",
        "// eslint-disable-next-line\nfunction f() {}",
    ],
)
def test_other_comments_describe_nothing(one: One, source: str) -> None:
    assert one(source).docstring is None


def test_lines_of_a_block_stay_lines(one: One) -> None:
    assert one("// One.\n//\n//   Two.\nfunction f() {}").docstring == "One.\n\n  Two."


def test_members_have_comments_too(read: Read) -> None:
    file = read(
        "class A {\n  /** M. */\n  m() {}\n\n  // F.\n  f = () => 1\n}\nconst o = {\n  /** P. */\n  p() {},\n}\n"
    )

    assert [symbol.docstring for symbol in file.symbols] == [None, "M.", "F.", "P."]


def test_jsdoc_is_read_into_parameters_and_result(one: One) -> None:
    symbol = one(
        "/**\n * Adds.\n *\n * @param a - The first\n *   number.\n * @param [b=1] The second.\n"
        " * @param {Object} rest others\n * @returns The sum.\n * @example\n * add(1)\n */\n"
        "function add(a: number, b?: number, ...rest: number[]) {}"
    )

    assert [made.description for made in symbol.parameters] == ["The first number.", "The second.", "others"]
    assert symbol.returns_description == "The sum."
    assert symbol.description == "Adds.\n\n@example\nadd(1)"
    assert symbol.docstring is not None
    assert "@returns The sum." in symbol.docstring


def test_what_two_tags_say_is_said_once(one: One) -> None:
    symbol = one("/**\n * @summary Adds.\n *\n * @description\n * Adds.\n */\nfunction add() {}")

    assert symbol.description == "Adds."


def test_links_in_jsdoc_are_read_as_their_text(one: One) -> None:
    symbol = one(
        "/** See {@link a.B} and {@linkcode C|the C}.\n * @param x like {@link D} */\nfunction f(x) {}", "a.js"
    )

    assert (symbol.description, symbol.parameters[0].description) == ("See a.B and the C.", "like D")


def test_types_of_jsdoc_serve_where_the_language_has_none(one: One) -> None:
    source = "/**\n * @param {{a: string}} x - It.\n * @return {Promise<void>} Nothing.\n */\nfunction f(x) {}"

    assert (one(source, "a.js").parameters[0].annotation, one(source, "a.js").returns) == (
        "{a: string}",
        "Promise<void>",
    )
    assert (one(source, "a.ts").parameters[0].annotation, one(source, "a.ts").returns) == (None, None)


@pytest.mark.parametrize(
    "source",
    [
        "/** About. */\nimport a from 'a'\n",
        "#!/usr/bin/env node\n/** About. */\n\nfunction f() {}\n",
        "/* Copyright */\n/** @fileoverview About. */\nfunction f() {}\n",
    ],
)
def test_a_comment_at_the_top_is_about_the_file(read: Read, source: str) -> None:
    docstring = read(source).docstring

    assert docstring is not None
    assert docstring.endswith("About.")


@pytest.mark.parametrize("source", ["/** F. */\nfunction f() {}", "/** @license MIT */\n\nf()", "f()\n/** About. */\n"])
def test_a_comment_that_is_about_something_else_is_not(read: Read, source: str) -> None:
    assert read(source).docstring is None
