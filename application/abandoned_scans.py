"""Scans whose process was killed: the next scan says so, nobody else would."""

from contextlib import suppress

from ..commands.dispatch import dispatch
from ..commands.scans import FailScan
from ..domain.errors import Conflict, Refused
from ..outbox.under_way import under_way
from ..projections.reading import reader
from .wiring import Project

REASON = "the process that scanned ended before the scan did"


def give_up_abandoned(project: Project) -> None:
    """Fail the scans that the read model shows as running and that no session is at."""
    with reader(project.database) as reading:
        running = reading.running_scans()
    for scan_run_id in running:
        with under_way(project.database, scan_run_id) as is_abandoned:
            if is_abandoned:
                # It may have ended since it was read.
                with suppress(Refused, Conflict):
                    dispatch(project.log, [FailScan(scan_run_id=scan_run_id, reason=REASON)], project.vault)
