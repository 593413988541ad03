from typing import Any

import pytest
import yaml
from docrunch.domain.documents import Document
from docrunch.projections.markdown import MarkdownTarget
from docrunch.projections.markdown.errors import PageRefused
from docrunch.projections.markdown.page import END, KEEP, blank_digest, harmless, page_head, read_page, with_notes
from hypothesis import example, given
from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
MARKERS = st.sampled_from([KEEP, END, b"\n", b"x", KEEP + b"\n", END + b"\n"])


def front_matter(head: bytes) -> Any:
    return yaml.safe_load(head.decode().split("---\n")[1])


def test_a_page_has_front_matter_body_and_a_region_for_notes() -> None:
    document = Document("module:outbox/log.py", "module", "outbox.log", "# outbox.log\r\n\r\nThe log.\r\n", {})

    page = with_notes(page_head(document, "modules/outbox.log.md"))

    assert page.decode() == (
        '---\naliases: ["outbox.log"]\nid: "module:outbox/log.py"\ntags: ["docrunch/module"]\n'
        'title: "outbox.log"\ntype: "module"\n---\n\n# outbox.log\n\nThe log.\n\n'
        "<!-- docrunch:keep notes -->\n<!-- docrunch:end -->\n"
    )


@given(TEXT, TEXT)
@example("a: b # c", '"\\\n--- \x85\u2028\ufeff\x7f\U0001f600')
def test_front_matter_gives_any_text_back(title: str, name: str) -> None:
    head = page_head(Document(name, "module", title, "", {}), "modules/x.md")

    _, _, rest = head.decode().partition("---\n")
    found = yaml.safe_load(rest.rpartition("---\n")[0])

    assert (found["title"], found["id"]) == (harmless(title), name)
    assert found["aliases"] == [harmless(title)]


def test_a_title_in_front_matter_is_no_markup_and_one_line() -> None:
    head = page_head(Document("f", "function", "a<b>\n\u202ec", "", {"name": "m.a<b>"}), "functions/x.md")

    found = yaml.safe_load(head.decode().split("---\n")[1])

    assert found["title"] == "a\u2039b\u203a c"
    assert found["aliases"] == ["a\u2039b\u203a c", "m.a\u2039b\u203a"]


@given(st.lists(MARKERS).map(b"".join), st.lists(MARKERS).map(b"".join))
def test_notes_are_found_whatever_body_and_notes_hold(body: bytes, notes: bytes) -> None:
    head = b"---\n" + body + b"\n\n"

    page = read_page(with_notes(head, notes), {blank_digest(head)})

    assert page is not None
    assert page.notes == notes


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"The text", b"The best text"),
        (KEEP, b""),
        (END, b""),
        (END + b"\n", END + b"\nmore\n"),
    ],
)
def test_a_change_outside_the_notes_is_seen(before: bytes, after: bytes) -> None:
    head = page_head(Document("module:x.py", "module", "x", "The text", {}), "modules/x.md")

    assert read_page(with_notes(head).replace(before, after), {blank_digest(head)}) is None


def test_an_editor_may_drop_the_last_newline() -> None:
    head = page_head(Document("module:x.py", "module", "x", "The text", {}), "modules/x.md")

    assert read_page(with_notes(head, b"\nmine\n")[:-1], {blank_digest(head)}) is not None


def test_text_that_utf_8_cannot_hold_is_refused_by_name() -> None:
    document = Document("module:x.py", "module", "x", "\ud800", {})

    with pytest.raises(PageRefused, match=r"module:x\.py.*UTF-8"):
        page_head(document, "modules/x.md")


def test_the_renderer_version_holds_a_digest_of_what_shapes_a_page() -> None:
    number, digest = MarkdownTarget.renderer_version.split(":")

    assert number.isdecimal()
    assert len(digest) == 16
