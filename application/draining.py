"""Bringing every projection up to date in the foreground."""

import logging
from collections.abc import Iterator
from time import monotonic, sleep

from ..domain.errors import TargetUnavailable
from ..domain.targets import Target
from ..outbox import health
from ..outbox.backlog import Backlog
from ..outbox.standing import end_pause
from . import cli_models_file
from .beside import rounds_beside, settled_by
from .progress import Progress, silent
from .syncing import backlog, catch_up, checkpoint, deliver, want_where_new
from .wiring import Project

log = logging.getLogger("docrunch.draining")

PATIENCE_SECONDS = 5.0
"""How long the foreground waits for other transactions; what stays behind is delivered by whoever comes next."""

POLL_SECONDS = 0.02


def drain(project: Project, progress: Progress) -> None:
    """Catch up and deliver what is due, paused targets included; what fails stays in the ledger for later."""
    await_end(project)
    want_where_new(project)
    bring_cli_models(project)
    for target in project.installed:
        ledger = project.ledger(target.name)
        end_pause(ledger)
        # A page may have waited for another one to go away, and nobody may be there to try again later.
        if deliver_all(project, target, progress) and ledger.hurry():
            deliver_all(project, target, silent)


def await_end(project: Project) -> None:
    """Catch up with where the log ends now; waits a little for other transactions of the server, not for ever."""
    end, deadline = health.head(project.database).position, monotonic() + PATIENCE_SECONDS
    catch_up(project)
    while checkpoint(project.database) < end and monotonic() < deadline:
        sleep(POLL_SECONDS)
        catch_up(project)


def bring_cli_models(project: Project) -> None:
    """Bring their file up to date; a failure delays nothing else (I5), `status` tells of it."""
    try:
        cli_models_file.bring(project)
    except TargetUnavailable as error:
        log.warning("%s", error)


def deliver_all(project: Project, target: Target, progress: Progress) -> int:
    """Deliver what is due, round after round; returns how many documents were settled or tried."""
    if not project.settings.storage.sync.enabled:
        return 0
    ledger, watched, done = project.ledger(target.name), backlog(project), 0
    # Taking stock calls all rows back, so it comes before another process takes some.
    watched.watch(target, ledger, project.rules.backoff)
    waiting = ledger.counts().pending
    with rounds_beside(project, target, waiting) as beside:
        for settled in rounds(project, target, watched):
            done += settled
            progress(done, max(waiting, done))
        done += sum(map(settled_by, beside))
    # What a process beside this one held that was killed is due again.
    return done + sum(rounds(project, target, watched))


def rounds(project: Project, target: Target, watched: Backlog) -> Iterator[int]:
    """How many documents each round settled, until nothing is due."""
    while settled := deliver(project, target, watched):
        yield settled
