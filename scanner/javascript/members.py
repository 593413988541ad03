"""The members of a class, an interface or an object that has a name."""

from tree_sitter import Node

from ...domain.source import SymbolKind
from .definitions import Place, define_function
from .findings import Findings, Region
from .held import hold_field
from .nodes import name_of
from .values import define_value

METHODS = frozenset({"method_definition", "method_signature", "abstract_method_signature"})
FIELDS = frozenset({"field_definition", "public_field_definition", "pair"})


def define_members(findings: Findings, region: Region) -> list[Node]:
    """Make symbols of the functions among the members; answers with the nodes that are still to be walked."""
    rest: list[Node] = []
    decorators: list[Node] = []
    for member in region.nodes:
        if member.type == "comment":
            findings.comments[member.end_byte] = member
            continue
        rest += _define(findings, region, member, decorators)
        decorators = [*decorators, member] if member.type == "decorator" else []
    return rest


def _define(findings: Findings, region: Region, member: Node, decorators: list[Node]) -> list[Node]:
    kind: SymbolKind = "method" if region.members == "class" else "function"
    start = decorators[0].start_byte if decorators else member.start_byte
    place = Place(region.scope, region.symbol, member, start, decorators=tuple(decorators))
    if member.type in METHODS:
        name = name_of(findings.source, member.child_by_field_name("name"))
        define_function(findings, place, name, member, kind)
        return [child for child in member.named_children if child.type == "decorator"]
    if member.type == "property_signature":
        hold_field(findings, region.scope, member)
    if member.type not in FIELDS:
        return [member]
    named = next(iter(member.children_by_field_name("key")), None) or member.child_by_field_name("name")
    name = name_of(findings.source, named or member.child_by_field_name("property"))
    value = member.child_by_field_name("value")
    between = ": " if member.type == "pair" else " = "
    is_defined = define_value(findings, place._replace(head=f"{name}{between}"), name, value, kind)
    if not is_defined and region.members == "class":
        hold_field(findings, region.scope, member)
    return [child for child in member.named_children if child.type == "decorator" or not is_defined]
