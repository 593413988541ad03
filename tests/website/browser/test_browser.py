"""Every kind of page of the hostile project in a real browser: nothing of it runs, every diagram is drawn.

The pages are served with a watcher in their head, which writes down what happens as attributes of the document, where
`--dump-dom` shows it. Photographs are left in the folder TEST_PHOTOS, by default a temporary one.
"""

from __future__ import annotations

import os
import re
import subprocess
import threading
from contextlib import contextmanager
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import quote

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.website.conftest import Site

WATCHER = b"<script>" + Path(__file__).with_name("watcher.js").read_bytes() + b"</script>"
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars"),
    *("--window-size=1400,1800", "--virtual-time-budget=6000"),
)


class Kind(NamedTuple):
    """A kind of page, its page with the most diagrams, and how many those are."""

    name: str
    page: str
    diagrams: int


class Watched(SimpleHTTPRequestHandler):
    """Serves a folder; pages get the watcher first of all."""

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        if path.suffix != ".html" or not path.is_file():
            return super().send_head()
        page = path.read_bytes().replace(b"<head>", b"<head>" + WATCHER, 1)
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        return BytesIO(page)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it
        """Say nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Watched, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def address(site: Site) -> Iterator[str]:
    with served(site.html) as address:
        yield address


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = Path(os.environ.get("TEST_PHOTOS") or tmp_path_factory.mktemp("photos")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def kinds_of(site: Site) -> list[Kind]:
    best: dict[str, Kind] = {}
    for path in sorted(site.pages.rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        name = yaml.safe_load(text.split("\n---\n")[0][4:])["type"]
        kind = Kind(name, path.relative_to(site.pages).with_suffix(".html").as_posix(), text.count("\n```mermaid\n"))
        if name not in best or (kind.diagrams, len(text)) > (best[name].diagrams, 0):
            best[name] = kind
    return list(best.values())


def browse(url: str, profile: Path, *flags: str) -> str:
    command = ["chromium", *FLAGS, f"--user-data-dir={profile}", *flags, url]
    return subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode()


def told(dom: str, name: str) -> str:
    found = re.search(rf'^<!DOCTYPE html>\s*<html[^>]* data-{name}="([^"]*)"', dom)
    return unescape(found[1]) if found else ""


def test_every_kind_of_page_is_shown_and_nothing_of_it_runs(
    site: Site, address: str, photos: Path, tmp_path: Path
) -> None:
    for kind in kinds_of(site):
        url = f"{address}/{quote(kind.page)}"

        dom = browse(url, tmp_path / "profile", "--dump-dom")
        browse(url, tmp_path / "profile", f"--screenshot={photos / kind.name}.png")

        assert told(dom, "errors") == "", kind
        assert told(dom, "harmed") == "", kind
        assert told(dom, "handlers") == "0", kind
        assert told(dom, "diagrams") == str(kind.diagrams), kind
        assert (photos / f"{kind.name}.png").stat().st_size > 10_000, kind


def test_the_watcher_sees_what_it_looks_for(tmp_path: Path) -> None:
    (tmp_path / "bad.html").write_text(
        "<!DOCTYPE html><html><head></head><body><article><a href='javascript:x'>x</a></article>"
        "<script>alert(1); missing()</script></body></html>"
    )
    with served(tmp_path) as address:
        dom = browse(f"{address}/bad.html", tmp_path / "profile", "--dump-dom")

    assert told(dom, "harmed") == "alert"
    assert "missing is not defined" in told(dom, "errors")
    assert told(dom, "handlers") == "1"
    assert told(dom, "diagrams") == "0"


def test_the_search_finds_a_page(address: str, tmp_path: Path) -> None:
    dom = browse(f"{address}/index.html?q=class", tmp_path / "profile", "--dump-dom")

    assert "md-search-result__item" in dom
    assert told(dom, "errors") == ""


def test_a_site_on_the_disk_needs_no_server(site: Site, tmp_path: Path) -> None:
    dom = browse((site.html / "architecture.html").as_uri(), tmp_path / "profile", "--dump-dom")

    assert '<div class="mermaid">' in dom
