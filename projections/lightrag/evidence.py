"""What a server holds besides its graph, by which a node proves that it was written in full."""

from collections.abc import Mapping
from dataclasses import dataclass

from .client import LightRagClient
from .graph import Node
from .listing import Text
from .marker import Marker, read_marker
from .names import SETTLED, text_id
from .texts import listed


@dataclass(frozen=True, slots=True)
class Evidence:
    """The texts by their ids, and the marker with the rounds that were not finished; None on a server of nobody's."""

    texts: Mapping[str, Text]
    marker: Marker | None

    def proves(self, node: Node) -> bool:
        """Whether a node was written in full, its relations too: its text has its seal, from a round that has ended.

        A settled node, which is to have no text, proves itself while there is none.
        """
        text, seal = self.texts.get(text_id(node.stamp.document_id)), node.stamp.seal
        unfinished = self.marker.unfinished if self.marker else ()
        return (text.seal if text else SETTLED) == seal and not seal.startswith(tuple(unfinished))


def read_evidence(client: LightRagClient) -> Evidence:
    """The marker last: of a round that begins meanwhile, nothing was seen that its seals could prove."""
    there = listed(client)
    return Evidence(there, read_marker(client))
