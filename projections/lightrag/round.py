"""One round of delivery. Its steps are in an order in which the last one proves that all before were done.

A node gets a new seal whenever it is written, and its text, which begins with that seal, comes last: after the node and
its relations, each of which the server confirmed. So a text that was processed under the seal of its node proves that
everything is there, vectors too, without a ledger. Whoever is cut short leaves a node whose seal no text has.

The server writes all of its graph to disk with every text. So a large round brings the texts first, while the graph is
small, and is on record as unfinished until it has ended: its seals prove nothing before.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from ...domain.targets import Delivery, Outcome
from . import edges, entities, texts
from .bringing import bring_texts
from .crew import Crew, Failure
from .graph import Graph, Pair, around, edges_digest
from .listing import Text
from .marker import read_marker, unfinished
from .names import PENDING, SETTLED, Stamp
from .seals import content, has_changed, is_proven, new_seal

LARGE = 50
"""How many documents make a round large."""


@dataclass(slots=True)
class Round:
    """Delivers a batch to one server; `hint` says how texts are cut, None that there are none."""

    crew: Crew
    hint: str | None
    outcomes: dict[str, Outcome] = field(default_factory=dict)
    seals: dict[str, str] = field(default_factory=dict)

    def carry_out(self, deliveries: Sequence[Delivery]) -> list[Outcome]:
        """Bring all of it to the server; one outcome each. Raises TargetUnavailable."""
        client = self.crew.client
        there, marker = texts.listed(client), read_marker(client)
        seen = self.surroundings(deliveries)
        open_words = marker.unfinished if marker else frozenset[str]()
        proven = {id_ for id_, graph in seen.items() if is_proven(graph, id_, there, open_words)}
        touched = [one for one in deliveries if one.document_id not in proven or has_changed(one, seen)]
        left = self.remove_texts(touched, there)
        self.remove_nodes(touched)
        if marker and self.hint is not None and len(self.unharmed(touched)) >= LARGE:
            with unfinished(client, marker, left) as word:
                self.bring_texts_first(touched, seen, proven, word)
        else:
            self.bring_texts_last(touched, seen, proven)
        return [self.outcomes.get(one.document_id, Outcome(one.document_id)) for one in deliveries]

    def bring_texts_last(self, touched: Sequence[Delivery], seen: Mapping[str, Graph], proven: set[str]) -> None:
        self.choose_seals(touched)
        self.write_nodes(touched, seen, proven)
        self.write_relations(touched, seen, proven)
        self.settle(touched)

    def bring_texts_first(
        self, touched: Sequence[Delivery], seen: Mapping[str, Graph], proven: set[str], word: str
    ) -> None:
        self.choose_seals(touched, word)
        self.settle(touched)
        self.write_nodes(touched, seen, proven)
        self.write_relations(touched, seen, proven)
        # What failed has a text that would prove it, once the round has ended.
        if failed := [one.document_id for one in touched if one.document_id in self.outcomes]:
            texts.delete(self.crew.client, texts.ids_of(failed))

    def choose_seals(self, touched: Sequence[Delivery], word: str = "") -> None:
        self.seals = {one.document_id: PENDING if self.hint is None else new_seal(one, word) for one in touched}

    def surroundings(self, deliveries: Sequence[Delivery]) -> dict[str, Graph]:
        ids = [one.document_id for one in deliveries if one.document]
        return dict(zip(ids, self.crew.threads.map(partial(around, self.crew.client), ids), strict=True))

    def remove_texts(self, touched: Sequence[Delivery], there: Mapping[str, Text]) -> list[Text]:
        """All with one call, as the server does nothing else meanwhile; before the graph, which must wait for it.

        Returns those that are left.
        """
        ids = set(texts.ids_of(one.document_id for one in touched))
        if there.keys() & ids:
            texts.delete(self.crew.client, ids)
        return [text for text in there.values() if text.id not in ids]

    def remove_nodes(self, touched: Sequence[Delivery]) -> None:
        self.each([one for one in touched if one.document is None], self.remove_node)

    def remove_node(self, one: Delivery) -> None:
        entities.remove(self.crew.client, one.document_id)

    def write_nodes(self, touched: Sequence[Delivery], seen: Mapping[str, Graph], proven: set[str]) -> None:
        def write(one: Delivery) -> None:
            self.write_node(one, self.seals[one.document_id], is_new=one.document_id not in seen[one.document_id].nodes)

        failed = self.crew.failures(self.unharmed(touched), write)
        # Removing a node removes its relations too: all of them are to be written again.
        proven -= {failure.item.document_id for failure in failed}
        for failure in self.crew.apart(failed, write, self.remove_node):
            self.fail([failure.item.document_id], failure)

    def write_node(self, one: Delivery, seal: str, *, is_new: bool = False) -> None:
        if one.document and one.wanted_hash:
            stamp = Stamp(one.document_id, one.wanted_hash, edges_digest(edges.outgoing(one)), seal)
            entities.write(self.crew.client, one.document, stamp, is_new=is_new)

    def write_relations(self, touched: Sequence[Delivery], seen: Mapping[str, Graph], proven: set[str]) -> None:
        gone = {one.document_id for one in touched if one.document is None}
        changes: dict[Pair, edges.PairChange] = {}
        for one in self.unharmed(touched):
            found = edges.changes(one, seen[one.document_id], is_proven=one.document_id in proven)
            changes |= {change.pair: change for change in found if gone.isdisjoint(change.pair)}
        write, remove = partial(edges.write, self.crew.client), partial(edges.withdraw, self.crew.client)
        for failure in self.crew.apart(self.crew.failures(changes.values(), write), write, remove):
            # Either end may be the one whose delivery must be repeated.
            self.fail(failure.item.pair, failure)

    def settle(self, touched: Sequence[Delivery]) -> None:
        waiting = self.unharmed(touched)
        if self.hint is None:
            self.each(waiting, lambda one: self.write_node(one, SETTLED))
        elif waiting:
            contents = {one.document_id: content(one, self.seals[one.document_id]) for one in waiting}
            for failure in bring_texts(self.crew, contents, self.seals, self.hint):
                self.fail([failure.item], failure)

    def unharmed(self, touched: Sequence[Delivery]) -> list[Delivery]:
        return [one for one in touched if one.document and one.document_id not in self.outcomes]

    def each(self, deliveries: Sequence[Delivery], work: Callable[[Delivery], None]) -> None:
        """Do something for each document, at once; those that fail are left out of what follows."""
        for failure in self.crew.failures(deliveries, work):
            self.fail([failure.item.document_id], failure)

    def fail(self, ids: Iterable[str], failure: Failure[Delivery] | Failure[edges.PairChange] | Failure[str]) -> None:
        self.outcomes |= {id_: Outcome(id_, failure.error, failure.is_permanent) for id_ in ids}
