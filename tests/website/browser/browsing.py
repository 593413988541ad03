"""A real Chromium on a folder of pages, and what a watcher in their head wrote down.

The watcher notes what happens as attributes of the document, where `--dump-dom` shows it.
"""

import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import yaml

WATCHER = b"<script>" + Path(__file__).with_name("watcher.js").read_bytes() + b"</script>"
FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--hide-scrollbars"),
    # Whatever a page asks of anybody else fails, and is told.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--virtual-time-budget=6000",
)
WIDE = "1400,1800"
PART = re.compile(r"^(?:## .+|[|].+(?=\n[|] --))", re.MULTILINE)
PAUSE, SECONDS, PAUSED = "/pause", 0.1, threading.Event()
"""What a page asks for that waits for something which takes no time in the browser's eyes."""


class Kind(NamedTuple):
    """A kind of page, its page with the most diagrams, and how many those are."""

    name: str
    page: str
    diagrams: int


class Page(NamedTuple):
    """A page with its parts: its headings and the heads of its tables."""

    kind: Kind
    size: int
    parts: frozenset[str]


class Watched(SimpleHTTPRequestHandler):
    """Serves a folder; pages get the watcher first of all."""

    def send_head(self) -> Any:
        if self.path == PAUSE:
            PAUSED.wait(SECONDS)
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


def kinds_of(pages: Path) -> list[Kind]:
    """Each kind's page with the most diagrams."""
    return [page.kind for page in best_of(read_pages(pages))]


def all_kinds_of(pages: Path) -> list[Kind]:
    """The same, and for each part that none of those has a long page with it."""
    found = read_pages(pages)
    chosen = best_of(found)
    seen = {part for page in chosen for part in page.parts}
    for page in found:
        if not page.parts <= seen:
            seen |= page.parts
            chosen.append(page)
    return [page.kind for page in chosen]


def best_of(found: list[Page]) -> list[Page]:
    return list({page.kind.name: page for page in reversed(found)}.values())


def read_pages(pages: Path) -> list[Page]:
    """Those with the most diagrams first, of those the longest."""
    found = [read_page(pages, path) for path in sorted(pages.rglob("*.md"))]
    return sorted(found, key=lambda page: (page.kind.diagrams, page.size), reverse=True)


def read_page(pages: Path, path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    name = yaml.safe_load(text.split("\n---\n")[0][4:])["type"]
    kind = Kind(name, path.relative_to(pages).with_suffix(".html").as_posix(), text.count("\n```mermaid\n"))
    return Page(kind, len(text), frozenset(PART.findall(text)))


def browse(url: str, profile: Path, photo: Path | None = None, size: str = WIDE) -> str:
    """The document as it is in the end; a photograph of it is left on the way."""
    flags = [f"--user-data-dir={profile}", f"--window-size={size}"]
    if photo is not None:
        subprocess.run(
            ["chromium", *FLAGS, *flags, f"--screenshot={photo}", url], capture_output=True, timeout=120, check=True
        )
    command = ["chromium", *FLAGS, *flags, "--dump-dom", url]
    return subprocess.run(command, capture_output=True, timeout=120, check=True).stdout.decode()


def told(dom: str, name: str) -> str:
    """What the watcher wrote down under a name; "" for nothing."""
    found = re.search(rf'^<!DOCTYPE html>\s*<html[^>]* data-{name}="([^"]*)"', dom)
    return unescape(found[1]) if found else ""


def assert_harmless(dom: str, kind: Kind) -> None:
    """Nothing ran, nothing failed, nothing was fetched from elsewhere, every diagram is drawn, all is in view."""
    assert told(dom, "errors") == "", kind
    assert told(dom, "harmed") == "", kind
    assert told(dom, "handlers") == "0", kind
    assert told(dom, "outside") == "0", kind
    assert told(dom, "diagrams") == str(kind.diagrams), kind
    assert told(dom, "overflow") == "0", kind
