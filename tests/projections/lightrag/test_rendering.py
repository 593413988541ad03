"""What of a document is embedded."""

import pytest
from docrunch.domain.documents import Document
from docrunch.projections.lightrag.rendering import LONGEST_DESCRIPTION, description, prose, text
from hypothesis import given
from hypothesis import strategies as st

from ...watchdog import ends

LONG = 250_000
NASTY = st.text(st.sampled_from("[]()\\/`~a\n \x00\x1b"), max_size=200)


def made(content: str) -> Document:
    return Document("function:a.py::f", "function", "f", content, {"file": "a.py", "line": 3})


def test_links_and_diagrams_mean_nothing_elsewhere() -> None:
    content = "# f\n\nSee [`g \\[x\\]`](/functions/g.md) and [this](https://example.org).\n\n"
    diagram = "```mermaid\ngraph LR\n```\n\n"

    assert (
        text(made(f"{content}{diagram}End.\n")) == "# f\n\nSee `g \\[x\\]` and [this](https://example.org).\n\n\nEnd."
    )


def test_a_description_says_what_and_where_and_has_an_end() -> None:
    said = description(made("x" * 10_000))

    assert said.startswith("f\nfunction in a.py:3\nxxx")
    assert len(said) == LONGEST_DESCRIPTION


@pytest.mark.parametrize("part", ["\\a", "[", "\\[", "```mermaid\n", "[a](/"])
def test_a_document_takes_no_more_than_its_length(part: str) -> None:
    assert ends(prose, f"[{part * LONG}"[:LONG])


@given(NASTY)
def test_nothing_is_left_that_the_server_refuses(content: str) -> None:
    assert not set(text(made(content))) & set("\x00\x1b")
    assert text(made(content)).strip()
