"""What each kind of node in a JavaScript or TypeScript tree has to say: one visitor per kind."""

from tree_sitter import Node

from .assignments import visit_assignment
from .declarations import DECLARATIONS, visit_declaration, visit_import_alias
from .definitions import Place, define_class, enter_function
from .exports import visit_export
from .findings import Findings, Region, Visitor
from .imports import visit_import
from .nodes import chain_of, name_of, string_of
from .signatures import bound_names
from .values import required_module

DRAWING = frozenset({"createElement", "jsx", "jsxs", "_jsx", "_jsxs", "jsxDEV", "_jsxDEV"})


def visit_call(findings: Findings, region: Region, node: Node) -> list[Node]:
    called = node.child_by_field_name("function")
    if called is None:
        return node.named_children
    arguments = node.child_by_field_name("arguments")
    if called.type == "import" or required_module(findings, node) is not None:
        specifier = (
            string_of(findings.source, arguments.named_children[0]) if arguments and arguments.named_children else None
        )
        if specifier:
            findings.imports(region, node, specifier, findings.imported(specifier))
        return [] if arguments is None else arguments.named_children
    if not findings.call(region, node, called):
        findings.call_of_called(region, node, called)
        return node.named_children
    if (chain_of(findings.source, called) or "").rpartition(".")[2] in DRAWING:
        _draw(findings, region, node, arguments.named_children[:1] if arguments else [])
    return [] if arguments is None else [arguments]


def _draw(findings: Findings, region: Region, node: Node, elements: list[Node]) -> None:
    """Note that a symbol makes an element by `node`; one whose name begins small is the browser's own."""
    findings.drawing.add(region.symbol)
    for element in elements:
        name = chain_of(findings.source, element)
        if name is not None and ("." in name or not name[0].islower()):
            findings.call(region, node, element)


def visit_element(findings: Findings, region: Region, node: Node) -> list[Node]:
    named = node.child_by_field_name("name")
    _draw(findings, region, node, [] if named is None else [named])
    return node.named_children


def visit_new(findings: Findings, region: Region, node: Node) -> list[Node]:
    made = node.child_by_field_name("constructor")
    if findings.call(region, node, made):
        arguments = node.child_by_field_name("arguments")
        return [] if arguments is None else [arguments]
    return node.named_children


def visit_decorator(findings: Findings, region: Region, node: Node) -> list[Node]:
    if findings.call(region, node, next(iter(node.named_children), None)):
        return []
    return node.named_children


def visit_unnamed_function(findings: Findings, region: Region, node: Node) -> list[Node]:
    enter_function(findings, region.scope, region.symbol, node)
    return []


def visit_unnamed_class(findings: Findings, region: Region, node: Node) -> list[Node]:
    define_class(findings, Place(region.scope, region.symbol, node, node.start_byte), "", node)
    return []


def visit_block(findings: Findings, region: Region, node: Node) -> list[Node]:
    inner = region.scope.within(region.scope.name, is_block=True)
    kind = node.child_by_field_name("kind")
    for field in ("left", "parameter"):
        declared = node.child_by_field_name(field)
        if declared is not None and (field == "parameter" or kind is not None):
            scope = inner.variables if kind is not None and kind.type == "var" else inner
            for name in bound_names([declared]):
                scope.bind(name_of(findings.source, name), None)
    findings.regions.append(Region(inner, region.symbol, node.named_children))
    return []


VISITORS: dict[str, Visitor] = {
    **dict.fromkeys(DECLARATIONS, visit_declaration),
    "import_statement": visit_import,
    "export_statement": visit_export,
    "import_alias": visit_import_alias,
    "assignment_expression": visit_assignment,
    "call_expression": visit_call,
    "new_expression": visit_new,
    "decorator": visit_decorator,
    "jsx_opening_element": visit_element,
    "jsx_self_closing_element": visit_element,
    "arrow_function": visit_unnamed_function,
    "function_expression": visit_unnamed_function,
    "generator_function": visit_unnamed_function,
    "method_definition": visit_unnamed_function,
    "class": visit_unnamed_class,
    "statement_block": visit_block,
    "for_statement": visit_block,
    "for_in_statement": visit_block,
    "catch_clause": visit_block,
    "switch_body": visit_block,
}
