"""What one pass over a Python tree gathers: symbols, names used, and the parts of the tree still to be walked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from tree_sitter import Node

from ..domain.source import ReferenceKind
from .facts import SymbolFacts
from .python_names import chain_of
from .python_scopes import Scope
from .python_symbols import Names


class Region(NamedTuple):
    """Nodes to walk, the scope their names are looked up in, and the symbol they stand in."""

    scope: Scope
    symbol: str
    nodes: list[Node]


class Use(NamedTuple):
    """A name used at an offset; `target` is known at once for imports, found in `scope` for the others."""

    offset: int
    kind: ReferenceKind
    name: str
    symbol: str
    line: int
    scope: Scope | None
    target: str | None = None


@dataclass(slots=True)
class Findings:
    """What the pass over one file has gathered so far; `package` is where its relative imports start from."""

    source: bytes
    package: list[str]
    symbols: list[tuple[int, SymbolFacts]] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    names: Names = field(default_factory=Names)

    def use(self, use_kind: ReferenceKind, region: Region, symbol: str, node: Node) -> bool:
        """Note the name in `node`, if it is one."""
        name = chain_of(self.source, node)
        if name is None:
            return False
        line = node.start_point.row + 1
        self.uses.append(Use(node.start_byte, use_kind, name, symbol, line, region.scope))
        return True


Visitor = Callable[[Findings, Region, Node], list[Node]]
"""Takes in a node, and answers with those of its children that are still to be walked in the same region."""
