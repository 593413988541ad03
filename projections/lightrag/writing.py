"""The nodes and relations of one round, written with many requests at once, and what came of each document."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from ...domain.targets import Delivery, Outcome
from . import edges, entities
from .crew import Crew, Failure
from .graph import Graph, Pair, edges_digest
from .names import SETTLED, Stamp


@dataclass(slots=True)
class Writing:
    """What is to be written, what was `seen` around each document and of which of them it was `proven`."""

    crew: Crew
    deliveries: Sequence[Delivery]
    seen: Mapping[str, Graph]
    proven: set[str]
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    """Of those that failed, by document."""

    def remove_nodes(self) -> None:
        self.each([one for one in self.deliveries if one.document is None], self.remove_node)

    def remove_node(self, one: Delivery) -> None:
        entities.remove(self.crew.client, one.document_id)

    def write_graph(self, seals: Mapping[str, str]) -> None:
        """Write the nodes, sealed, and then the relations between them."""
        self.write_nodes(seals)
        self.write_relations()

    def write_nodes(self, seals: Mapping[str, str]) -> None:
        def write(one: Delivery) -> None:
            id_ = one.document_id
            self.write_node(one, seals[id_], is_new=id_ not in self.seen[id_].nodes)

        failed = self.crew.failures(self.unharmed(), write)
        # Removing a node removes its relations too: all of them are to be written again.
        self.proven -= {failure.item.document_id for failure in failed}
        for failure in self.crew.apart(failed, write, self.remove_node):
            self.fail([failure.item.document_id], failure)

    def write_node(self, one: Delivery, seal: str, *, is_new: bool = False) -> None:
        if one.document and one.wanted_hash:
            stamp = Stamp(one.document_id, one.wanted_hash, edges_digest(edges.outgoing(one)), seal)
            entities.write(self.crew.client, one.document, stamp, is_new=is_new)

    def write_relations(self) -> None:
        gone = {one.document_id for one in self.deliveries if one.document is None}
        changes: dict[Pair, edges.PairChange] = {}
        for one in self.unharmed():
            found = edges.changes(one, self.seen[one.document_id], is_proven=one.document_id in self.proven)
            changes |= {change.pair: change for change in found if gone.isdisjoint(change.pair)}
        write, remove = partial(edges.write, self.crew.client), partial(edges.withdraw, self.crew.client)
        for failure in self.crew.apart(self.crew.failures(changes.values(), write), write, remove):
            # Either end may be the one whose delivery must be repeated.
            self.fail(failure.item.pair, failure)

    def settle_nodes(self) -> None:
        """Let nodes without texts say themselves that they and their relations were written."""
        self.each(self.unharmed(), lambda one: self.write_node(one, SETTLED))

    def unharmed(self) -> list[Delivery]:
        """Documents that are to be there, and of which nothing failed."""
        return [one for one in self.deliveries if one.document and one.document_id not in self.outcomes]

    def each(self, deliveries: Sequence[Delivery], work: Callable[[Delivery], None]) -> None:
        """Do something for each document, at once; those that fail are left out of what follows."""
        for failure in self.crew.failures(deliveries, work):
            self.fail([failure.item.document_id], failure)

    def fail(self, ids: Iterable[str], failure: Failure[Delivery] | Failure[edges.PairChange] | Failure[str]) -> None:
        self.outcomes |= {id_: Outcome(id_, failure.error, failure.is_permanent) for id_ in ids}
