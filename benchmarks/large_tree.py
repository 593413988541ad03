"""A tree of 20,000 files: how much memory its first scan takes, and how long it takes to see that nothing changed."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import psutil
import yaml

from ..application.docrunch import Docrunch
from .scans import place_file, unchanged_scan
from .server import empty_schema
from .sizes import Sizes
from .table import Row

PACKAGE_FILES = 100
MOST_MEGABYTES = 500
SAMPLE_SECONDS = 0.05
SLOWEST_RESCAN = 3
COMMAND = [sys.executable, "-P", "-c", "from docrunch.cli import main; main()"]

FIRST = '''"""What all modules of this package build on."""


class Shape:
    """A shape that knows its size."""

    def area(self, scale: int = 1) -> int:
        """The area at a scale."""
        return measure(scale)


def measure(scale: int) -> int:
    """Measure anything."""
    return 2 * scale
'''
MODULE = '''"""Module {number} of a generated tree."""

from .module{first} import Shape, measure


class Shape{number}(Shape):
    """A shape of its own."""

    def area(self, scale: int = 1) -> int:
        """The area at a scale."""
        return measure(scale) + super().area(scale)


def draw{number}(shapes: list[Shape{number}]) -> list[int]:
    """Draw all shapes."""
    return [shape.area() for shape in shapes]
'''


def scan_a_large_tree(url: str, sizes: Sizes) -> Iterator[Row]:
    """Scan a generated tree as a user does, by the command in a process of its own, then in this one, unchanged.

    The memory is the largest sum of the resident memory of the command and all its processes, taken every 50 ms; what
    they share counts for each of them. Postgres is not among them.
    """
    with large_project(url, sizes.tree_files) as root:
        peak = peak_memory([*COMMAND, "scan", str(root)]) / 1e6
        name = f"{MOST_MEGABYTES} MB / peak memory of the first scan of {sizes.tree_files:,} files (once)"
        yield Row(name, f"{peak:,.0f} MB", f"{MOST_MEGABYTES} MB", MOST_MEGABYTES / peak, wanted=1.0)
        with Docrunch.open(root, has_worker=False) as docrunch:
            yield unchanged_scan(docrunch, sizes.tree_files, sizes.rounds, wanted=1 / SLOWEST_RESCAN)


@contextmanager
def large_project(url: str, files: int) -> Iterator[Path]:
    """The folder of a project with so many modules, its pages beside it."""
    with empty_schema(url) as schema, tempfile.TemporaryDirectory(prefix="docrunch-bench-") as folder:
        root = Path(folder) / "tree"
        for number in range(files):
            place_file(root / f"package{number // PACKAGE_FILES}" / f"module{number}.py", module(number))
        storage = {
            "postgres_url": url,
            "postgres_schema": schema,
            "markdown": {"output_dir": str(Path(folder) / "pages")},
            "sync": {"targets": ["markdown"]},
        }
        place_file(root / ".docrunch" / "config.yaml", yaml.safe_dump({"storage": storage}).encode())
        yield root


def module(number: int) -> bytes:
    """The source of one module; all lean on the first one of their package."""
    first = number // PACKAGE_FILES * PACKAGE_FILES
    return (FIRST if number == first else MODULE.format(number=number, first=first)).encode()


def peak_memory(command: list[str]) -> int:
    """The largest sum of resident bytes of a process and its children until it ends, which it must do well."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        peak, top = 0, psutil.Process(process.pid)
        while process.poll() is None:
            peak = max(peak, resident(top))
            sleep(SAMPLE_SECONDS)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return peak


def resident(top: psutil.Process) -> int:
    total = 0
    for process in [top, *children(top)]:
        try:
            total += process.memory_info().rss
        except psutil.Error:
            continue
    return total


def children(top: psutil.Process) -> list[psutil.Process]:
    try:
        return top.children(recursive=True)
    except psutil.Error:
        return []
