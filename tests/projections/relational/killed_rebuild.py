"""A rebuild that says when it is filling and then waits to be killed."""

import sys
import threading

from docrunch.postgres.connection import Database
from docrunch.projections.rebuild import rebuild


def feed(_: int) -> None:
    print("filling", flush=True)
    threading.Event().wait()


rebuild(Database(sys.argv[1], sys.argv[2]), feed, [])
