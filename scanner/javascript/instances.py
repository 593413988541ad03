"""What a type or an expression says about the value of a name: a name, or what calling one gives (`Tree()`)."""

from collections.abc import Iterator

from tree_sitter import Node

from .nodes import chain_of, name_of

CALLED = "()"
MOST_STEPS = 6
"""Calls behind a name, and attributes of what they give: what is longer is not followed."""

NOTHING = frozenset({"null", "undefined"})
TRANSPARENT = frozenset({
    "parenthesized_expression", "satisfies_expression", "non_null_expression", "await_expression",
})  # fmt: skip
WAITED_FOR = frozenset({"Promise", "PromiseLike", "Awaited"})
"""What has one of these is asked for what it gives in the end, with `await`."""
NAMED_TYPES = frozenset({"type_identifier", "nested_type_identifier"})
CALLS = {"call_expression": "function", "new_expression": "constructor"}


def declared(source: bytes, annotation: Node | None) -> str | None:
    """What a type annotation says: `C()`, an instance, for `C`, `C<T>` and `C | null | undefined`."""
    kind = None if annotation is None else next(iter(annotation.named_children), None)
    named = None if kind is None else class_of(source, kind)
    return None if named is None else named + CALLED


def class_of(source: bytes, node: Node) -> str | None:
    """The class or interface that a type names, None for every other type."""
    for _ in range(MOST_STEPS):
        parts = list(alternatives(node))
        if len(parts) != 1:
            return None
        named = parts[0].child_by_field_name("name") if parts[0].type == "generic_type" else parts[0]
        name = chain_of(source, named) if named is not None and named.type in NAMED_TYPES else None
        inside = parts[0].child_by_field_name("type_arguments") if name in WAITED_FOR else None
        if inside is None or not inside.named_children:
            return name
        node = inside.named_children[0]
    return None


def alternatives(node: Node) -> Iterator[Node]:
    """The parts of a union, without null and undefined; at most two of them, for more say no more."""
    pending = [node]
    for _ in range(MOST_STEPS):
        part = pending.pop() if pending else None
        if part is None:
            return
        if part.type in {"union_type", "parenthesized_type"}:
            pending += part.named_children
        elif not (part.type == "literal_type" and part.named_children and part.named_children[0].type in NOTHING):
            yield part
    yield from pending


def value_of(source: bytes, node: Node | None) -> str | None:
    """What an expression gives: `a.b().c` for names and calls of names behind each other, None for every other.

    What is said to be of a type (`x as C`) is an instance of it.
    """
    names: list[str] = []
    for _ in range(MOST_STEPS):
        node = bare(node)
        mark = ""
        if node is not None and node.type in CALLS:
            mark, node = CALLED, bare(node.child_by_field_name(CALLS[node.type]))
        first = None if node is None else first_name(source, node)
        if first is not None:
            return ".".join([first + mark, *reversed(names)])
        name = "" if node is None else name_of(source, node.child_by_field_name("property"))
        if node is None or not name:
            return None
        names.append(name + mark)
        node = node.child_by_field_name("object")
    return None


def bare(node: Node | None) -> Node | None:
    """An expression without what says nothing of its value."""
    while node is not None and node.type in TRANSPARENT:
        node = next(iter(node.named_children), None)
    return node


def first_name(source: bytes, node: Node) -> str | None:
    """The names that an expression begins with."""
    if node.type != "as_expression":
        return chain_of(source, node)
    named = class_of(source, node.named_children[-1])
    return None if named is None else named + CALLED
