"""Text from source code cannot do anything on a page: seen through a real Markdown reader."""

import re

import pytest
from docrunch.projections.escaping import code, code_cell, fenced, mermaid_label, plain
from docrunch.projections.prose import prose, summary
from docrunch.projections.running import running, running_cell
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table").enable("strikethrough")
NASTY = [
    "<script>alert(1)</script>",
    "<!-- docrunch:end -->",
    "a | b",
    "`a` ``b`` ```",
    "*x* _y_ __z__ ~~w~~",
    "**x** *`a`* (*[b](https://c.example)*) ***",
    "![a](https://b.example) <b>c</b> <img src=x onerror=d> [1]_",
    "{@link a|b} @see c",
    "[a](b) ![c](d) [e]: f",
    "&lt; &amp; &#60;",
    "# no heading",
    "one\ntwo",
    "\u202egnp.exe",
    "a\\",
    "\x1b[31m",
    "<https://a.example>",
]
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.lists(
        st.sampled_from([*NASTY, "\n```\n", " ", "\n", "\n\n", "`", "|", "<", "-", "=", ">", "1. ", "    ", ">>> "])
    ).map("".join),
)
ALLOWED = {
    "paragraph",
    "inline",
    "text",
    "softbreak",
    "hardbreak",
    "fence",
    "code_inline",
    "list_item",
    "bullet_list",
    "ordered_list",
    "em",
    "strong",
}


def kinds(tokens: list[Token]) -> set[str]:
    """Every kind of token there is, inside of lines too."""
    found = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    return found.union(*(kinds(token.children) for token in tokens if token.children))


@pytest.mark.parametrize("text", NASTY)
def test_plain_text_says_what_it_says_and_no_more(text: str) -> None:
    tokens = MARKDOWN.parse(f"word {plain(text)} word")

    assert kinds(tokens) == {"paragraph", "inline", "text"} | ({"text_special"} & kinds(tokens))
    assert "\u202e" not in plain(text)


@given(TEXTS)
def test_no_text_becomes_markup(text: str) -> None:
    assert kinds(MARKDOWN.parse(f"word {plain(text)}")) <= {"paragraph", "inline", "text", "text_special"}


@given(TEXTS)
@example("<b>*x*</b> ![a](https://b.example)")
def test_running_text_becomes_text_code_and_stress_only(text: str) -> None:
    rendered = MARKDOWN.parse(f"word {running(text)}")

    assert kinds(rendered) <= {"paragraph", "inline", "text", "text_special", "code_inline", "em", "strong"}


def test_what_stands_between_backticks_is_code() -> None:
    assert running("Say `x | y` or ``z``, *not* `.") == "Say `x | y` or `z`, *not* \\`."
    assert running_cell("Say `x | y`.") == "Say `x \\| y`."


@pytest.mark.parametrize("piece", ["a", "``a", " `` ", "*a", "\\", "</a>", "[a](#"])
def test_a_backtick_that_nothing_closes_is_looked_for_once(piece: str) -> None:
    # Were the time quadratic, this would take minutes.
    text = "`" + piece * (200_000 // len(piece))

    assert running(text).startswith("\\`")


@pytest.mark.parametrize(
    ("line", "shown"),
    [
        ("Return *attrs* of **all** (*two words*).", "Return *attrs* of **all** (*two words*)."),
        ("**Nodes:** and *`f`*", "**Nodes:** and *`f`*"),
        ("f(*args, **kwargs), 2*x*y, a * b * c, *.py and /*", None),
        ("*a **b* c**", None),
        ("Uses [the `Fetch` API](https://a.example/b_c) [1]_.", "Uses the `Fetch` API \\[1\\]."),
        ("A ![picture](a.png) and [this](#that)", "A picture and this"),
        ('<span class="x">So</span> it<br/> is <b>a|b</b> <script>', "So it is a\\|b &lt;script&gt;"),
        ("List[int](x) and a[0](y)", None),
    ],
)
def test_what_is_stressed_stays_so_and_other_marks_go(line: str, shown: str | None) -> None:
    assert running(line) == (plain(line) if shown is None else shown)


def test_marks_that_turn_the_reading_order_around_are_written_out() -> None:
    assert code("a\u202eb") == "`a\\u202eb`"
    assert plain("a\u202eb") == "a\\\\u202eb"


@given(TEXTS)
def test_no_text_leaves_its_cell(text: str) -> None:
    table = f"| a | b |\n| - | - |\n| {running_cell(text)} | {code_cell(text)} |\n"

    tokens = MARKDOWN.parse(table)

    assert sum(token.type == "td_open" for token in tokens) == 2
    assert sum(token.type == "tr_open" for token in tokens) == 2
    assert not kinds(tokens) & {"html_inline", "html_block", "link", "image"}


@given(TEXTS)
@example("<!-- a -->")
def test_no_text_leaves_its_code_span(text: str) -> None:
    assert kinds(MARKDOWN.parse(f"word {code(text)} word")) == {"paragraph", "inline", "text", "code_inline"}
    assert "<!--" not in code(text)


@given(TEXTS)
@example("a\n```\nb")
@example("````\n```")
def test_no_text_leaves_its_fence(text: str) -> None:
    tokens = MARKDOWN.parse(fenced(text, "python") + "\n\nafter\n")

    assert [token.type for token in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]
    assert "<!--" not in tokens[0].content


@given(TEXTS)
def test_no_text_leaves_its_mermaid_label(text: str) -> None:
    label = mermaid_label(text)

    assert re.fullmatch(r'"(?:[\w .()-]|#\d+;)*"', label)


def test_of_a_long_name_the_label_shows_the_end() -> None:
    assert mermaid_label("a" * 60) == f'"{"a" * 60}"'
    assert mermaid_label(f"{'a' * 100}.parse_{'b' * 50}") == f'"....parse_{"b" * 50}"'


@given(TEXTS)
@example("> a\nb")
def test_a_docstring_becomes_paragraphs_lists_quotes_and_code_only(text: str) -> None:
    rendered = prose(text)

    assert kinds(MARKDOWN.parse(rendered)) <= ALLOWED | {"blockquote", "text_special"}
    assert "<!--" not in rendered
    assert "\r" not in rendered


def test_paragraphs_lists_and_indented_code_of_a_docstring_are_kept() -> None:
    docstring = """Read a file.

    It may be *large*:

        with open(path) as file:
            ...

    - first
      goes on
    - second

    >>> read("x")
    'y'
    """

    assert prose(docstring) == (
        "Read a file.\n\nIt may be *large*:\n\n```text\nwith open(path) as file:\n    ...\n```\n\n"
        "- first\n  goes on\n- second\n\n```python\n>>> read(\"x\")\n'y'\n```"
    )


def test_a_drawn_tree_is_code_and_a_list_has_room_above() -> None:
    assert prose("Errors:\nBase\n├── One\n└── Two\n\nThen:\n- this") == (
        "Errors:\nBase\n\n```text\n├── One\n└── Two\n```\n\nThen:\n\n- this"
    )


def test_rulers_are_text_in_lists_too() -> None:
    assert prose("- --\n- x") == "- \\--\n- x"


def test_a_summary_is_the_first_sentence() -> None:
    assert summary("Read a file, i.e. its\nlines. Then go on.\n\nMore.") == "Read a file, i.e. its lines."
    assert summary(None) == ""
    assert summary("x" * 300) == "x" * 200 + "…"
