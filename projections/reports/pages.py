"""Where the pages of decisions, patterns and task reports lie."""

import re
import unicodedata

from ..pages import page_key, page_slug
from .changes import Change, Columns

NOT_IN_WORDS = re.compile(r"[\W_]+")
LONGEST_TITLE = 80
"""Bytes of a title in a path."""


def title_stem(title: str) -> str:
    """A title as a part of a path: its words in lower case, with `-` between them."""
    words = NOT_IN_WORDS.sub("-", unicodedata.normalize("NFC", title).lower())
    return words.strip("-").encode()[:LONGEST_TITLE].decode(errors="ignore").strip("-")


def decision_label(number: int) -> str:
    """How people call a decision: `ADR-007`."""
    return f"ADR-{number:03}"


def decision_page(number: int, title: str) -> Columns:
    """The columns of a decision's page; its number makes it unique."""
    stem = "-".join(filter(None, (decision_label(number).lower(), title_stem(title))))
    return columns(f"decisions/{stem}.md")


def pattern_page(pattern_id: str, name: str) -> Change:
    document_id = f"pattern:{pattern_id}"
    slug = page_slug("pattern", title_stem(name), document_id)
    return Change("pages", document_id, columns(slug), is_new=True)


def task_page(task_id: str) -> Change:
    """The page of a task's report; publishing it again leaves it where it is."""
    document_id = f"task:{task_id}"
    return Change("pages", document_id, columns(page_slug("task", task_id, document_id)), is_new=True)


def columns(slug: str) -> Columns:
    return {"page_key": page_key(slug), "page_slug": slug, "page": slug}
