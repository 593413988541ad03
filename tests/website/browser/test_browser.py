"""Every kind of page of the hostile project in a real browser: nothing of it runs, every diagram is drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from .browsing import all_kinds_of, assert_harmless, browse, served, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.website.conftest import Site


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with served(site.html) as address:
        yield address


def test_every_kind_of_page_is_shown_and_nothing_of_it_runs(
    site: Site, address: str, photos: Path, tmp_path: Path
) -> None:
    for number, kind in enumerate(all_kinds_of(site.pages)):
        photo = photos / f"hostile-{kind.name}-{number}.png"

        dom = browse(f"{address}/{quote(kind.page)}", tmp_path / "profile", photo)

        assert_harmless(dom, kind)
        assert photo.stat().st_size > 10_000, kind


def test_the_watcher_sees_what_it_looks_for(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(
        "<!DOCTYPE html><html><head></head><body><article><a href='javascript:x'>x</a></article>"
        "<div style='width: 3000px'>wide</div><img src='http://elsewhere.example/x.png'>"
        "<script>alert(1); missing()</script></body></html>"
    )
    with served(tmp_path) as address:
        dom = browse(f"{address}/bad.html", tmp_path / "profile")

    assert told(dom, "harmed") == "alert"
    assert "missing is not defined" in told(dom, "errors")
    assert "cannot load http://elsewhere.example/x.png" in told(dom, "errors")
    assert told(dom, "handlers") == "1"
    assert told(dom, "outside") == "1"
    assert int(told(dom, "overflow")) > 1_000
    assert told(dom, "diagrams") == "0"


def test_the_search_finds_a_page(address: str, tmp_path: Path) -> None:
    dom = browse(f"{address}/index.html?q=class", tmp_path / "profile")

    assert "md-search-result__item" in dom
    assert told(dom, "errors") == ""


def test_a_site_on_the_disk_needs_no_server(site: Site, tmp_path: Path) -> None:
    dom = browse((site.html / "architecture.html").as_uri(), tmp_path / "profile")

    assert '<div class="mermaid">' in dom
