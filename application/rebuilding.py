"""Rebuilding projections from position zero; no derived store is trusted."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from time import monotonic, sleep

from ..domain.changes import wanted_hash
from ..domain.errors import Invalid, Refused, TargetAbsent, TargetUnavailable
from ..domain.targets import Delivery, Outcome, Target, manner_of
from ..outbox.delivery import turn, with_incoming
from ..outbox.feed import read
from ..outbox.standing import move, standing, take_over
from ..projections.private import PrivateReplay, private_replay
from ..projections.rebuild import rebuild
from ..projections.rollback import roll_back
from .syncing import side_process
from .wiring import Project

RELATIONAL = "relational"
TURN_SECONDS = 300.0
TURN_POLL_SECONDS = 0.1

Report = Callable[[int], None]
"""Called with the number of events each time some were replayed."""


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
        return reconcile(project, target, replay)


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


def reconcile(project: Project, target: Target, replay: PrivateReplay) -> RebuildReport:
    """List what the target really holds, touch only what differs from the replay, tell the ledger what is there now."""
    ledger = project.ledger(target.name)
    wanted = wanted_hashes(target, replay)
    since = ledger.now()
    held = target.holdings()
    differing = sorted(id_ for id_ in wanted.keys() | held.keys() if wanted.get(id_) != held.get(id_))
    errors = deliver_all(target, replay, wanted, differing)
    done = [id_ for id_ in differing if id_ not in errors]
    ledger.record_holdings(holdings_after(held, wanted, done), since)
    ledger.put_aside(errors)
    written = sum(id_ in wanted for id_ in done)
    return RebuildReport(target.name, replay.position, len(wanted), written, len(done) - written, len(errors))


def wanted_hashes(target: Target, replay: PrivateReplay) -> dict[str, str]:
    return {
        id_: wanted_hash(hash_, target.renderer_version)
        for id_, (type_, hash_) in replay.hashes().items()
        if type_ in target.document_types
    }


def deliver_all(target: Target, replay: PrivateReplay, wanted: dict[str, str], ids: Sequence[str]) -> dict[str, str]:
    """Bring these documents to what is wanted; returns the errors of those that failed."""
    size = manner_of(target).batch
    outcomes: dict[str, Outcome] = {}
    for some in batches(ids, size):
        outcomes |= deliver(target, replay, wanted, some)
    # A page may have waited for another one to go away.
    passing = [id_ for id_, outcome in outcomes.items() if outcome.error is not None and not outcome.is_permanent]
    for some in batches(passing, size):
        outcomes |= deliver(target, replay, wanted, some)
    return {id_: outcome.error for id_, outcome in outcomes.items() if outcome.error is not None}


def deliver(target: Target, replay: PrivateReplay, wanted: dict[str, str], ids: Sequence[str]) -> dict[str, Outcome]:
    documents = replay.documents([id_ for id_ in ids if id_ in wanted])
    plain = [Delivery(id_, wanted.get(id_), documents.get(id_)) for id_ in ids]
    deliveries = with_incoming(target, plain, replay.incoming)
    # What a worker delivers meanwhile and this overwrites is noticed at the end: the ledger wants it again.
    outcomes = target.deliver(deliveries, lambda asked: {delivery.document_id for delivery in asked})
    return {outcome.document_id: outcome for outcome in outcomes}


def holdings_after(held: dict[str, str], wanted: dict[str, str], done: Sequence[str]) -> dict[str, str]:
    touched = set(done)
    kept = {id_: hash_ for id_, hash_ in held.items() if id_ not in touched}
    return kept | {id_: wanted[id_] for id_ in done if id_ in wanted}


def batches(ids: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
