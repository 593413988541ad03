"""A delivery that says which session it has once it holds what is due, and then waits to be killed."""

import sys
from threading import Event

from docrunch import Docrunch
from docrunch.projections.markdown.target import MarkdownTarget


def wait_for_the_end(*_given: object) -> None:
    print(docrunch.project.database.connection().info.backend_pid, flush=True)
    Event().wait()


docrunch = Docrunch.open(sys.argv[1], has_worker=False)
MarkdownTarget.deliver = wait_for_the_end  # type: ignore[assignment, method-assign]
docrunch.drain()
