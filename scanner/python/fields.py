"""Fields in the body of a Python class: what is assigned to a name there, and what a call says about it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from tree_sitter import Node

from ..storable import storable
from .aliases import ALIAS, alias_names
from .docstrings import STRING
from .names import IDENTIFIER, chain_of, name_of, text_of
from .signatures import NAME, TYPE, VALUE, one_line
from .tree import ASSIGNMENT, LEFT, RIGHT, kind
from .tree import field as field_number

COMMENT = kind("comment")
REMARK = "#:"
TYPE_ALIAS = "TypeAlias"
"""What declares an alias where it is no statement of its own."""
EXPRESSION_STATEMENT = kind("expression_statement")
CALL = kind("call")
KEYWORD = kind("keyword_argument")
FUNCTION = field_number("function")
ARGUMENTS = field_number("arguments")


@dataclass(frozen=True, slots=True)
class Called:
    """A call: the name called, its positional arguments, and those with keywords."""

    name: str
    positional: list[Node] = field(default_factory=list)
    keywords: dict[str, Node] = field(default_factory=dict)


@dataclass(slots=True)
class Field:
    """One `name: annotation = value`; `called` where the value is a call.

    `note` is the string that follows, or else the comment above that begins with `#:`.
    """

    name: str
    annotation: str | None
    value: Node | None
    called: Called | None
    note: str | None = None


def fields_of(source: bytes, body: Node) -> Iterator[Field]:
    """The fields of a class or the variables of a module, in order; an alias of a type in a class is no field."""
    last: Field | None = None
    remarks: list[str] = []
    # Comments above the first statement stand before the body in the tree.
    above = [] if body.parent is None else [node for node in body.parent.children if node.end_byte <= body.start_byte]
    for statement in [*(node for node in above if node.kind_id == COMMENT), *body.named_children]:
        if statement.kind_id == COMMENT:
            remarks += remark(source, statement)
            continue
        inner = statement.named_children[0] if statement.kind_id == EXPRESSION_STATEMENT else None
        if inner is not None and inner.kind_id == STRING and last is not None:
            last.note = string_of(source, inner)
        if last is not None:
            yield last
        is_alias = statement.kind_id == ALIAS and body.parent is None
        last = _alias(source, statement) if is_alias else _field(source, inner)
        if last is not None and remarks:
            last.note = " ".join(remarks)
        remarks = []
    if last is not None:
        yield last


def remark(source: bytes, comment: Node) -> list[str]:
    """What a comment says of the field below it, for which Sphinx marks it with a colon."""
    text = text_of(source, comment)
    return [storable(text.removeprefix(REMARK).strip())] if text.startswith(REMARK) else []


def _alias(source: bytes, statement: Node) -> Field | None:
    names = alias_names(source, statement)
    return Field(names[0], TYPE_ALIAS, statement.child_by_field_id(RIGHT), None) if names else None


def _field(source: bytes, assignment: Node | None) -> Field | None:
    if assignment is None or assignment.kind_id != ASSIGNMENT:
        return None
    left, value = assignment.child_by_field_id(LEFT), assignment.child_by_field_id(RIGHT)
    if left is None or left.kind_id != IDENTIFIER:
        return None
    annotation = one_line(source, assignment.child_by_field_id(TYPE))
    return Field(name_of(source, left), annotation, value, called(source, value))


def called(source: bytes, node: Node | None) -> Called | None:
    """A call of a name, None for everything else."""
    function = None if node is None or node.kind_id != CALL else node.child_by_field_id(FUNCTION)
    name = None if function is None else chain_of(source, function)
    if node is None or name is None:
        return None
    found = Called(name)
    arguments = node.child_by_field_id(ARGUMENTS)
    for argument in [] if arguments is None else arguments.named_children:
        if argument.kind_id == COMMENT:
            continue
        if argument.kind_id != KEYWORD:
            found.positional.append(argument)
            continue
        named, value = argument.child_by_field_id(NAME), argument.child_by_field_id(VALUE)
        if named is not None and value is not None:
            found.keywords[text_of(source, named)] = value
    return found


def string_of(source: bytes, node: Node | None) -> str | None:
    """The value of a plain string, None for everything else."""
    if node is None or node.kind_id != STRING:
        return None
    try:
        value = ast.literal_eval(text_of(source, node))
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None
    return storable(" ".join(value.split())) if isinstance(value, str) else None
