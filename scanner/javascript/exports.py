"""Export statements: what the file offers, under which name, and from where."""

from tree_sitter import Node

from .declarations import declare, declared_names
from .definitions import Place
from .findings import Findings, Region
from .imports import names_of
from .nodes import chain_of, string_of, text_of, unwrapped
from .values import define_value


def visit_export(findings: Findings, region: Region, node: Node) -> list[Node]:
    specifier = string_of(findings.source, node.child_by_field_name("source"))
    if specifier is not None:
        _export_from(findings, region, node, specifier)
        return []
    declaration = node.child_by_field_name("declaration")
    if declaration is not None:
        _export_declaration(findings, region, node, declaration)
        return [child for child in node.named_children if child.type == "decorator"]
    if region.scope is not findings.module:
        return node.named_children
    for child in node.named_children:
        if child.type == "export_clause":
            _export_names(findings, child)
    return _export_value(findings, region, node)


def _export_from(findings: Findings, region: Region, node: Node, specifier: str) -> None:
    findings.imports(region, node, specifier, findings.imported(specifier))
    names = next((child for child in node.named_children if child.type in {"export_clause", "namespace_export"}), None)
    if names is None:
        findings.lead("*", findings.imported(specifier))
    elif names.type == "namespace_export":
        findings.lead(text_of(findings.source, names.named_children[0]), findings.imported(specifier))
    else:
        for item in names.named_children:
            pair = names_of(findings, item) if item.type == "export_specifier" else None
            if pair is not None:
                findings.imports(region, item, pair[0], findings.imported(specifier, pair[0]))
                findings.lead(pair[1], findings.imported(specifier, pair[0]))


def _export_declaration(findings: Findings, region: Region, node: Node, declaration: Node) -> None:
    decorators = tuple(child for child in node.named_children if child.type == "decorator")
    declare(findings, region, declaration, node.start_byte, decorators)
    if region.scope is not findings.module:
        return
    is_default = any(child.type == "default" for child in node.children)
    for name in declared_names(findings, declaration):
        findings.export("default" if is_default else name, name)


def _export_names(findings: Findings, clause: Node) -> None:
    for item in clause.named_children:
        pair = names_of(findings, item) if item.type == "export_specifier" else None
        if pair is not None:
            findings.export(pair[1], pair[0])


def _export_value(findings: Findings, region: Region, node: Node) -> list[Node]:
    """`export default …` and TypeScript's `export = …`."""
    value = unwrapped(node.child_by_field_name("value") or _assigned(node))
    if value is None:
        return []
    local = chain_of(findings.source, value)
    if local is not None:
        findings.export("default", local)
        return []
    place = Place(region.scope, region.symbol, value, node.start_byte, "export default ")
    path = define_value(findings, place, "default", value)
    if path:
        findings.export_defined("default", path)
    findings.has_exports = True
    return [] if path else [value]


def _assigned(node: Node) -> Node | None:
    is_assigned = any(child.type == "=" for child in node.children)
    return node.named_children[-1] if is_assigned and node.named_children else None
