"""Measure docrunch against its peers and print one table; every ratio is between sides of the same run and server.

Usage: python -m docrunch.benchmarks [--quick] [NAME …]   (--quick: next to no work, to see that all runs)
Not a module of another name: processes that scan, render and deliver for this one would load all benchmarks first.
"""

import sys
from collections.abc import Callable, Iterator

from .appending import append_small_events
from .batches import append_a_batch
from .large_tree import scan_a_large_tree
from .replaying import replay_real_files, replay_small_events
from .scans import scan_the_library
from .server import serving
from .sizes import FULL, QUICK, Sizes
from .table import Row, rendered

Benchmark = Callable[[str, Sizes], Iterator[Row]]

BENCHMARKS: tuple[Benchmark, ...] = (
    append_small_events,
    append_a_batch,
    replay_small_events,
    replay_real_files,
    scan_the_library,
    scan_a_large_tree,
)


def main(arguments: list[str]) -> None:
    """Run the named benchmarks, or all."""
    sizes = QUICK if "--quick" in arguments else FULL
    names = [name for name in arguments if not name.startswith("-")]
    chosen = [benchmark for benchmark in BENCHMARKS if not names or benchmark.__name__ in names]
    rows: list[Row] = []
    with serving() as url:
        for benchmark in chosen:
            print(f"{benchmark.__name__} …", file=sys.stderr, flush=True)
            rows.extend(benchmark(url, sizes))
    print(rendered(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
