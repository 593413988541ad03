"""What a project says of itself first: the paragraph of its README that a person would read out."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import SourceFile
from docrunch.scanner.languages import language_of

Parse = Callable[..., SourceFile]

BADGES = """\
[![Build](https://ci.example/a.svg)](https://ci.example) [![Docs](b.svg)](https://docs.example)
![Coverage](https://coverage.example/badge.svg)
"""
MARKDOWN = f"""\
<p align="center">
  <img src="logo.svg" alt="A very long description of the logo of it">
  <h1>Tool and more words than one needs</h1>
</p>
<!-- A comment of more than five words, which nobody sees. -->

# Tool

{BADGES}
[Docs](https://a.example) | [Chat](https://b.example) | [Blog about a great many things](https://c.example)

> [!NOTE]
> This project looks for new maintainers, ask us.

- one item of a list that goes on

Install it like this, it is easy:

```sh
pip install tool and then a lot of other things
```

**Tool** is a [small](https://a.example "title"), *fast* [compiler] for `**kwargs` &amp; co,
see <https://tool.example> \\[soon\\].<br>It has [no] limits.

Second paragraph, which says much less than the first.

[compiler]: https://compiler.example
"""
RST = """\
=====================
Tool, a tool for all
=====================

.. image:: https://ci.example/badge.svg
   :target: https://ci.example and more words than five

|build| |docs|

Tool is *fast*, see `the docs <https://docs.example>`_ and :class:`tool.Tool`. Try this::

    tool --help and a lot of other things

A |version| of it is :ref:`somewhere` in here.
"""


@pytest.mark.parametrize(
    ("path", "source", "told"),
    [
        (
            "README.md",
            MARKDOWN,
            "Tool is a small, fast compiler for `**kwargs` & co, see https://tool.example [soon]. It has [no] limits.",
        ),
        ("README.rst", RST, "A of it is `somewhere` in here."),
        ("README.rst", RST.replace("Try this::", ""), "Tool is fast, see the docs and `tool.Tool`."),
        ("readme", "Tool\n====\nA tool that does all one asks for.\n", "A tool that does all one asks for."),
        ("README.md", "# Tool\nA tool that does all.\n- fast\n- small\n", "A tool that does all."),
        ("README.md", "# 工具\n\n一个小而快的工具。\n", "一个小而快的工具。"),
        (
            "Readme.md",
            "<div align='center'>\n<h3>Tool</h3>\n\n<p>A tool for <b>all</b> of us here.</p>\n</div>\n",
            "A tool for all of us here.",
        ),
        (
            "README.md",
            "Curious what is next? Look at it.\n\nA tool that does all.\n",
            "A tool that does all.",
        ),
        (
            "README.md",
            (
                '<a href="https://a.example"><img alt="A tool for all" src="https://a.example/a.svg"/></a>\n\n'
                "<div><b>A tool  for all</b></div>\n<div> of us.</div>\n"
            ),
            "A tool for all of us.",
        ),
        ("README.md", "# Tool\n\nA tool.\n\n## Install\n", None),
        ("README.md", f"# Tool\n\n{BADGES}", None),
        ("README.md", "", None),
    ],
)
def test_the_first_paragraph_that_says_something_is_told(
    parse: Parse, path: str, source: str, told: str | None
) -> None:
    file = parse(source, path)

    assert (file.docstring, file.language, file.symbols, file.problem) == (told, "readme", (), None)


@pytest.mark.parametrize(
    "path",
    ["docs/README.md", "README.ja.md", "READMES.md", "readme.py", "requirements.txt", "Makefile", "tests/README"],
)
def test_only_the_readme_of_the_project_tells_what_it_is(path: str) -> None:
    language = language_of(path)

    assert language is None or language.name != "readme"


def test_a_long_paragraph_is_cut(parse: Parse) -> None:
    told = parse("word " * 50_000, "README.md").docstring

    assert told is not None
    assert len(told) <= 1_001
    assert told.endswith("word…")


def test_what_comes_after_the_first_sections_is_no_introduction(parse: Parse) -> None:
    later = "## Features\n\n- fast\n\n## Installation\n\n### With a tool\n\nAdd it to your app first, then use it.\n"

    assert parse(later, "README.md").docstring is None
    assert parse(f"<h3>A small tool for all of you.</h3>\n\n{later}", "README.md").docstring is None
    assert (
        parse(f"<p>A small tool for all of you.</p>\n\n{later}", "README.md").docstring
        == "A small tool for all of you."
    )
