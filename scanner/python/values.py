"""What an expression or an annotation says about the value of a name: a name, or what calling one gives."""

import re

from tree_sitter import Node

from .names import ATTRIBUTE, DOTTED_NAME, IDENTIFIER, chain_of, name_of, text_of
from .tree import kind

CALLED = "()"
CALL = kind("call")
AWAIT = kind("await")
NONE = kind("none")
LONGEST_ANNOTATION = 300
"""Bytes: what is longer names no plain class."""
MOST_ATTRIBUTES = 20

WRAPPED = re.compile(r"(?:\w+\.)*(?:Optional|ClassVar|Final|Annotated|Required|NotRequired)\[(.*)\]", re.DOTALL)
TYPE = re.compile(r"(?:typing\.)?[Tt]ype\[\s*[\"']?([\w.]+)[\"']?\s*\]")
SUBSCRIPTED = re.compile(r"([\w.]+)\[.*\]", re.DOTALL)


def called_chain(source: bytes, node: Node) -> str | None:
    """`a.b().c` for attributes of what a call gives, None for every other expression."""
    names: list[str] = []
    while node.kind_id == ATTRIBUTE and len(names) < MOST_ATTRIBUTES and node.named_child_count >= 2:  # noqa: PLR2004
        names.insert(0, name_of(source, node.named_children[-1]))
        node = node.named_children[0]
    called = call_of(source, node) if names else None
    return None if called is None else ".".join([called, *names])


def call_of(source: bytes, node: Node) -> str | None:
    """`a.b()` for the call of a name; what is waited for is what it gives."""
    if node.kind_id == AWAIT and node.named_children:
        node = node.named_children[0]
    chain = chain_of(source, node.named_children[0]) if node.kind_id == CALL and node.named_children else None
    return None if chain is None else chain + CALLED


def value_of(source: bytes, node: Node) -> str | None:
    """What is assigned: a name, an attribute of one, the call of one, or nothing that could be told."""
    return chain_of(source, node) or call_of(source, node) or called_chain(source, node)


def annotated(source: bytes, node: Node) -> str | None:
    """What an annotation says: `C()`, an instance, for `C`, `C | None`, `"C"` and `C[T]`; the class for `type[C]`."""
    if node.end_byte - node.start_byte > LONGEST_ANNOTATION:
        return None
    return instance_of(text_of(source, node))


def instance_of(annotation: str) -> str | None:
    """The same for an annotation as text."""
    text = annotation.strip()
    if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
        text = text[1:-1].strip()
    wrapped = WRAPPED.fullmatch(text)
    if wrapped is not None:
        return instance_of(first_of(wrapped[1]))
    of_class = TYPE.fullmatch(text)
    if of_class is not None:
        return of_class[1] if DOTTED_NAME.fullmatch(of_class[1]) else None
    parts = [part for part in alternatives(text) if part != "None"]
    named = SUBSCRIPTED.sub(r"\1", parts[0]) if len(parts) == 1 else ""
    return named + CALLED if DOTTED_NAME.fullmatch(named) else None


def alternatives(text: str) -> list[str]:
    """The parts of a union; a text that holds `|` within brackets has none."""
    return [text] if "[" in text.partition("|")[0] else [part.strip() for part in text.split("|")]


def first_of(text: str) -> str:
    return text if "[" in text.partition(",")[0] else text.partition(",")[0]


def attribute_of(source: bytes, node: Node) -> tuple[str, str] | None:
    """Object and name of `object.name`; None for every other expression."""
    children = node.named_children
    if node.kind_id != ATTRIBUTE or len(children) != 2 or children[0].kind_id != IDENTIFIER:  # noqa: PLR2004
        return None
    return name_of(source, children[0]), name_of(source, children[1])
