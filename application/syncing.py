"""Keeping the projections in step: the steps that workers repeat."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial

from ..domain.documents import Document, Relationship
from ..domain.errors import Refused
from ..domain.targets import Target
from ..outbox.backlog import Backlog
from ..outbox.delivery import Rules, deliver_due
from ..outbox.feed import fills_a_batch, read, read_live
from ..outbox.ledger import Ledger
from ..outbox.standing import record_renderer, standing
from ..outbox.worker import Step, Worker
from ..postgres.connection import Database
from ..projections import relational
from ..projections.collecting import uncollected
from ..projections.ledger import TargetSpec
from ..projections.reading import reader
from ..projections.rebuild import fill, rebuild
from ..scanner.pool import open_pool
from . import cli_models_file
from .progress import Report, uncounted
from .wiring import Project

side_process = partial(open_pool, 1)
"""Renders beside this process while it speaks to the server."""


def checkpoint(database: Database) -> int:
    """The position up to which the read model reflects the log."""
    with reader(database, is_any_version=True) as reading:
        return reading.checkpoint.position


def relay(project: Project, report: Report = uncounted) -> bool:
    """Move the relational projector by one batch of the feed, or at first by all of it; whether there may be more."""
    after = checkpoint(project.database)
    if after == 0 and has_filled(project, report):
        return True
    batch = read_live(project.database.connection(), after)
    if batch is None:
        return False
    is_applied = relational.apply(project.database.connection(), batch, project.specs).state == "applied"
    report(len(batch.events) if is_applied else 0)
    return is_applied


def has_filled(project: Project, report: Report) -> bool:
    """Fill an empty read model with a long log at once; False when it is neither, or another process is at it."""
    connection = project.database.connection()
    if not fills_a_batch(connection, 0):
        return False
    with suppress(Refused):
        return fill(project.database, partial(read, connection), project.specs, report, side_process)
    # Batch by batch it comes to the same: whoever is at it takes that in.
    return False


def deliver(project: Project, target: Target, backlog: Backlog) -> int:
    """Deliver one round to one target; returns how many documents were settled."""
    if not project.settings.storage.sync.enabled:
        return 0
    backlog.watch(target, project.ledger(target.name), project.rules.backoff)
    return deliver_round(project.database, target, project.rules)


def deliver_round(database: Database, target: Target, rules: Rules) -> int:
    """The round itself, from the documents of the read model."""
    load, edges = partial(documents, database), partial(incoming, database)
    return deliver_due(target, Ledger(database, target.name), load, rules, edges)


def backlog(project: Project) -> Backlog:
    return Backlog(project.settings.storage.sync.backlog_rebuild_threshold)


def upgrade(project: Project, report: Report) -> bool:
    """Rebuild the read model if another version of docrunch made it; returns whether that was so.

    An upgrade shall be no dead end. Workers never do this: two versions at work would undo each other for ever.
    """
    with reader(project.database, is_any_version=True) as reading:
        if reading.checkpoint.is_current:
            return False
    rebuild(project.database, partial(read, project.database.connection()), project.specs, report, side_process)
    return True


def want_where_new(project: Project) -> None:
    """Give all rows to targets that are new here, take other documents, or render them differently than before."""
    changed = [spec for spec in project.specs if standing(project.ledger(spec.name)).renderer_version != shape(spec)]
    with reader(project.database, is_any_version=True) as reading:
        is_current = reading.checkpoint.is_current
    # A rebuild, which comes first, sets all rows anyway. Where a projector is at work, the next start does it.
    if changed and is_current and relational.want_again(project.database.connection(), changed):
        for spec in changed:
            record_renderer(project.ledger(spec.name), shape(spec))


def want_what_was_overlooked(project: Project) -> bool:
    """Give all rows to targets that another program, which does not know them, left out; returns whether it did.

    Only those: two programs that render differently would undo each other's rows for ever.
    """
    if all(standing(project.ledger(spec.name)).renderer_version is not None for spec in project.specs):
        return False
    want_where_new(project)
    return True


def shape(spec: TargetSpec) -> str:
    """All that decides which rows a target wants for given documents."""
    return f"{spec.renderer_version} {' '.join(sorted(spec.document_types))}"


@uncollected()
def documents(database: Database, ids: Sequence[str]) -> Mapping[str, Document]:
    with reader(database) as reading:
        return reading.documents(ids)


def incoming(database: Database, ids: Sequence[str]) -> Mapping[str, Sequence[Relationship]]:
    with reader(database) as reading:
        return reading.incoming(ids)


def worker(project: Project) -> Worker:
    """A worker for this project, not yet started: a thread for the relay and one for each target (I5)."""
    made: list[Worker] = []

    def relay_and_wake() -> bool:
        moved = relay(project)
        if moved or want_what_was_overlooked(project):
            made[0].wake()
        return moved

    steps: dict[str, Step] = {"relay": relay_and_wake, cli_models_file.NAME: partial(cli_models_file.bring, project)}
    for target in project.installed:
        steps[target.name] = partial(has_delivered, project, target, backlog(project))
    made.append(Worker(steps, project.settings.storage.sync.poll_interval_seconds))
    return made[0]


def has_delivered(project: Project, target: Target, waiting: Backlog) -> bool:
    return deliver(project, target, waiting) > 0


def catch_up(project: Project, report: Report = uncounted) -> None:
    """Move the relational projector to the end of the feed."""
    while relay(project, report):
        pass
