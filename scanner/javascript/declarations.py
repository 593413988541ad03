"""Declarations: functions, classes, types, variables and namespaces."""

from tree_sitter import Node

from ..facts import new_symbol
from .assignments import exports_all
from .bindings import bind_parts, bind_variable
from .definitions import Place, define_class, define_function, keep
from .fields import column_of, fields_of
from .findings import MAX_DEPTH, Findings, Region
from .instances import value_of
from .modules import Target
from .nodes import chain_of, lines_of, name_of, one_line, text_of
from .signatures import bound_names
from .values import define_value, required, within_wrappers

CLASSES = frozenset({"class_declaration", "abstract_class_declaration", "interface_declaration"})
FUNCTIONS = frozenset({"function_declaration", "generator_function_declaration", "function_signature"})
TYPES = frozenset({"enum_declaration", "type_alias_declaration"})
VARIABLES = frozenset({"lexical_declaration", "variable_declaration"})
NAMESPACES = frozenset({"internal_module", "module"})
DECLARATIONS = FUNCTIONS | CLASSES | TYPES | VARIABLES | NAMESPACES | {"ambient_declaration"}


def declare(findings: Findings, region: Region, node: Node, start: int, decorators: tuple[Node, ...]) -> None:
    """Take in a declaration whose comment ends before `start`, where its `export` or `declare` begins."""
    place = Place(region.scope, region.symbol, node, start, decorators=decorators)
    if node.type in FUNCTIONS | CLASSES | TYPES:
        declare_symbol(findings, place)
    elif node.type in VARIABLES:
        for declarator in node.named_children:
            declare_variable(findings, region, node, declarator, start)
            start = declarator.end_byte
    elif node.type in NAMESPACES:
        declare_namespace(findings, region, node)
    elif node.type == "ambient_declaration" and node.named_children:
        declare(findings, region, node.named_children[-1], start, decorators)
    else:
        findings.regions.append(Region(region.scope, region.symbol, [node]))


def visit_declaration(findings: Findings, region: Region, node: Node) -> list[Node]:
    """A declaration without `export`."""
    declare(findings, region, node, node.start_byte, ())
    return []


def declare_symbol(findings: Findings, place: Place) -> None:
    node = place.at
    name = name_of(findings.source, node.child_by_field_name("name"))
    if node.type in CLASSES:
        qualified = define_class(findings, place, name, node)
    elif node.type in FUNCTIONS:
        qualified = define_function(findings, place, name, node)
    else:
        qualified = define_type(findings, place, name)
    place.scope.bind(name, findings.own(qualified) if qualified else None)


def define_type(findings: Findings, place: Place, name: str) -> str:
    """Make a symbol of an enum or a type alias: it is imported, named and documented as an interface is."""
    qualified = findings.qualify(place.scope, name)
    if qualified:
        body = body_of(place.at)
        parts = [child for child in place.at.children if child != body]
        head = one_line(findings.source, parts).removesuffix(";") + (" { … }" if parts[-1].type == "=" else "")
        symbol = new_symbol("class", name, qualified, head, lines_of(place.at))
        symbol["columns"] = fields_of(findings, body)
        keep(findings, place, symbol)
    return qualified


def body_of(node: Node) -> Node | None:
    """What stands between the braces of an enum, or of a type that is nothing but an object with fields."""
    value = node.child_by_field_name("value")
    if value is None or value.type != "object_type":
        return node.child_by_field_name("body")
    has_fields_only = all(one.type in {"property_signature", "comment"} for one in value.named_children)
    return value if has_fields_only else None


def declare_variable(findings: Findings, region: Region, node: Node, declarator: Node, start: int) -> None:
    """One `name = value` of a declaration."""
    if declarator.type != "variable_declarator":
        if declarator.type == "comment":
            findings.comments[declarator.end_byte] = declarator
        return
    named, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
    scope = region.scope.variables if node.type == "variable_declaration" else region.scope
    if named is None or named.type != "identifier":
        _bind_pattern(findings, region, declarator, required(findings, value))
        return
    name = text_of(findings.source, named)
    keyword = text_of(findings.source, node.children[0])
    place = Place(region.scope, region.symbol, declarator, start, f"{keyword} {name} = ")
    path = define_value(findings, place, name, value)
    known = findings.own(path) if path else required(findings, value)
    if known is None:
        bind_variable(findings, scope, name, declarator, is_constant=keyword == "const")
    else:
        scope.bind(name, known)
    if scope is findings.module and exports_all(findings, value):
        findings.export("default", name, is_common=True)
    if not path and scope is findings.module:
        findings.variables[name] = column_of(findings, declarator, name, start)
    if not path and value is not None:
        _alias(findings, region, name, value)
        findings.regions.append(Region(region.scope, region.symbol, [value]))


def _alias(findings: Findings, region: Region, name: str, value: Node) -> None:
    """Note that a name at the top of the module is another name for something, or a component around it."""
    inner, _ = within_wrappers(findings, value)
    known = None if inner is None else chain_of(findings.source, inner)
    if known is not None and region.scope is findings.module:
        findings.aliases[name] = known


def _bind_pattern(findings: Findings, region: Region, declarator: Node, module: Target | None) -> None:
    """`const { a, b: c } = …`: names of a module where that is required, of what has a name, else unknown."""
    pattern, value = declarator.child_by_field_name("name"), declarator.child_by_field_name("value")
    if module is not None and pattern is not None and pattern.type == "object_pattern":
        for item in pattern.named_children:
            key = item.child_by_field_name("key") or item
            local = item.child_by_field_name("value") or item
            if local.type in {"identifier", "shorthand_property_identifier_pattern"}:
                target = module.member(name_of(findings.source, key))
                region.scope.bind(text_of(findings.source, local), target)
    bind_parts(findings, region.scope, pattern, value_of(findings.source, value))
    findings.regions.append(
        Region(region.scope, region.symbol, [part for part in (pattern, value) if part is not None])
    )


def declare_namespace(findings: Findings, region: Region, node: Node) -> None:
    """`namespace N { … }`: its members are below its name; those of `module "x"` stand for themselves."""
    named, body = node.child_by_field_name("name"), node.child_by_field_name("body")
    is_unnamed = named is None or named.type == "string" or region.scope.depth >= MAX_DEPTH
    name = "" if named is None or is_unnamed else chain_of(findings.source, named) or ""
    inner = region.scope.within(f"{region.scope.name}.{name}".strip("."))
    if name:
        head = name.partition(".")[0]
        region.scope.bind(head, findings.own(f"{region.scope.name}.{head}".lstrip(".")))
    findings.regions.append(Region(inner, region.symbol, [] if body is None else body.named_children))


def visit_import_alias(findings: Findings, region: Region, node: Node) -> list[Node]:
    """TypeScript's `import A = N.B`."""
    if node.named_children:
        region.scope.bind(text_of(findings.source, node.named_children[0]), None)
    return []


def declared_names(findings: Findings, declaration: Node) -> list[str]:
    """The names that a declaration gives to its scope."""
    node = declaration
    if node.type == "ambient_declaration" and node.named_children:
        node = node.named_children[-1]
    if node.type in VARIABLES:
        patterns = (child.child_by_field_name("name") for child in node.named_children if child.type != "comment")
        return [text_of(findings.source, one) for one in bound_names([p for p in patterns if p is not None])]
    named = node.child_by_field_name("name")
    name = "" if named is None else chain_of(findings.source, named) or ""
    return [name.partition(".")[0]] if name else []
