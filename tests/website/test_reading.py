"""What hostile text becomes on the website: seen through Python-Markdown, which reads it as MkDocs does."""

from html.parser import HTMLParser

import pytest
from docrunch.projections.escaping import code, code_cell, fenced, plain
from docrunch.projections.prose import prose
from docrunch.projections.running import running_cell
from docrunch.website.settings import EXTENSIONS
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

NASTY = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "[a](javascript:alert(1))",
    "![a](x)",
    "<http://a.example>",
    "&lt;script&gt;",
    "{{ 7 * 7 }} {% include 'x' %}",
    "!!! note",
    "--8<-- 'x'",
    "{: onclick=alert(1) }",
    "*x* __y__ ~~z~~ $a$",
    "a | b",
    "---",
    "# no",
    "[^1]: note",
    "*[HTML]: x",
    "[TOC]",
    "\x02\x03wzxhzdk:0\x03",
    "klzzwxh:0000",
]
TEXTS = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=40),
    st.lists(st.sampled_from([*NASTY, "`", "``", "\\", "|", " ", "\n", "\n\n", "    ", "- ", ">", "=", "1. "])).map(
        "".join
    ),
)
IN_PROSE = {
    "blockquote",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "p",
    "em",
    "strong",
    "code",
    "pre",
    "ul",
    "ol",
    "li",
    "div",
    "span",
    "a",
}


class Seen(HTMLParser):
    """Every element and attribute of a page, and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: set[tuple[str, str, str]] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {(tag, name, value or "") for name, value in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(markdown: str) -> Seen:
    reader = Seen()
    reader.feed(Markdown(extensions=EXTENSIONS.names, extension_configs=EXTENSIONS.settings).convert(markdown))
    return reader


@settings(deadline=None)
@given(TEXTS)
def test_a_title_is_a_title(text: str) -> None:
    assert set(seen(f"# {plain(text)}").elements) <= {"h1"}


@settings(deadline=None)
@given(TEXTS)
def test_a_table_keeps_its_form(text: str) -> None:
    page = seen(f"| a | b |\n| - | - |\n| {running_cell(text)} | {code_cell(text)} |\n")

    assert page.elements.count("td") == 2
    assert set(page.elements) <= {"table", "thead", "tbody", "tr", "th", "td", "code", "div", "em", "strong"}


@pytest.mark.parametrize("text", ["str | None", "a|b", "`|`", "\\|", "| |", "x\\"])
def test_code_in_a_table_is_shown_as_it_is(text: str) -> None:
    page = seen(f"| a |\n| - |\n| {code_cell(text)} |\n")

    assert page.text.split() == ["a", *text.split()]
    assert page.elements.count("td") == 1


@settings(deadline=None)
@given(TEXTS)
def test_prose_is_paragraphs_lists_and_code(text: str) -> None:
    page = seen(prose(text))

    assert set(page.elements) <= IN_PROSE
    assert {name for _, name, _ in page.attributes} <= {"class", "id", "name", "href", "start"}
    assert all(value.startswith("#__codelineno-") for _, name, value in page.attributes if name == "href")


@settings(deadline=None)
@given(TEXTS)
def test_code_is_code(text: str) -> None:
    assert set(seen(f"word {code(text)} word\n\n{fenced(text, 'python')}").elements) <= {
        "p",
        "em",
        "strong",
        "code",
        *IN_PROSE,
    }


@pytest.mark.parametrize("text", ["a ~ b", "$x$", "https://a.example", "{y}", "a | b", "#1", "x_y_", "C:\\temp"])
def test_marks_are_shown_as_they_are(text: str) -> None:
    assert seen(plain(text)).text.strip() == text


def test_headings_have_the_anchors_of_code_hosts() -> None:
    page = seen("# Class Foo\n\n## Class foo\n\n## projections/reports\n\n## Über `a_b`\n")

    assert [value for _, name, value in sorted(page.attributes) if name == "id"] == [
        "class-foo",
        "class-foo-1",
        "projectionsreports",
        "über-a_b",
    ]
