"""Assignments that define or export something: CommonJS, and methods put on a prototype or an object."""

from tree_sitter import Node

from .definitions import Place, define_function
from .findings import Findings, Region
from .held import hold_assigned
from .modules import Target
from .nodes import FUNCTIONS, chain_of, name_of, unwrapped
from .scopes import Scope
from .values import define_value, required

EXPORTED = ("exports.", "module.exports.")
PROTOTYPE = ".prototype"


def visit_assignment(findings: Findings, region: Region, node: Node) -> list[Node]:
    left, right = node.child_by_field_name("left"), unwrapped(node.child_by_field_name("right"))
    chain = None if left is None else chain_of(findings.source, left)
    if left is None or right is None or chain is None:
        return node.named_children
    place = Place(region.scope, region.symbol, node, node.start_byte, f"{chain} = ")
    if region.scope.variables is findings.module and not _is_shadowed(region, chain):
        if chain == "module.exports":
            return _export_all(findings, place, right)
        if chain.startswith(EXPORTED):
            return _export_one(findings, place, chain.rpartition(".")[2], right)
    if chain.startswith("this."):
        hold_assigned(findings, region.scope, chain.removeprefix("this."), right)
    if right.type in FUNCTIONS and _define_member(findings, place, chain, right):
        return []
    if right.type == "object" and chain.endswith(PROTOTYPE) and _define_prototype(findings, place, chain, right):
        return []
    return [right] if left.type in {"identifier", "member_expression"} else node.named_children


def _is_shadowed(region: Region, chain: str) -> bool:
    head = chain.partition(".")[0]
    return head in region.scope.variables.bindings and region.scope.variables.bindings[head] is None


def _export_all(findings: Findings, place: Place, right: Node) -> list[Node]:
    """`module.exports = …`."""
    findings.has_exports = True
    module = required(findings, right)
    if module is not None and not module.name:
        findings.lead("*", module)
        findings.lead("default", module.member("default"))
        return [right]
    if right.type == "object":
        return [child for member in right.named_children for child in _export_member(findings, place, member)]
    local = chain_of(findings.source, right)
    if local is not None:
        findings.export("default", local, is_common=True)
        return []
    name = name_of(findings.source, right.child_by_field_name("name")) or "default"
    path = define_value(findings, place, name, right)
    if path:
        findings.export_defined("default", path)
    return [] if path else [right]


def _export_member(findings: Findings, place: Place, member: Node) -> list[Node]:
    """One entry of `module.exports = { … }`."""
    inner = place._replace(at=member, start=member.start_byte, head="")
    if member.type == "shorthand_property_identifier":
        name = name_of(findings.source, member)
        findings.export(name, name, is_common=True)
        return []
    if member.type == "method_definition":
        name = name_of(findings.source, member.child_by_field_name("name"))
        if define_function(findings, inner, name, member):
            findings.export(name, name)
        return []
    if member.type == "spread_element":
        module = required(findings, next(iter(member.named_children), None))
        if module is not None and not module.name:
            findings.lead("*", module)
        return [member]
    if member.type != "pair":
        return [member]
    return _export_one(
        findings,
        inner,
        name_of(findings.source, member.child_by_field_name("key")),
        member.child_by_field_name("value"),
    )


def _export_one(findings: Findings, place: Place, name: str, value: Node | None) -> list[Node]:
    """`exports.name = …`, or the same as an entry of an object."""
    if not name or value is None:
        return [] if value is None else [value]
    findings.has_exports = True
    target, local = required(findings, value), chain_of(findings.source, value)
    if target is not None:
        findings.lead(name, target.itself())
        return [value]
    if local is not None:
        findings.export(name, local, is_common=True)
        return []
    head = place.head or f"{name}: "
    path = define_value(findings, place._replace(head=head), name, value)
    findings.export(name, path or name)
    return [] if path else [value]


def _define_prototype(findings: Findings, place: Place, chain: str, members: Node) -> bool:
    """`Class.prototype = { method() {} }`, where the file defines the class."""
    known = _own(findings, place, chain.removesuffix(PROTOTYPE))
    if known is None:
        return False
    inner = place.scope.within(known.name)
    inner.bindings["this"] = known
    findings.regions.append(Region(inner, known.name, members.named_children, "class"))
    return True


def _own(findings: Findings, place: Place, name: str) -> Target | None:
    """What a name means, if that is of this file."""
    known = place.scope.variables.bindings.get(name)
    return known if known is not None and known.module == findings.own("").module else None


def _define_member(findings: Findings, place: Place, chain: str, function: Node) -> bool:
    """`Class.prototype.method = function …` and `Class.method = function …`, where the file defines the class."""
    owner, _, name = chain.rpartition(".")
    owner = owner.removesuffix(PROTOTYPE)
    known = place.scope.variables.bindings.get(owner)
    if known in {None, findings.own(owner)} and _is_object(findings, place.scope, owner):
        return _define_in_object(findings, place, owner, name, function)
    if known is None or known.module != findings.own("").module:
        return False
    inner = place._replace(scope=place.scope.within(known.name), this=known)
    return bool(define_function(findings, inner, name, function, "method"))


def _is_object(findings: Findings, scope: Scope, owner: str) -> bool:
    """Whether a variable of the module, which is no class or function, is given members at the top of the file."""
    is_variable = "." not in owner and owner in findings.module.bindings and not findings.taken[owner]
    return scope.variables is findings.module and is_variable


def _define_in_object(findings: Findings, place: Place, owner: str, name: str, function: Node) -> bool:
    """`var object = Object.create(…); object.method = function …`: what the object is besides tells nobody here."""
    whole = findings.own(owner)
    inner = place._replace(scope=findings.module.within(owner), this=whole)
    is_defined = bool(define_function(findings, inner, name, function))
    if is_defined and owner not in findings.module.values:
        findings.module.bind(owner, whole)
    return is_defined


def exports_all(findings: Findings, value: Node | None) -> bool:
    """Whether `exports = module.exports = …` gives what the file offers as a whole."""
    while value is not None and value.type == "assignment_expression":
        left = value.child_by_field_name("left")
        if left is not None and chain_of(findings.source, left) == "module.exports":
            return True
        value = unwrapped(value.child_by_field_name("right"))
    return False
