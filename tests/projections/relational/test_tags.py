"""Comments with the tags of JSDoc, read as somebody would say them."""

import pytest
from docrunch.projections.escaping import plain
from docrunch.projections.prose import prose, summary
from docrunch.projections.tags import untagged


@pytest.mark.parametrize(
    ("comment", "said"),
    [
        (
            "Opens it.\n\n@see Door\n@see {@link Window}\n\n@see https://a.example",
            "Opens it.\n\nSee also: `Door`, `Window`, https://a.example",
        ),
        (
            "@deprecated Use {@link Door#open|the other} now.\n\nOpens it.",
            "Deprecated: Use the other now.\n\nOpens it.",
        ),
        ("@deprecated", "Deprecated."),
        ("A.\n@internal\n@__PURE__\n@route /x\n  y", "A.\n\n@route /x\n  y"),
        ("A.\n@param {string} name\n@returns {() => void}", "A."),
        (
            "@param name: see interface\n@type name: C{str}\n@return: a door",
            "- `name`: see interface\n\nReturns: a door",
        ),
        (
            "@throws {TypeError} if it\nis not\n@throws when shut",
            "Throws `TypeError`: if it\nis not\n\nThrows: when shut",
        ),
        ("A.\n@example\nopen(door)\n\nshut(door)", "A.\n\nExample:\n\n```js\nopen(door)\n\nshut(door)\n```"),
        ("@example of it\n```ts\n@see x\n```\n@since 2.1", "Example: of it\n\n```ts\n@see x\n```\n\nSince 2.1."),
        (
            "Like {@link A}:\n\n```js\nf({@link B});\n```\n\nSee {@link C}.",
            "Like `A`:\n\n```js\nf({@link B});\n```\n\nSee `C`.",
        ),
        (
            "See [the door]{@link Door}, {@link Door } and {@link https://a.example}.",
            "See the door, `Door` and https://a.example.",
        ),
        ("Mail a@b.example or\n@route('/x') or @see it.", "Mail a@b.example or\n@route('/x') or @see it."),
    ],
)
def test_tags_are_said_in_words(comment: str, said: str) -> None:
    assert untagged(comment) == said


def test_a_page_shows_no_tag() -> None:
    assert prose("Opens it.\n\n@see Door\n@example\n\n```ts\nopen()\n```\n") == (
        "Opens it.\n\nSee also: `Door`\n\nExample:\n\n```ts\nopen()\n```"
    )


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        ("The parameters of {@link Door#open}: one.", "The parameters of `Door#open`: one."),
        ("@deprecated Use the other.", "Deprecated: Use the other."),
        ("----", ""),
        ("#", ""),
    ],
)
def test_a_summary_shows_no_tag_either(comment: str, told: str) -> None:
    assert summary(comment) == told


def test_what_is_no_comment_has_no_tags() -> None:
    assert prose("@static please look.\n@internal", plain) == "@static please look.\n@internal"
