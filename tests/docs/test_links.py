"""A reader who follows a link arrives."""

import re
from pathlib import Path

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def test_every_relative_link_leads_to_a_page_and_heading_that_exist(pages: list[Path], root: Path) -> None:
    broken = [f"{page.relative_to(root)}: {link}" for page in pages for link in links(page) if not leads(page, link)]

    assert broken == []


def test_every_page_of_the_documentation_is_linked_from_another(pages: list[Path], root: Path) -> None:
    linked = {(page.parent / link.partition("#")[0]).resolve() for page in pages for link in links(page)}

    orphans = [page.relative_to(root) for page in pages if page not in linked and page.parent != root]

    assert orphans == [Path("docs/index.md")] or orphans == []


def links(page: Path) -> list[str]:
    found = LINK.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    return [link for link in found if not re.match(r"[a-z]+:", link)]


def leads(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(page: Path) -> set[str]:
    headings = HEADING.findall(FENCE.sub("", page.read_text(encoding="utf-8")))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
