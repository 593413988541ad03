"""Keys of several columns in SQLAlchemy, which stand beside the columns: `ForeignKeyConstraint(["a"], ["t.x"])`."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tree_sitter import Node

from ..facts import ColumnFacts
from .columns import written
from .exports import LISTS
from .fields import CALL, COMMENT, Called, Field, called, string_of
from .names import text_of

PRIMARY_KEY = "PrimaryKeyConstraint"
FOREIGN_KEY = "ForeignKeyConstraint"
OF_CLASS = "cls."


class Key(NamedTuple):
    """The columns of a key, and what they refer to if it is a foreign one, each as an expression."""

    columns: list[Node]
    referred: list[Node] | None = None


def keys_of(source: bytes, arguments: Node | None) -> list[Key]:
    """What the `__table_args__` of a model say."""
    return [] if arguments is None else keys_among(source, calls_in(arguments))


def keys_among(source: bytes, arguments: Iterable[Node]) -> list[Key]:
    return [key for call in arguments if (key := key_of(source, call)) is not None]


def calls_in(value: Node) -> Iterator[Node]:
    """The outermost calls of an expression, in order."""
    pending = [value]
    while pending:
        node = pending.pop()
        if node.kind_id == CALL:
            yield node
        else:
            pending += reversed(node.named_children)


def key_of(source: bytes, node: Node) -> Key | None:
    call = called(source, node)
    name = "" if call is None else call.name.rpartition(".")[2]
    if call is not None and name == PRIMARY_KEY:
        return Key(call.positional)
    return Key(listed(call, 0, "columns"), listed(call, 1, "refcolumns")) if call and name == FOREIGN_KEY else None


def listed(call: Called, place: int, keyword: str) -> list[Node]:
    """What stands in the list that is one of the arguments."""
    node = call.keywords.get(keyword) or next(iter(call.positional[place:]), None)
    is_list = node is not None and node.kind_id in LISTS
    return [child for child in node.named_children if child.kind_id != COMMENT] if node and is_list else []


def constrain(source: bytes, keys: list[Key], fields: list[Field], columns: list[ColumnFacts]) -> None:
    """Say of the columns what the keys say of them: a string is a name in the table, a name one in the class."""
    by_name = {column["name"]: column for column in columns}
    known = [(made, by_name[made.name]) for made in fields if made.name in by_name]
    in_class = {made.name: (made, column) for made, column in known}
    in_table = {name_in_table(source, made): (made, column) for made, column in known}
    for key in keys:
        for place, node in enumerate(key.columns):
            text = string_of(source, node)
            found = in_class.get(text_of(source, node).removeprefix(OF_CLASS)) if text is None else in_table.get(text)
            if found is not None:
                say(source, key, place, *found)


def say(source: bytes, key: Key, place: int, made: Field, column: ColumnFacts) -> None:
    """Say of one column what a key says of it: one of a primary key cannot be null, unless it says so itself."""
    if key.referred is None:
        is_told = made.called is not None and "nullable" in made.called.keywords
        column["is_primary_key"], column["is_nullable"] = True, column["is_nullable"] and is_told
    elif place < len(key.referred):
        column["references"] = written(source, key.referred[place])


def name_in_table(source: bytes, made: Field) -> str:
    """What a column is called in the table, where that is not its name in the class."""
    given = [] if made.called is None else [*made.called.positional[:1], made.called.keywords.get("name")]
    return next(filter(None, (string_of(source, node) for node in given)), made.name)
