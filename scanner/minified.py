"""Scripts that a program made for browsers: nobody reads them, and pages about their functions would help nobody."""

import os
import re
from collections.abc import Sequence

from ..domain.scans import ScanProblem
from .problems import SCAN_MINIFIED

NAME = re.compile(r"[.-]min\.[cm]?js$")
SCRIPT = re.compile(r"\.[cm]?js$")
SMALLEST = 10_000
"""Bytes below which a script may be on one line."""
HEAD = 64 * 1024
LONG_LINES = 250
"""Bytes of a line on average: more than twice what people write."""
MOST_NAMED = 3


def is_minified(root: str, path: str) -> bool:
    """Whether a script was minified, by its name or by the length of its lines. A file that cannot be read was not."""
    if SCRIPT.search(path) is None:
        return False
    return NAME.search(path) is not None or _has_long_lines(os.path.join(root, path))


def _has_long_lines(path: str) -> bool:
    try:
        if os.lstat(path).st_size < SMALLEST:
            return False
        # As when it is read later: what was put in the file's place meanwhile must not block.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW)
        with open(descriptor, "rb", buffering=0) as file:
            head = file.read(HEAD) or b""
    except OSError:
        return False
    return len(head) > LONG_LINES * (head.count(b"\n") + head.count(b"\r") + 1)


def minified_problem(paths: Sequence[str]) -> ScanProblem:
    """One problem for all of them, which says how to have them read."""
    named = ", ".join(paths[:MOST_NAMED]) + (f" and {others} more" if (others := len(paths) - MOST_NAMED) > 0 else "")
    files = "1 file is" if len(paths) == 1 else f"{len(paths)} files are"
    message = f"{files} left out as minified: {named}; a pattern with ! in .docrunch/ignore.yaml has them read"
    return ScanProblem(code=SCAN_MINIFIED, path=paths[0], message=message)
