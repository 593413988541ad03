"""Scanning in several processes, with the death of any of them survived."""

import multiprocessing
import os
from collections import deque
from collections.abc import Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import chain

from ..domain.scans import ScanProblem
from . import worker
from .indexing import ScanContext, Scanned, scan_file
from .problems import PARSE_FAILED

Chunk = list[str]
CHUNKS_PER_WORKER = 3


@contextmanager
def open_pool(workers: int) -> Iterator[ProcessPoolExecutor]:
    """Parsing processes; not forked, which would copy the threads and connections of the application."""
    methods = multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
    context.set_forkserver_preload([worker.__name__])
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=worker.prepare_worker)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@dataclass(slots=True)
class PoolScan:
    """A scan in several processes: which chunks are still to come, and which are under way, oldest first.

    Raises what `ProcessPoolExecutor` raises when the system refuses to start processes.
    """

    context: ScanContext
    chunks: Iterator[Chunk]
    workers: int
    under_way: deque[tuple[Chunk, Future[list[Scanned]] | None]] = field(default_factory=deque)

    def run(self) -> Generator[Scanned, None, None]:
        """Scan everything, in order. What was under way when a worker died is scanned again, file by file."""
        yield from self._until_a_worker_dies()
        while self.under_way:
            suspects = [path for chunk, _ in self.under_way for path in chunk]
            self.under_way.clear()
            if not workers_can_start():
                yield from self._in_this_process(suspects)
                return
            yield from scan_apart(self.context, suspects)
            yield from self._until_a_worker_dies()

    def _until_a_worker_dies(self) -> Iterator[Scanned]:
        with open_pool(self.workers) as pool, suppress(BrokenProcessPool):
            self._submit(pool)
            while self.under_way:
                _, future = self.under_way[0]
                found = future.result() if future else []
                self.under_way.popleft()
                yield from found
                self._submit(pool)

    def _submit(self, pool: ProcessPoolExecutor) -> None:
        while len(self.under_way) < self.workers * CHUNKS_PER_WORKER:
            chunk = next(self.chunks, None)
            if chunk is None:
                return
            # Noted before it is handed over: a pool that breaks right here must not lose it.
            self.under_way.append((chunk, None))
            self.under_way[-1] = (chunk, pool.submit(worker.scan_chunk, self.context, chunk))

    def _in_this_process(self, suspects: list[str]) -> Iterator[Scanned]:
        for path in chain(suspects, chain.from_iterable(self.chunks)):
            yield scan_file(self.context, path)


def workers_can_start() -> bool:
    """Whether processes start at all; under a script without a main guard they die by themselves."""
    with open_pool(1) as pool:
        try:
            return pool.submit(os.getpid).result() > 0
        except BrokenProcessPool:
            return False


def scan_apart(context: ScanContext, paths: list[str]) -> Iterator[Scanned]:
    """Scan files one at a time in a process of their own, to learn which of them kills it.

    That file is left unrecorded, so that the next scan tries again: memory may only have been short.
    """
    remaining = deque(paths)
    while remaining:
        with open_pool(1) as pool, suppress(BrokenProcessPool):
            while remaining:
                found = pool.submit(worker.scan_chunk, context, [remaining[0]]).result()
                remaining.popleft()
                yield from found
        if remaining:
            message = "the process that parsed this file was killed"
            path = remaining.popleft()
            yield Scanned(path, problem=ScanProblem(code=PARSE_FAILED, path=path, message=message))
