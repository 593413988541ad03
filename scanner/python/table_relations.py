"""What a table or model refers to besides what its columns say: by keys of several columns, and as `secondary`."""

from collections.abc import Iterator

from .columns import Absolute
from .constraints import Key
from .fields import Field, string_of
from .names import chain_of
from .relations import RELATIONSHIPS, Relation, of_column, of_table, placed_at


def key_relations(source: bytes, keys: list[Key], absolute: Absolute) -> Iterator[Relation]:
    """The tables that the foreign keys of several columns refer to, each once for a key."""
    for key in keys:
        found = [(node, of_column(source, node, absolute)) for node in key.referred or ()]
        placed = [placed_at(node, relation) for node, relation in found if relation is not None]
        yield from {one.target or one.name: one for one in reversed(placed)}.values()


def secondary(source: bytes, made: Field, absolute: Absolute) -> Relation | None:
    """The table between two models: what `relationship` is given as `secondary`, by its name or its variable."""
    is_relationship = made.called is not None and made.called.name.rpartition(".")[2] in RELATIONSHIPS
    node = made.called.keywords.get("secondary") if made.called is not None and is_relationship else None
    text, chain = string_of(source, node), None if node is None else chain_of(source, node)
    if node is None or (text or chain) is None:
        return None
    return placed_at(node, of_table(chain, absolute) if chain else Relation(text or "", f"sql:{text}".lower()))
