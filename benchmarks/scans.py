"""A scan of the standard library against what no scan can do without: parsing, writing, reading and hashing."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from time import perf_counter

import tree_sitter_python
import yaml
from tree_sitter import Language, Parser

from ..application.docrunch import Docrunch
from ..application.syncing import catch_up
from .real_files import library, library_paths
from .server import empty_schema
from .sizes import Sizes
from .table import Row, compared
from .timing import in_turns, per_second, shares

GRAMMAR = Language(tree_sitter_python.language())
SLOWEST_FIRST_SCAN = 8
"""How many times its limit a first scan may take."""


def scan_the_library(url: str, sizes: Sizes) -> Iterator[Row]:
    """Scan the standard library without its tests: once for the first time, then unchanged.

    The first scan is what `docrunch scan` does, pages included. Its limit is the sum of parsing the same files with
    tree-sitter and writing the same bytes as pages, one after the other. An unchanged scan's limit is to walk the same
    tree and to read and hash the same files.
    """
    with library_project(url, sizes.scanned_files) as (docrunch, count):
        yield first_scan(docrunch, count)
        yield unchanged_scan(docrunch, count, sizes.rounds, wanted=None)


@contextmanager
def library_project(url: str, limit: int | None) -> Iterator[tuple[Docrunch, int]]:
    """An open project that holds a copy of the standard library or of some of its files, and how many they are.

    Its pages stand beside it, so that nobody walks over them.
    """
    with empty_schema(url) as schema, tempfile.TemporaryDirectory(prefix="docrunch-bench-") as folder:
        root, paths = Path(folder) / "library", library_paths()[:limit]
        for path in paths:
            place_file(root / path, (library() / path).read_bytes())
        markdown = {"output_dir": str(Path(folder) / "pages")}
        storage = {"postgres_url": url, "postgres_schema": schema, "markdown": markdown}
        place_file(root / ".docrunch" / "config.yaml", yaml.safe_dump({"storage": storage}).encode())
        with Docrunch.open(root, has_worker=False) as docrunch:
            yield docrunch, len(paths)


def place_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def first_scan(docrunch: Docrunch, count: int) -> Row:
    ours = timed(
        {
            "parse and append": docrunch.scan,
            "read model": partial(catch_up, docrunch.project),
            "pages": docrunch.drain,
        }
    )
    root, storage = docrunch.project.root, docrunch.project.settings.storage
    sources, pages = contents(root, ".py"), contents(root / storage.markdown.output_dir, ".md")
    assert len(sources) == count
    with tempfile.TemporaryDirectory() as folder:
        limit = timed({"parse": partial(parse, sources), "write": partial(write, Path(folder), pages)})
    rates = {"ours": [count / sum(ours.values())], "limit": [count / sum(limit.values())]}
    name = f"first scan of {count} files, {len(pages):,} pages (once) / parse, write only"
    note = f"first scan: {sum(ours.values()):.1f} s: {shares(ours)}; its limit: {shares(limit)}"
    return compared(name, rates, "ours", "limit", unit="files/s", wanted=1 / SLOWEST_FIRST_SCAN, note=note)


def unchanged_scan(docrunch: Docrunch, count: int, rounds: int, *, wanted: float | None) -> Row:
    def scan() -> None:
        assert docrunch.scan().files_unchanged == count

    def walk_and_hash() -> None:
        assert len([hashlib.sha256(content).hexdigest() for content in contents(docrunch.project.root, ".py")]) == count

    sides = {"ours": partial(per_second, count, scan), "limit": partial(per_second, count, walk_and_hash)}
    name = f"scan of {count:,} unchanged files / walk, read and hash only"
    return compared(name, in_turns(sides, rounds), "ours", "limit", unit="files/s", wanted=wanted)


def timed(stages: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The seconds that each stage takes, run one after the other."""
    seconds = {}
    for name, stage in stages.items():
        started = perf_counter()
        stage()
        seconds[name] = perf_counter() - started
    return seconds


def contents(root: Path, ending: str) -> list[bytes]:
    """The bytes of all files with this ending."""
    paths = (os.path.join(folder, name) for folder, _, names in os.walk(root) for name in names)  # noqa: PTH118
    return [Path(path).read_bytes() for path in paths if path.endswith(ending)]


def parse(sources: Sequence[bytes]) -> None:
    for source in sources:
        Parser(GRAMMAR).parse(source)


def write(folder: Path, pages: Sequence[bytes]) -> None:
    for number, page in enumerate(pages):
        (folder / f"{number}.md").write_bytes(page)
