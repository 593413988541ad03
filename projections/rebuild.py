"""Rebuild: a new generation from position zero, invisible until it is whole (I9)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass

from ..domain.errors import Refused, Unavailable
from ..postgres.connection import Connection, Database, translated
from .beside import OpenProcess
from .generation import Checkpoint, Pointer, checkpoint, enter
from .generations import drop_strays, ensure_generation, enter_live
from .ledger import TargetSpec, overlook_others, want_all
from .replay import Feed, Replay, write_all
from .writing import SQL


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a rebuild has put in place."""

    generation: int
    position: int


def rebuild(
    database: Database,
    feed: Feed,
    targets: Sequence[TargetSpec],
    report: Callable[[int], None] = lambda _: None,
    open_process: OpenProcess | None = None,
) -> Rebuilt:
    """Replay the log into the next generation, set the ledger by difference and move the pointer.

    `feed` reads on another connection than the one used here. Readers see the old generation or the new one, whole.
    The old one is kept, older ones are dropped. `open_process` starts one to render in. Raises Refused while another
    rebuild runs.
    """
    ensure_generation(database)
    with alone(database) as connection:
        return replace_live(connection, feed, targets, report, open_process)


def fill(
    database: Database,
    feed: Feed,
    targets: Sequence[TargetSpec],
    report: Callable[[int], None] = lambda _: None,
    open_process: OpenProcess | None = None,
) -> bool:
    """Take the whole log into a read model that is empty, as a rebuild does; returns whether it was empty.

    Quicker than batch by batch: what follows from all events is worked out once. The empty generation stays for those
    who have just read the pointer, as after every rebuild. Raises Refused while a rebuild runs,
    Misconfigured when another version of docrunch made the read model.
    """
    ensure_generation(database)
    with alone(database) as connection:
        if not is_empty(connection):
            return False
        replace_live(connection, feed, targets, report, open_process)
        return True


def is_empty(connection: Connection) -> bool:
    """Whether no event was ever applied. Raises Misconfigured when another version of this program made it."""
    with connection.transaction():
        enter_live(connection)
        reached = checkpoint(connection)
    reached.require_current()
    return reached.position == 0


def replace_live(
    connection: Connection,
    feed: Feed,
    targets: Sequence[TargetSpec],
    report: Callable[[int], None],
    open_process: OpenProcess | None,
) -> Rebuilt:
    pointer = drop_strays(connection)
    generation = max(pointer.live, pointer.previous or 0) + 1
    replay = Replay(connection, pointer.schema(generation), pointer.log_schema, report)
    replay.create()
    replay.fill(feed, open_process)
    with connection.transaction():
        position = switch(replay, pointer, generation, feed, targets)
    drop_strays(connection)
    return Rebuilt(generation, position)


@contextmanager
def alone(database: Database) -> Iterator[Connection]:
    """A connection for the only rebuild there is. Raises Refused while another one runs."""
    name = {"name": f"docrunch rebuild {database.schema}"}
    with translated(), closing(database.open()) as connection:
        if SQL.rows(connection, "try_lock", name) != [(True,)]:
            raise Refused("another rebuild of the read model is running", hint="wait until it is done")
        yield connection
        # Not when the server gets round to ending the session: the next rebuild may begin before that.
        SQL.rows(connection, "unlock", name)


def switch(replay: Replay, pointer: Pointer, generation: int, feed: Feed, targets: Sequence[TargetSpec]) -> int:
    """Holding the live checkpoint, catch up with it; then ledger, outbox and pointer follow at once."""
    connection = replay.connection
    connection.execute(SQL["commit_durably"])
    enter(connection, pointer.schema(pointer.live), pointer.log_schema)
    live = Checkpoint(*SQL.rows(connection, "await_checkpoint")[0])
    position = replay.position()
    while position < live.position:
        batch = feed(position)
        if batch is None:
            raise Unavailable(f"the feed ends at {position}, before the live checkpoint {live.position}")
        position = replay.take(batch, write_all)
    replay.enter()
    overlook_others(connection, targets)
    taken_in = {"after": live.position, "upto": position}
    want_all(connection, targets, last_scan_run(connection, taken_in))
    connection.execute(SQL["clear_outbox"], taken_in)
    connection.execute(SQL["move_pointer"], {"generation": generation})
    return position


def last_scan_run(connection: Connection, taken_in: Mapping[str, int]) -> str | None:
    """The scan run that caused the latest of the changes that are new, if a scan did."""
    rows = SQL.rows(connection, "last_scan_run", taken_in)
    return str(rows[0][0]) if rows else None
