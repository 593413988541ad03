"""No test asserts how long anything takes; this only ends what would go on for ever."""

import signal
import subprocess
import sys
from collections.abc import Callable

SECONDS = 60
"""Of a processor: many times what work takes that grows with the text, a small part of what its square takes."""
PROGRAM = f"""
import importlib, resource, sys

resource.setrlimit(resource.RLIMIT_CPU, ({SECONDS}, {SECONDS}))
module, name = sys.argv[1:]
getattr(importlib.import_module(module), name)(sys.stdin.read())
"""


def ends(work: Callable[[str], object], text: str) -> bool:
    """Whether a function ends on a text; it is called in a process that is killed otherwise."""
    command = [sys.executable, "-P", "-c", PROGRAM, work.__module__, work.__name__]
    finished = subprocess.run(command, input=text, text=True, capture_output=True, check=False)
    if finished.returncode != -signal.SIGKILL:
        assert finished.returncode == 0, finished.stderr
    return finished.returncode == 0
