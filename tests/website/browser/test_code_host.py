"""Pages as a code host shows them, but without what it would clear away: nothing of the hostile project runs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from markdown_it import MarkdownIt

from .browsing import all_kinds_of, browse, served, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.website.conftest import Site

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
STYLE = """
body { font: 16px sans-serif; max-width: 60em; margin: 2em auto }
code, pre { background: #eff1f3; padding: .2em .4em; border-radius: 6px }
pre { overflow: auto }
table { border-collapse: collapse; display: block; overflow: auto }
td, th { border: 1px solid #d1d9e0; padding: 6px 13px }
"""


@pytest.fixture(scope="module")
def address(site: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("host")
    for kind in all_kinds_of(site.pages):
        source = (site.pages / kind.page).with_suffix(".md")
        place = folder / kind.page
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(shown(source), encoding="utf-8")
    with served(folder) as address:
        yield address


def shown(source: Path) -> str:
    body = MARKDOWN.render(source.read_text(encoding="utf-8").split("\n---\n", 1)[1])
    head = f"<head><meta charset='utf-8'><title>{escape(source.stem)}</title><style>{STYLE}</style></head>"
    return f"<!DOCTYPE html><html>{head}<body><article>{body}</article></body></html>"


def test_nothing_of_a_page_runs_without_a_site_of_ours_either(
    site: Site, address: str, photos: Path, tmp_path: Path
) -> None:
    for number, kind in enumerate(all_kinds_of(site.pages)):
        dom = browse(f"{address}/{quote(kind.page)}", tmp_path / "profile", photos / f"host-{kind.name}-{number}.png")

        assert told(dom, "errors") == "", kind
        assert told(dom, "harmed") == "", kind
        assert told(dom, "handlers") == "0", kind
        assert told(dom, "outside") == "0", kind
