"""What runs inside a parsing process."""

import gc
import os
import signal
import threading
from multiprocessing import parent_process
from multiprocessing.connection import wait

from .indexing import ScanContext, Scanned, scan_file


def prepare_worker() -> None:
    """Set a process up for parsing: quiet on Ctrl-C, which is the parent's to answer, and gone when the parent is.

    Facts and syntax trees hold no cycles, so the garbage collector runs between chunks only.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    threading.Thread(target=_follow_parent, daemon=True).start()


def scan_chunk(context: ScanContext, chunk: list[str]) -> list[Scanned]:
    """Scan a few files."""
    gc.collect(0)
    return [scan_file(context, path) for path in chunk]


def _follow_parent() -> None:
    # A worker holds both ends of its queue, so nothing else would tell it that its parent was killed.
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
