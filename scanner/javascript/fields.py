"""Fields of classes, interfaces and object types, and the members of enumerations."""

import re
from collections.abc import Iterator

from tree_sitter import Node

from ..defaults import shown_default
from ..facts import ColumnFacts
from .comments import comment_above
from .findings import Findings
from .nodes import FUNCTIONS, one_line, unwrapped

FIELDS = frozenset(
    {"property_signature", "public_field_definition", "field_definition", "enum_assignment", "property_identifier"}
)
"""An enumeration has plain names among its members."""
PARAGRAPH_END = re.compile(r"\n[ \t]*(?:\n|@)")


def fields_of(findings: Findings, body: Node | None) -> list[ColumnFacts]:
    """The fields that others may use, each once; what holds a function is none."""
    members = [] if body is None else body.named_children
    findings.comments.update((member.end_byte, member) for member in members if member.type == "comment")
    found = (field for member in members if member.type in FIELDS for field in _field(findings, member))
    return list({field["name"]: field for field in found}.values())


def _field(findings: Findings, member: Node) -> Iterator[ColumnFacts]:
    named = member.child_by_field_name("name") or member.child_by_field_name("property") or member
    name = one_line(findings.source, [named])
    if (
        name.startswith(("#", "_"))
        or _is_private(findings, member)
        or _is_function(member.child_by_field_name("value"))
    ):
        return
    is_optional = any(child.type == "?" for child in member.children)
    yield column_of(findings, member, f"{name}?" if is_optional else name, member.start_byte)


def column_of(findings: Findings, node: Node, name: str, start: int) -> ColumnFacts:
    """A field, or a variable whose comment ends before `start`."""
    annotation, value = node.child_by_field_name("type"), node.child_by_field_name("value")
    return {
        "name": name,
        "type": None if annotation is None else one_line(findings.source, annotation.children[1:]),
        "is_nullable": None,
        "is_primary_key": False,
        "default": None if value is None else shown_default(one_line(findings.source, [value])),
        "references": None,
        "description": _said(comment_above(findings, start)),
    }


def _is_private(findings: Findings, member: Node) -> bool:
    modifiers = [child for child in member.children if child.type == "accessibility_modifier"]
    return any(one_line(findings.source, [modifier]) == "private" for modifier in modifiers)


def _is_function(value: Node | None) -> bool:
    """It is a symbol of its own."""
    inner = unwrapped(value)
    return inner is not None and inner.type in FUNCTIONS


def _said(comment: str | None) -> str | None:
    """The first paragraph of a comment, without the tags below it."""
    first = PARAGRAPH_END.split((comment or "").strip(), maxsplit=1)[0]
    return " ".join(first.split()) or None
