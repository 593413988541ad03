"""A scan that says which session it has once it is under way, and then waits to be killed."""

import sys
from threading import Event

from docrunch import Docrunch


def wait_for_the_end(_done: int, _all: int) -> None:
    print(docrunch.project.database.connection().info.backend_pid, flush=True)
    Event().wait()


docrunch = Docrunch.open(sys.argv[1], has_worker=False)
docrunch.scan(progress=wait_for_the_end)
