"""The pass over a Python tree, with stacks of our own: nesting costs no recursion.

A region is a part of the tree that shares one scope and one enclosing symbol; visitors add the regions within theirs.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice

from tree_sitter import Node

from .findings import Findings, Region
from .lambdas import define_lambdas
from .scopes import Scope
from .tree import kind
from .visitors import VISITORS

LEAVES = frozenset(map(kind, ("identifier", "integer", "float", "comment", "none", "true", "false", "pass_statement")))
# Expressions hold nothing of interest unless something in them is called or bound.
EXPRESSIONS = frozenset(
    kind(name)
    for name in (
        "argument_list",
        "assert_statement",
        "attribute",
        "binary_operator",
        "boolean_operator",
        "comparison_operator",
        "concatenated_string",
        "conditional_expression",
        "dictionary",
        "expression_list",
        "keyword_argument",
        "list",
        "not_operator",
        "pair",
        "parameters",
        "parenthesized_expression",
        "raise_statement",
        "return_statement",
        "set",
        "slice",
        "string",
        "subscript",
        "tuple",
        "type",
        "unary_operator",
    )
)
TELLTALE = re.compile(rb"[(]|:=")


@dataclass(frozen=True, slots=True)
class Telltales:
    """Where in the source something may be called or bound within an expression: offsets of `(` and `:=`."""

    offsets: list[int]

    def are_missing_in(self, node: Node) -> bool:
        """Whether an expression can be passed over; its own opening bracket does not count."""
        following = bisect_right(self.offsets, node.start_byte)
        return following == len(self.offsets) or self.offsets[following] >= node.end_byte


def walk_tree(root: Node, source: bytes, package: list[str]) -> Findings:
    """Gather everything from a module's tree."""
    findings = Findings(source, package)
    telltales = Telltales([found.start() for found in TELLTALE.finditer(source)])
    findings.regions.append(Region(Scope("module", ""), "", [root]))
    for region in findings.regions:
        _walk_region(findings, region, telltales)
    known = len(findings.regions)
    define_lambdas(findings)
    for region in islice(findings.regions, known, None):
        _walk_region(findings, region, telltales)
    return findings


def _walk_region(findings: Findings, region: Region, telltales: Telltales) -> None:
    pending = region.nodes[::-1]
    while pending:
        node = pending.pop()
        number = node.kind_id
        if number in LEAVES or (number in EXPRESSIONS and telltales.are_missing_in(node)):
            continue
        visitor = VISITORS.get(number)
        inner = node.named_children if visitor is None else visitor(findings, region, node)
        pending.extend(reversed(inner))
