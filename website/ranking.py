"""A hook of MkDocs: of pages that a search finds equally well, those with shorter names come first.

So a function comes before those that are defined in it, and a class before its methods.
"""

from typing import Any


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Say how much a page counts, where the theme's search looks for it."""
    page.meta.setdefault("search", {"boost": weight(str(page.meta.get("title", "")))})
    return markdown


def weight(title: str) -> float:
    """1 and a share for the parts of the name; a later definition of the same name (`f#2`) has one more."""
    return 1 + 1 / (1 + title.count(".") + title.count("#"))
