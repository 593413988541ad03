"""Rebuilding projections from position zero; no derived store is trusted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from time import monotonic, sleep

from ..domain.errors import Invalid, Refused, TargetAbsent, TargetUnavailable
from ..domain.targets import Target, manner_of
from ..outbox.delivery import turn
from ..outbox.feed import read
from ..outbox.standing import move, standing, take_over
from ..projections.private import private_replay
from ..projections.rebuild import rebuild
from ..projections.rollback import roll_back
from .progress import Report
from .reconciling import reconcile
from .syncing import side_process
from .wiring import Project

RELATIONAL = "relational"
TURN_SECONDS = 300.0
TURN_POLL_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a rebuild did.

    `position` is where the projection stands; of a target's `documents` (None for the read model, which is written
    anew) so many had to be written, deleted, or failed.
    """

    name: str
    position: int
    documents: int | None = None
    written: int = 0
    deleted: int = 0
    failed: int = 0


def names(project: Project) -> list[str]:
    """What can be rebuilt here, in the order in which it should be."""
    return [RELATIONAL, *(target.name for target in project.installed)]


def rebuild_one(project: Project, name: str, report: Report, *, is_taking_over: bool = False) -> RebuildReport:
    """Replay the log into the projection of this name.

    Raises Invalid for an unknown one, TargetUnavailable, and Refused when the place of a target holds what another
    log delivered and is not to be taken over.
    """
    feed = partial(read, project.database.connection())
    if name == RELATIONAL:
        return RebuildReport(name, rebuild(project.database, feed, project.specs, report, side_process).position)
    target = require_target(project, name)
    settle_place(project, target, is_taking_over=is_taking_over)
    with private_replay(project.database, feed, report) as replay, alone(project, target):
        return RebuildReport(name, replay.position, *reconcile(target, project.ledger(name), replay))


def go_back(project: Project) -> RebuildReport:
    """Read the generation of the read model from before the last rebuild again, brought up to date."""
    feed = partial(read, project.database.connection())
    return RebuildReport(RELATIONAL, roll_back(project.database, feed, project.specs).position)


@contextmanager
def alone(project: Project, target: Target) -> Iterator[None]:
    """The turn to deliver, for a target that wants one at a time. Raises TargetUnavailable when it does not come."""
    deadline = monotonic() + TURN_SECONDS
    while True:
        with turn(target, project.ledger(target.name)) as is_ours:
            if is_ours:
                yield
                return
        if monotonic() > deadline:
            raise TargetUnavailable(f"another process has been delivering to {target.name}", hint="try again later")
        sleep(TURN_POLL_SECONDS)


def require_target(project: Project, name: str) -> Target:
    """The installed target of this name. Raises Invalid, naming what there is."""
    target = project.targets.get(name)
    if target is None:
        raise Invalid(f"no target is named {name!r} here", hint=f"there are: {', '.join(names(project)[1:])}")
    return target


def is_absent(project: Project, name: str) -> bool:
    """Whether a target was never reached and cannot be now."""
    if standing(project.ledger(name)).place is not None:
        return False
    try:
        require_target(project, name).place()
    except TargetAbsent:
        return True
    except TargetUnavailable:
        return False
    return False


def settle_place(project: Project, target: Target, *, is_taking_over: bool) -> None:
    """The ledger and the place agree on who delivers there; another log's work is not deleted unasked."""
    ledger = project.ledger(target.name)
    known, seen = standing(ledger).place, target.place()
    is_foreign = known != seen if known is not None else not manner_of(target).is_adopted
    if seen is not None and is_foreign and not is_taking_over:
        raise Refused(
            f"the {target.name} output holds what another docrunch database delivered", hint=take_over(target)
        )
    move(ledger, seen or target.create_place())
