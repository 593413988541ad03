"""A pool of parsing processes that survives the death of its workers."""

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import wait

from ..domain.scans import ScanProblem
from .indexing import ScanContext, Scanned, scan_file
from .problems import PARSE_FAILED

Chunk = list[str]
CHUNKS_PER_WORKER = 3


def start_pool(workers: int) -> ProcessPoolExecutor:
    """Start parsing processes; not by fork, which would copy the threads and connections of the application."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    if context.get_start_method() == "forkserver":
        context.set_forkserver_preload([__name__])
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_prepare_worker)


def _prepare_worker() -> None:
    # Ctrl-C is the parent's to answer. The syntax trees hold no cycles, so the collector would look for them in vain.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    """End with the parent: a worker holds both ends of its queue, so nothing else would tell it of a killed parent."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)


def scan_chunk(context: ScanContext, chunk: Chunk) -> list[Scanned]:
    """Scan a few files in a worker."""
    found = [scan_file(context, path) for path in chunk]
    gc.collect(0)
    return found


def scan_in_pool(context: ScanContext, chunks: Iterable[Chunk], workers: int) -> Iterator[Scanned]:
    """Scan all chunks in order, with a bounded number of them under way; nothing is lost when a worker is killed."""
    remaining = iter(chunks)
    while True:
        broken: list[Chunk] = []
        with start_pool(workers) as pool:
            yield from _scan_until_broken(pool, context, remaining, workers, broken)
        if not broken:
            return
        for chunk in broken:
            yield from scan_one_by_one(context, chunk)


def _scan_until_broken(
    pool: ProcessPoolExecutor, context: ScanContext, remaining: Iterator[Chunk], workers: int, broken: list[Chunk]
) -> Iterator[Scanned]:
    under_way: deque[tuple[Chunk, Future[list[Scanned]]]] = deque()
    try:
        while _submit(pool, context, remaining, under_way, workers * CHUNKS_PER_WORKER):
            yield from under_way[0][1].result()
            under_way.popleft()
    except BrokenProcessPool:
        broken.extend(chunk for chunk, _ in under_way)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _submit(
    pool: ProcessPoolExecutor,
    context: ScanContext,
    remaining: Iterator[Chunk],
    under_way: deque[tuple[Chunk, Future[list[Scanned]]]],
    limit: int,
) -> bool:
    while len(under_way) < limit and (chunk := next(remaining, None)) is not None:
        under_way.append((chunk, pool.submit(scan_chunk, context, chunk)))
    return bool(under_way)
