"""A scan of the standard library against what no scan can do without: parsing, writing, reading and hashing."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import NamedTuple

import tree_sitter_python
import yaml
from tree_sitter import Language, Parser

from ..application.docrunch import Docrunch
from .real_files import library, library_paths
from .server import empty_schema
from .sizes import Sizes
from .table import Row, compared
from .timing import in_turns, per_second, shares

GRAMMAR = Language(tree_sitter_python.language())
SLOWEST_FIRST_SCAN = 8
"""How many times its limit a first scan may take."""
LIMITS = 3
"""How often the limit is taken beside each first scan: it takes two seconds, and disks have moods."""

Seconds = Mapping[str, float]
"""How long each stage took."""


class Round(NamedTuple):
    """A first scan, and its limit right after it."""

    ours: Seconds
    limit: Seconds
    pages: int


def scan_the_library(url: str, sizes: Sizes) -> Iterator[Row]:
    """Scan the standard library without its tests: for the first time, then unchanged.

    The first scan is what `docrunch scan` does, pages included. Its limit is the sum of parsing the same files with
    tree-sitter and writing the same bytes as pages, one after the other. An unchanged scan's limit is to walk the same
    tree and to read and hash the same files.

    Nothing is deleted before the end: a file system may look at every file that went a minute ago before it makes a new
    one, which costs either side several times as much as the files themselves.
    """
    with tempfile.TemporaryDirectory(prefix="docrunch-bench-") as folder, ExitStack() as projects:
        places = [Path(folder) / str(number) for number in range(sizes.first_scans)]
        opened = [projects.enter_context(library_project(url, place, sizes.scanned_files)) for place in places]
        docrunch, count = opened[-1]
        yield first_scan([one_round(*project) for project in opened], count)
        yield unchanged_scan(docrunch, count, sizes.rounds, wanted=None)


@contextmanager
def library_project(url: str, place: Path, limit: int | None) -> Iterator[tuple[Docrunch, int]]:
    """An open project that holds a copy of the standard library or of some of its files, and how many they are.

    Its pages stand beside it, so that nobody walks over them.
    """
    root, paths = place / "library", library_paths()[:limit]
    for path in paths:
        place_file(root / path, (library() / path).read_bytes())
    with empty_schema(url) as schema:
        markdown = {"output_dir": str(place / "pages")}
        storage = {"postgres_url": url, "postgres_schema": schema, "markdown": markdown}
        place_file(root / ".docrunch" / "config.yaml", yaml.safe_dump({"storage": storage}).encode())
        with Docrunch.open(root, has_worker=False) as docrunch:
            yield docrunch, len(paths)


def place_file(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def one_round(docrunch: Docrunch, count: int) -> Round:
    place = docrunch.project.root.parent
    ours = timed({"parse and append": docrunch.scan, "read model": docrunch.catch_up, "pages": docrunch.drain})
    sources, pages = contents(docrunch.project.root, ".py"), contents(place / "pages", ".md")
    assert len(sources) == count
    limits = [
        timed({"parse": partial(parse, sources), "write": partial(write, place / f"limit{number}", pages)})
        for number in range(LIMITS)
    ]
    return Round(ours, medians(limits), len(pages))


def first_scan(rounds: Sequence[Round], count: int) -> Row:
    """The ratio is that of each round, ours to the limit beside it."""
    sides = {"ours": [one.ours for one in rounds], "limit": [one.limit for one in rounds]}
    rates = {side: [count / sum(seconds.values()) for seconds in taken] for side, taken in sides.items()}
    name = f"first scan of {count} files, {rounds[0].pages:,} pages / parse, write only"
    ours, limit = (staged(medians(taken)) for taken in sides.values())
    note = f"first scan: {ours}; its limit: {limit}"
    return compared(name, rates, "ours", "limit", unit="files/s", wanted=1 / SLOWEST_FIRST_SCAN, note=note)


def medians(rounds: Sequence[Seconds]) -> Seconds:
    """What each stage takes."""
    return {stage: median(one[stage] for one in rounds) for stage in rounds[0]}


def staged(seconds: Seconds) -> str:
    return f"{sum(seconds.values()):.1f} s: {shares(seconds)}"


def unchanged_scan(docrunch: Docrunch, count: int, rounds: int, *, wanted: float | None) -> Row:
    def scan() -> None:
        assert docrunch.scan().files_unchanged == count

    def walk_and_hash() -> None:
        assert len([hashlib.sha256(content).hexdigest() for content in contents(docrunch.project.root, ".py")]) == count

    sides = {"ours": partial(per_second, count, scan), "limit": partial(per_second, count, walk_and_hash)}
    name = f"scan of {count:,} unchanged files / walk, read and hash only"
    return compared(name, in_turns(sides, rounds), "ours", "limit", unit="files/s", wanted=wanted)


def timed(stages: Mapping[str, Callable[[], object]]) -> Seconds:
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
    folder.mkdir()
    for number, page in enumerate(pages):
        (folder / f"{number}.md").write_bytes(page)
