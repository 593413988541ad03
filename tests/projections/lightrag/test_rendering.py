"""What of a document is embedded."""

import time

from docrunch.domain.documents import Document
from docrunch.projections.lightrag.rendering import LONGEST_DESCRIPTION, description, text
from hypothesis import given
from hypothesis import strategies as st

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


def test_no_document_takes_long() -> None:
    started = time.process_time()

    for nasty in ("[" + "\\a" * 20_000, "[" * 20_000, "\\[" * 20_000, "```mermaid\n" * 2_000, "[a](/" * 5_000):
        text(made(nasty))

    assert time.process_time() - started < 5


@given(NASTY)
def test_nothing_is_left_that_the_server_refuses(content: str) -> None:
    assert not set(text(made(content))) & set("\x00\x1b")
    assert text(made(content)).strip()
