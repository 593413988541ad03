"""Many names at once: in each round all of them say which keys they need, and go on when those were read."""

from collections.abc import Collection, Iterable, MutableMapping

from .definitions import NOTHING, Definition, LeadsNowhere, Load, Name, Steps, Walk
from .keys import TABLES
from .models import ModelWalk
from .python import PythonWalk
from .script import ScriptWalk
from .shared_lineages import SharedLineage, SharedLineages
from .sql import SqlWalk


def resolve(names: Iterable[Name], load: Load) -> list[Walk]:
    """Where these names lead by the definitions that `load` knows; it is asked a few times for many keys each."""
    known: dict[str, Definition] = {}
    lineages: dict[str, SharedLineage] = {}
    walks = [Walk(name, known) for name in names]
    running = [(walk, steps_of(walk, lineages)) for walk in walks]
    while running:
        wanted: set[str] = set()
        running = [(walk, steps) for walk, steps in running if goes_on(walk, steps, wanted)]
        known.update(dict.fromkeys(wanted, NOTHING) | dict(load(wanted)) if wanted else {})
    return walks


def steps_of(walk: Walk, lineages: MutableMapping[str, SharedLineage]) -> Steps[str | None]:
    scope, target = walk.name
    if target.startswith("/") or scope.startswith("/"):
        return ScriptWalk(walk).run()
    if target.startswith(TABLES):
        return SqlWalk(walk).run()
    return ModelWalk(walk).run() if ":" in target else PythonWalk(walk, SharedLineages(walk, lineages)).run()


def goes_on(walk: Walk, steps: Steps[str | None], wanted: set[str]) -> bool:
    """Follow a name as far as it goes without new keys; False when it is at its end."""
    try:
        missing: Collection[str] = next(steps)
    except StopIteration as end:
        walk.symbol = end.value
        return False
    except LeadsNowhere:
        return False
    wanted.update(missing)
    return True
