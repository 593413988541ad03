"""The node that says whose the graph is, and which rounds on it were not finished: there is no other place for that."""

import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from .client import LightRagClient
from .entities import put
from .listing import Text

MARKER = "docrunch:place"
PREFIX = "docrunch"
WORDS = "This graph is written by docrunch from the log of one project; see the documentation of docrunch."
WORD_LENGTH = 4


@dataclass(frozen=True, slots=True)
class Marker:
    """The id of the place, and the words of rounds under way or cut short: seals that begin with one prove nothing."""

    place: str
    unfinished: frozenset[str] = frozenset()


def read_marker(client: LightRagClient) -> Marker | None:
    """None in a graph that is nobody's yet."""
    answer = client.get("/graphs", label=MARKER, max_depth=1, max_nodes=2)
    stamps = [str(row["properties"].get("file_path", "")).split() for row in answer["nodes"] if row["id"] == MARKER]
    match stamps:
        case [[prefix, place, *unfinished]] if prefix == PREFIX:
            return Marker(place, frozenset(unfinished))
    return None


def create_marker(client: LightRagClient, place: str) -> str:
    """Mark a graph that is nobody's; returns the id that is there in the end, perhaps that of somebody else."""
    seen = read_marker(client)
    if seen is None:
        write_marker(client, Marker(place), is_new=True)
        seen = read_marker(client) or Marker(place)
    return seen.place


def write_marker(client: LightRagClient, marker: Marker, *, is_new: bool = False) -> None:
    stamp = " ".join([PREFIX, marker.place, *sorted(marker.unfinished)])
    said = {"description": WORDS, "entity_type": "docrunch", "file_path": stamp, "source_id": "docrunch"}
    put(client, MARKER, said, is_new=is_new)


@contextmanager
def unfinished(client: LightRagClient, marker: Marker, texts: Iterable[Text]) -> Iterator[str]:
    """A word for the seals of one round, on record as unfinished until the round ends well.

    Words of earlier rounds go with the last of their texts.
    """
    word, seals = secrets.token_hex(WORD_LENGTH // 2), [text.seal for text in texts if text.seal]
    left = frozenset(old for old in marker.unfinished if any(seal.startswith(old) for seal in seals))
    write_marker(client, Marker(marker.place, left | {word}))
    yield word
    write_marker(client, Marker(marker.place, left))
