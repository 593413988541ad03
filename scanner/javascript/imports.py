"""Import statements: what they refer to, and which names they bind."""

from tree_sitter import Node

from .findings import Findings, Region
from .nodes import string_of, text_of


def visit_import(findings: Findings, region: Region, node: Node) -> list[Node]:
    clause = next((child for child in node.named_children if child.type in CLAUSES), None)
    written = node.child_by_field_name("source") or (clause and clause.child_by_field_name("source"))
    specifier = string_of(findings.source, written)
    if specifier is None:
        return []
    findings.imports(region, node, specifier, findings.imported(specifier))
    for item in [] if clause is None else clause.named_children:
        _bind(
            findings, region, item, specifier, is_module=clause is not None and clause.type == "import_require_clause"
        )
    return []


CLAUSES = frozenset({"import_clause", "import_require_clause"})


def _bind(findings: Findings, region: Region, item: Node, specifier: str, *, is_module: bool) -> None:
    match item.type:
        case "identifier" if is_module:
            region.scope.bind(text_of(findings.source, item), findings.imported(specifier))
        case "identifier":
            _bind_name(findings, region, item, specifier, ("default", text_of(findings.source, item)))
        case "namespace_import" if item.named_children:
            region.scope.bind(text_of(findings.source, item.named_children[0]), findings.imported(specifier))
        case "named_imports":
            for named in item.named_children:
                _bind_name(findings, region, named, specifier, names_of(findings, named))


def _bind_name(findings: Findings, region: Region, node: Node, specifier: str, names: tuple[str, str] | None) -> None:
    if names is None:
        return
    name, local = names
    target = findings.imported(specifier, name)
    findings.imports(region, node, name, target)
    region.scope.bind(local, target)


def names_of(findings: Findings, specifier: Node) -> tuple[str, str] | None:
    """The name and the alias in `a as b` of an import or export; both the same without an alias."""
    name, alias = specifier.child_by_field_name("name"), specifier.child_by_field_name("alias")
    if name is None and alias is None:
        return None
    # The grammar of JavaScript leaves `default` without a field.
    plain = "default" if name is None else string_of(findings.source, name) or text_of(findings.source, name)
    return plain, plain if alias is None else string_of(findings.source, alias) or text_of(findings.source, alias)
