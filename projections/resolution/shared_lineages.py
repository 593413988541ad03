"""The lineages of classes that many names come by: each is found once, for all names of a round."""

from collections.abc import Collection, MutableMapping
from dataclasses import dataclass

from .definitions import Definition, LeadsNowhere, Name, Steps, Walk
from .lineage import Lead, Lineages
from .python import PythonWalk
from .values import UNKNOWN, Value


@dataclass(slots=True)
class SharedLineage:
    """The lineage of one class, on a way of its own: whichever name asks for it first, it is the same for all."""

    walk: Walk
    steps: Steps[list[Value]]
    wanted: Collection[str] = ()
    order: list[Value] | None = None

    def is_waiting(self) -> bool:
        """Whether it has to wait for what is `wanted`."""
        return not self.walk.known.keys() >= set(self.wanted)

    def go_on(self) -> None:
        """Follow it as far as it goes. One without end could be anything."""
        try:
            self.wanted = next(self.steps)
        except StopIteration as end:
            self.order = end.value
        except LeadsNowhere:
            self.order = [UNKNOWN]


class SharedLineages:
    """What all names of a round know of lineages, as one of them asks for it."""

    def __init__(self, walk: Walk, begun: MutableMapping[str, SharedLineage]) -> None:
        self.walk = walk
        self.begun = begun

    def of(self, key: str, _lead: Lead) -> Steps[list[Value]]:
        """A class and its bases, in the order in which they are looked through; what it asked for is asked here too."""
        lineage = self.begun.get(key)
        if lineage is None:
            lineage = self.begun[key] = lineage_of(key, self.walk.known)
        while lineage.order is None:
            # While this name waits, another one may take the lineage further, to where it waits again.
            if lineage.is_waiting():
                yield lineage.wanted
            else:
                lineage.go_on()
        self.walk.depend_on(lineage.walk)
        return lineage.order


def lineage_of(key: str, known: MutableMapping[str, Definition]) -> SharedLineage:
    """The lineage of a class, not yet found."""
    walk = Walk(Name("", key), known)
    own = Lineages(walk)
    return SharedLineage(walk, own.of(key, PythonWalk(walk, own).lead))
