"""Parameters of types, as PEP 695 writes them: `def first[T](many: list[T]) -> T`."""

from collections.abc import Iterable

from tree_sitter import Node

from .names import IDENTIFIER, name_of


def names_in(source: bytes, listed: Node | None) -> frozenset[str]:
    """The names between the brackets behind the name of a function, class or alias."""
    return frozenset(first_names(source, [] if listed is None else listed.named_children))


def first_names(source: bytes, parts: Iterable[Node]) -> list[str]:
    """What each part begins with: `T` in `T: Bound` and `*T`."""
    return [name_of(source, name) for part in parts if (name := first_name(part)) is not None]


def first_name(node: Node) -> Node | None:
    while node.kind_id != IDENTIFIER:
        if not node.named_children:
            return None
        node = node.named_children[0]
    return node


def is_parameter(text: str | None, parameters: frozenset[str]) -> bool:
    """Whether an annotation, read as what calling a name gives, begins with one of these."""
    return text is not None and text.partition(".")[0].removesuffix("()") in parameters
