"""One round of delivery. Its steps are in an order in which the last one proves that all before were done.

A node gets a new seal whenever it is written, and its text, which begins with that seal, comes last: after the node and
its relations, each of which the server confirmed. So a text that was processed under the seal of its node proves that
everything is there, vectors too, without a ledger. Whoever is cut short leaves a node whose seal no text has.

The server writes all of its graph to disk with every text. So a large round brings the texts first, while the graph is
small, and is on record as unfinished until it has ended: its seals prove nothing before.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from ...domain.targets import Delivery, Outcome
from . import edges, texts
from .bringing import bring_texts
from .client import LightRagClient
from .crew import Crew
from .evidence import read_evidence
from .graph import Graph, around
from .listing import Text
from .marker import unfinished
from .names import PENDING
from .seals import SealedText, sealed
from .writing import Writing

LARGE = 50
"""How many documents make a round large."""


def carry_out(crew: Crew, deliveries: Sequence[Delivery], hint: str | None) -> list[Outcome]:
    """Bring all of it to the server; one outcome each. `hint` says how texts are cut, None that there are none.

    Raises TargetUnavailable.
    """
    evidence, seen = read_evidence(crew.client), surroundings(crew, deliveries)
    proven = {id_ for id_, graph in seen.items() if id_ in graph.nodes and evidence.proves(graph.nodes[id_])}
    touched = [one for one in deliveries if one.document_id not in proven or has_changed(one, seen[one.document_id])]
    writing = Writing(crew, touched, seen, proven)
    left = remove_texts(crew.client, (one.document_id for one in touched), evidence.texts)
    writing.remove_nodes()
    if hint is None:
        write_without_texts(writing)
    elif evidence.marker and len(writing.unharmed()) >= LARGE:
        with unfinished(crew.client, evidence.marker, left) as word:
            bring_texts_first(writing, hint, word)
    else:
        bring_texts_last(writing, hint)
    return [writing.outcomes.get(one.document_id, Outcome(one.document_id)) for one in deliveries]


def surroundings(crew: Crew, deliveries: Sequence[Delivery]) -> dict[str, Graph]:
    """What is around the node of each document that is to be there."""
    ids = [one.document_id for one in deliveries if one.document]
    return dict(zip(ids, crew.threads.map(partial(around, crew.client), ids), strict=True))


def has_changed(one: Delivery, seen: Graph) -> bool:
    """Whether a document differs from what was proven to be there."""
    is_same = seen.nodes[one.document_id].stamp.wanted_hash == one.wanted_hash
    return not is_same or bool(edges.changes(one, seen, is_proven=True))


def remove_texts(client: LightRagClient, document_ids: Iterable[str], there: Mapping[str, Text]) -> list[Text]:
    """All with one call, as the server does nothing else meanwhile; before the graph, which must wait for it.

    Returns those that are left.
    """
    ids = set(texts.ids_of(document_ids))
    if there.keys() & ids:
        texts.delete(client, ids)
    return [text for text in there.values() if text.id not in ids]


def write_without_texts(writing: Writing) -> None:
    writing.write_graph({one.document_id: PENDING for one in writing.unharmed()})
    writing.settle_nodes()


def bring_texts_last(writing: Writing, hint: str) -> None:
    contents = sealed_texts(writing)
    writing.write_graph({id_: text.seal for id_, text in contents.items()})
    bring(writing, contents, hint)


def bring_texts_first(writing: Writing, hint: str, word: str) -> None:
    contents = sealed_texts(writing, word)
    bring(writing, contents, hint)
    writing.write_graph({id_: text.seal for id_, text in contents.items()})
    # What failed has a text that would prove it, once the round has ended.
    if failed := [one.document_id for one in writing.deliveries if one.document_id in writing.outcomes]:
        texts.delete(writing.crew.client, texts.ids_of(failed))


def sealed_texts(writing: Writing, word: str = "") -> dict[str, SealedText]:
    return {one.document_id: sealed(one.document, word) for one in writing.unharmed() if one.document}


def bring(writing: Writing, contents: Mapping[str, SealedText], hint: str) -> None:
    """Bring the texts of what did not fail."""
    waiting = {one.document_id: contents[one.document_id] for one in writing.unharmed()}
    if waiting:
        for failure in bring_texts(writing.crew, waiting, hint):
            writing.fail([failure.item], failure)
