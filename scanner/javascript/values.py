"""What is bound to a name: a function, a class, an object with functions in it, a required module."""

from tree_sitter import Node

from ...domain.source import SymbolKind
from .definitions import Place, define_class, define_function
from .findings import MAX_DEPTH, Findings, Region
from .modules import Target
from .nodes import FUNCTIONS, chain_of, name_of, string_of, text_of, unwrapped

WRAPPED_COMPONENTS = frozenset({"memo", "forwardRef", "React.memo", "React.forwardRef"})


def define_value(findings: Findings, place: Place, name: str, value: Node | None, kind: SymbolKind = "function") -> str:
    """Make symbols of a value bound to a name; its path within the file, "" where the value is none of these."""
    node, is_component = within_wrappers(findings, value)
    if node is None:
        return ""
    match node.type:
        case "arrow_function" | "function_expression" | "generator_function":
            qualified = define_function(findings, place, name, node, kind)
            if is_component:
                findings.drawing.add(qualified)
            return qualified
        case "class":
            return define_class(findings, place, name, node)
        case "object":
            return define_object(findings, place, name, node)
    return ""


def define_object(findings: Findings, place: Place, name: str, node: Node) -> str:
    """Walk on in an object, whose functions become symbols below its name; "" where there are none."""
    members = node.named_children
    if not name or place.scope.depth >= MAX_DEPTH or not any(_is_function(member) for member in members):
        return ""
    path = f"{place.scope.name}.{name}" if place.scope.name else name
    inner = place.scope.within(path)
    inner.bindings["this"] = findings.own(path)
    findings.regions.append(Region(inner, place.symbol, members, "object"))
    return path


def _is_function(member: Node) -> bool:
    value = member.child_by_field_name("value") if member.type == "pair" else member
    value = unwrapped(value)
    return value is not None and (value.type in FUNCTIONS or value.type in {"method_definition", "object"})


def within_wrappers(findings: Findings, value: Node | None) -> tuple[Node | None, bool]:
    """What is within `memo(…)` and `forwardRef(…)`, and whether one of them was around it."""
    node, is_wrapped = unwrapped(value), False
    while node is not None and node.type == "call_expression":
        called, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
        if called is None or arguments is None or chain_of(findings.source, called) not in WRAPPED_COMPONENTS:
            break
        node, is_wrapped = unwrapped(next(iter(arguments.named_children), None)), True
    return node, is_wrapped


def required(findings: Findings, node: Node | None) -> Target | None:
    """What `require("./x")` or `require("./x").name` stands for."""
    if node is not None and node.type == "member_expression":
        module = required_module(findings, node.child_by_field_name("object"))
        name = name_of(findings.source, node.child_by_field_name("property"))
        return module.member(name) if module and name else None
    return required_module(findings, node)


def required_module(findings: Findings, node: Node | None) -> Target | None:
    """What `require("./x")` stands for."""
    if node is None or node.type != "call_expression":
        return None
    called, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if called is None or arguments is None or text_of(findings.source, called) != "require":
        return None
    specifier = string_of(findings.source, next(iter(arguments.named_children), None))
    return findings.imported(specifier) if specifier else None
