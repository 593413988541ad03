"""Docstrings as people write them, read as they meant them."""

import pytest
from docrunch.projections.parameters import parameter_rows
from docrunch.projections.prose import prose, summary
from docrunch.projections.running import running


@pytest.mark.parametrize(
    ("docstring", "shown"),
    [
        # What reads as words is text, however far it is indented.
        ("Note: this is done by one class. The\n      other one does not do it.", None),
        ("Returns:\n    (host, port) of it.", "Returns:\n(host, port) of it."),
        (
            "Raises:\n    KeyError: if it is gone\n        for good.",
            "Raises:\n\n- KeyError: if it is gone\n  for good.",
        ),
        (
            "Raises:\n    a.Gone:\n        If *it* is *not* there.\n    Shut (bool):\n        If it is.",
            "Raises:\n\n- a.Gone:\n  If *it* is *not* there.\n- Shut (bool):\n  If it is.",
        ),
        (
            "A.\n\n..  versionadded:: 2 *a*\n..  versionadded:: 3",
            "A.\n\nNew in version 2: *a*\n\nNew in version 3.",
        ),
        ("It does:\n    - one\n    - two", "It does:\n\n- one\n- two"),
        # Code, drawings and tables are code.
        ("Use it::\n\n    these are only some words", "Use it:\n\n```text\nthese are only some words\n```"),
        ("Use it:\n\n    from curses import textpad", "Use it:\n\n```text\nfrom curses import textpad\n```"),
        ("Use it:\n\n    f(x) = y", "Use it:\n\n```text\nf(x) = y\n```"),
        ("Use it:\n```ts\nf(`x`);\n\n    g()\n```\nnow", "Use it:\n\n```ts\nf(`x`);\n\n    g()\n```\n\nnow"),
        ("A\n```\nno end", "A\n\n```\nno end\n```"),
        (
            "State    Next\n-----    ----\nIdle     Sent\n\nEnd",
            "```text\nState    Next\n-----    ----\nIdle     Sent\n```\n\nEnd",
        ),
        # The marks of reStructuredText are said in words.
        (".. note::\n   Be careful\n   with it.\n\nEnd.", "Note:\nBe careful\nwith it.\n\nEnd."),
        ("A.\n\n.. versionadded:: 2.0\n\nB.", "A.\n\nNew in version 2.0.\n\nB."),
        (".. admonition:: About it\n\n    Be careful.", "About it:\nBe careful."),
        ("A.\n\n.. include:: ../README.md\n\nB.", "A.\n\nB."),
        (">0\nor less", "&gt;0\nor less"),
        ("A.\n\n> Be `careful`,\n> or not.\nB\n> 5", "A.\n\n> Be `careful`,\n> or not.\n\nB\n&gt; 5"),
        # Code between two backticks may go on in the next line.
        ("As ``f(a,\nb)`` or as ``g()``.\nEnd.", "As `f(a, b)` or as `g()`.\nEnd."),
        ("- As ``f(a,\n  b)``.\n- ``g(1,\n  2)``", "- As `f(a, b)`.\n- `g(1, 2)`"),
        ("One `` too many.\nAnd ``g()``.", "One \\`\\` too many.\nAnd `g()`."),
        ("So::\n\n    x = ``a\n    b``", "So:\n\n```text\nx = ``a\nb``\n```"),
        # So is a table of Markdown, which stays one.
        (
            "So:\n| a | `b` |\n|---|:--:|\n| 1 \\| 2 |\n| <x> | 3 | 4 |\nEnd.",
            "So:\n\n| a | `b` |\n| --- | --- |\n| 1 \\| 2 |  |\n| &lt;x&gt; | 3 |\n\nEnd.",
        ),
        (".. versionchanged:: 2.0  Takes a\n   list.", "Changed in version 2.0: Takes a\nlist."),
        (".. seealso::\n\n    :func:`.a` - one", "See also:\n`a` - one"),
        (".. code-block:: python\n   :linenos:\n\n   x = 1", "```python\nx = 1\n```"),
        (".. math:: a^2", "```\na^2\n```"),
        (".. _label:\n\nTitle\n=====\nText.", "**Title**\n\nText."),
        ("====\nTitle\n====\n\nText.", "**Title**\n\nText."),
        ("A.\n\n## The `one` *here* ##\nB.", "A.\n\n**The `one` here**\n\nB."),
        ("A.\n\n# Title\n\nB.", "A.\n\n**Title**\n\nB."),
        (
            "See Also\n--------\na.b : one\n    of it\nc, d\n\nEnd.",
            "**See Also**\n\n- a.b : one\n  of it\n- c, d\n\nEnd.",
        ),
        ("So::\n\n>>> f()", "So:\n\n```python\n>>> f()\n```"),
        ("# one\n# two", "\\# one\n\\# two"),
        (
            "Notes\n-----\nB [1]_.\n\n.. [1] A, *B*,\n   C.\n.. [2] D",
            "**Notes**\n\nB \\[1\\].\n\n- \\[1\\] A, *B*,\n  C.\n- \\[2\\] D",
        ),
        (":param int x: how\n    many\n:raises KeyError: if not", "- `x`: how\n  many\n- Raises `KeyError`: if not"),
        ("- a\n\n  .. note:: b", "- a\n\nNote: b"),
    ],
)
def test_a_docstring_reads_as_it_was_meant(docstring: str, shown: str | None) -> None:
    # The first line of a docstring says nothing about its indentation.
    assert prose(f"\n{docstring}\n") == (shown or "Note: this is done by one class. The\nother one does not do it.")


