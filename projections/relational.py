"""The relational projector: a batch of the feed becomes rows, documents, ledger rows and a checkpoint, or nothing."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Literal

from psycopg import errors

from ..domain.feed import Batch
from ..postgres.connection import Connection, translated
from .catching_up import draw_overview
from .documents import refresh
from .facts import project
from .fold import fold
from .generation import Checkpoint
from .generations import enter_live
from .ledger import TargetSpec, Urgency, want, want_all
from .parking import parking
from .writing import SQL

ATTEMPTS = 5


@dataclass(frozen=True, slots=True)
class Progress:
    """What became of a batch.

    `applied`: the checkpoint is at or behind its end. `standing by`: another projector, or a rebuild that is switching,
    holds the checkpoint; try again soon. `ahead`: the batch begins behind the checkpoint, events between the two would
    be lost; read again from `position`.
    """

    state: Literal["applied", "standing by", "ahead"]
    position: int | None = None


def apply(connection: Connection, batch: Batch, targets: Sequence[TargetSpec]) -> Progress:
    """Apply a batch exactly once, in one transaction; what was applied before is left alone.

    An event that cannot be applied is parked and the others go on. Raises Misconfigured when another version of
    docrunch made the read model, Unavailable when Postgres cannot be used.
    """
    with translated():
        return parking(batch, partial(apply_whole, connection, targets))


def apply_whole(connection: Connection, targets: Sequence[TargetSpec], batch: Batch) -> Progress:
    # The ledger's rows are also written by workers; who loses a deadlock begins again.
    for _ in range(ATTEMPTS - 1):
        with suppress(errors.DeadlockDetected), connection.transaction():
            return apply_held(connection, batch, targets)
    with connection.transaction():
        return apply_held(connection, batch, targets)


def apply_held(connection: Connection, batch: Batch, targets: Sequence[TargetSpec]) -> Progress:
    checkpoint = hold(connection)
    if checkpoint is None:
        return Progress("standing by")
    checkpoint.require_current()
    if batch.after > checkpoint.position:
        return Progress("ahead", checkpoint.position)
    if batch.upto > checkpoint.position:
        write(connection, batch, checkpoint.position, targets)
    return Progress("applied", max(batch.upto, checkpoint.position))


def want_again(connection: Connection, targets: Sequence[TargetSpec]) -> bool:
    """Set the ledger by difference from all documents, as a target with a new renderer version needs.

    Returns False when a projector holds the checkpoint: it could change a document meanwhile; try again soon.
    """
    with translated(), connection.transaction():
        if hold(connection) is None:
            return False
        want_all(connection, targets)
        return True


def hold(connection: Connection) -> Checkpoint | None:
    """Enter the live generation and hold its checkpoint until the transaction ends; None when somebody else does."""
    seen = enter_live(connection)
    rows = SQL.rows(connection, "hold_checkpoint")
    # A rebuild may have moved the pointer between the two statements; once the row is held it cannot.
    if not rows or SQL.rows(connection, "live")[0] != (seen.live,):
        return None
    return Checkpoint(*rows[0])


def write(connection: Connection, batch: Batch, after: int, targets: Sequence[TargetSpec]) -> None:
    affected = project(connection, fold(batch, after))
    changed = [] if affected is None else refresh(connection, affected.documents, affected.gone)
    changed += draw_overview(connection, is_changed=affected is not None, has_more=batch.has_more)
    if changed:
        want(connection, targets, changed, Urgency(batch.priority, batch.scan_run_id))
    connection.execute(SQL["clear_outbox"], {"after": after, "upto": batch.upto})
    connection.execute(SQL["move_checkpoint"], {"position": batch.upto})
