"""The pass over a JavaScript or TypeScript tree, with stacks of our own: nesting costs no recursion."""

from tree_sitter import Node

from .findings import Findings, Region
from .members import define_members
from .visitors import VISITORS


def walk_tree(root: Node, source: bytes, path: str) -> Findings:
    """Gather everything from a module's tree."""
    findings = Findings(source, path)
    findings.module.bindings["exports"] = findings.own("")
    findings.regions.append(Region(findings.module, "", root.named_children))
    for region in findings.regions:
        nodes = define_members(findings, region) if region.members else region.nodes
        _walk(findings, region, nodes)
    return findings


def _walk(findings: Findings, region: Region, nodes: list[Node]) -> None:
    pending = nodes[::-1]
    while pending:
        node = pending.pop()
        if node.type == "comment":
            findings.comments[node.end_byte] = node
            continue
        visitor = VISITORS.get(node.type)
        inner = node.named_children if visitor is None else visitor(findings, region, node)
        pending.extend(reversed(inner))
