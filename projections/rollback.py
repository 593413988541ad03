"""Going back to the generation of the read model from before its last rebuild: brought up to date, then switched to."""

from collections.abc import Sequence

from ..domain.errors import Misconfigured, Refused
from ..postgres.connection import Connection, Database
from .generation import Pointer, checkpoint, enter
from .generations import live_generation
from .ledger import TargetSpec
from .rebuild import Rebuilt, alone, switch
from .replay import Feed, Replay, write_all


def roll_back(database: Database, feed: Feed, targets: Sequence[TargetSpec]) -> Rebuilt:
    """Bring the previous generation up to date, then move the pointer to it; another one comes back the same way.

    Raises Refused where there is none or a rebuild runs, Misconfigured when another version of docrunch made it.
    """
    with alone(database) as connection:
        with connection.transaction():
            pointer = live_generation(connection)
            generation = previous_of(connection, pointer)
        replay = Replay(connection, pointer.schema(generation), pointer.log_schema, lambda _events: None)
        replay.follow(feed, write_all)
        with connection.transaction():
            position = switch(replay, pointer, generation, feed, targets)
        return Rebuilt(generation, position)


def previous_of(connection: Connection, pointer: Pointer) -> int:
    """The generation to go back to, if this program can read it."""
    if pointer.previous is None:
        raise Refused(
            "there is no generation of the read model to go back to: it was never rebuilt",
            hint="run: docrunch projections rebuild relational",
        )
    enter(connection, pointer.schema(pointer.previous), pointer.log_schema)
    if not checkpoint(connection).is_current:
        raise Misconfigured(
            "the previous generation of the read model was made by another version of docrunch",
            hint="go back with that version, or run: docrunch projections rebuild relational",
        )
    return pointer.previous