def test_nothing_is_nested_deeper_than_anybody_reads() -> None:
    nested = "\n".join(f"{' ' * depth}.. note::" for depth in range(2_000))

    assert len(prose(nested)) < 10 * len(nested)


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("see :class:`~a.b.C`, :meth:`.f`", "see `C`, `f`"),
        (":ref:`the title <label>` and `the docs <https://a.example>`_", "the title and the docs"),
        ("`a <b>`_ :x:`<script>`", "a `<script>`"),
        ("x:y:`z` a:`b`", "x:y:`z` a:`b`"),
        (":rfc:`2231`, :pep:`8#intro`", "RFC 2231, PEP 8"),
        (":ref:`<b>x</b> <y>`", "&lt;b&gt;x&lt;/b&gt;"),
        ("`~a.b.C`, `~C`, ``~a.b``, `~/.a.b`, `~a.b c`", "`C`, `~C`, `~a.b`, `~/.a.b`, `~a.b c`"),
    ],
)
def test_roles_and_links_are_shown_as_what_they_show(line: str, shown: str) -> None:
    assert running(line) == shown


@pytest.mark.parametrize(
    ("docstring", "told"),
    [
        (".. dialect:: a\n    :name: b\n\nFor all of us. And more.", "For all of us."),
        ("=====\nTitle\n=====\n\nText.", "Title"),
        ("## Title\n\nText.", "Text."),
        (".. include:: ../README.md\n\n----", ""),
        (":param x: y", ":param x: y"),
        ("Open it.\n:param x: y", "Open it."),
        ("@internal", ""),
        ("@deprecated Use the other.\n\nOpen it.", "Open it."),
    ],
)
def test_a_summary_is_of_text(docstring: str, told: str) -> None:
    assert summary(docstring) == told


def test_a_long_summary_is_cut_between_words_and_never_within_code() -> None:
    text = "word " * 38

    assert summary(f"{text}:func:`some_function` of it") == f"{text.rstrip()}…"
    assert summary(f"{text}some_long_name of it") == f"{text.rstrip()}…"


def test_what_stands_below_the_last_parameter_is_not_about_it() -> None:
    rows = parameter_rows(
        [{"name": "x", "annotation": None, "default": None, "description": "A.\n\n.. versionadded:: 2"}]
    )

    assert [row.description for row in rows] == ["A."]


def test_a_method_takes_what_a_caller_gives() -> None:
    given = [{"name": name, "annotation": None, "default": "1", "description": name} for name in ("self", "cls")]

    assert [row.name for row in parameter_rows(given)] == ["cls"]


def test_a_type_that_a_comment_gives_has_no_role() -> None:
    given = [
        {"name": name, "annotation": kind, "default": None, "description": None}
        for name, kind in [("a", ":class:`~b.C` or :py:obj:`None`"), ("d", "~typing.Callable"), ("e", "dict[str, int]")]
    ]

    assert [row.type for row in parameter_rows(given)] == ["b.C or None", "typing.Callable", "dict[str, int]"]


def test_parameters_of_which_only_names_and_defaults_are_known_are_in_the_signature() -> None:
    given = [
        {"name": name, "annotation": None, "default": default, "description": None} for name, default in ("a-", "b1")
    ]

    assert parameter_rows(given) == []
