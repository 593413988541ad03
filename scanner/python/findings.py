"""What one pass over a Python tree gathers: symbols, names used, and the parts of the tree still to be walked."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from tree_sitter import Node

from ...domain.source import ReferenceKind
from ..facts import SymbolFacts
from .names import chain_of, text_of
from .scopes import Scope
from .symbols import Names
from .tree import RIGHT
from .values import called_chain

LONGEST_NAME = 100
"""Characters of a base that is no plain name."""


class Region(NamedTuple):
    """Nodes to walk, the scope their names are looked up in, and the symbol they stand in."""

    scope: Scope
    symbol: str
    nodes: list[Node]


class Use(NamedTuple):
    """A name used at an offset; `target` is known at once for imports, found in `scope` for the others.

    `end` is where a call ends, 0 for what is none.
    """

    offset: int
    kind: ReferenceKind
    name: str
    symbol: str
    line: int
    scope: Scope | None
    target: str | None = None
    end: int = 0


class Returned(NamedTuple):
    """What a function says it returns: an instance of a class, looked up in the scope around the function."""

    name: str
    scope: Scope
    text: str
    is_property: bool


class Modelled(NamedTuple):
    """A class that may have fields, or be a model.

    Its symbol, its body, and its bases as written, looked up in the scope around it.
    """

    symbol: SymbolFacts
    scope: Scope
    bases: list[str]
    body: Node


class Tabled(NamedTuple):
    """An assignment to a name of what may be a table, looked up in `scope`."""

    scope: Scope
    name: str
    node: Node


class Lambda(NamedTuple):
    """A lambda that an assignment in a module or class gives a name."""

    region: Region
    name: str
    assignment: Node
    function: Node


@dataclass(slots=True)
class Exports:
    """What `__all__` lists; None as long as nothing was listed. A part that cannot be read makes it worthless."""

    names: list[str] | None = None
    is_readable: bool = True

    def add(self, names: list[str] | None) -> None:
        """List some more; None for what cannot be read."""
        self.is_readable = self.is_readable and names is not None
        self.names = [] if self.names is None else self.names
        self.names.extend(names or ())


@dataclass(slots=True)
class Findings:
    """What the pass over one file has gathered so far.

    `package` is where its relative imports start from, `models` are names of models and the schemas they lead to,
    `assigned` the symbols that are values of a name, by where these begin, `tables` and `lambdas` what may be
    more of them.
    """

    source: bytes
    package: list[str]
    symbols: list[tuple[int, SymbolFacts]] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    names: Names = field(default_factory=Names)
    returns: list[Returned] = field(default_factory=list)
    exports: Exports = field(default_factory=Exports)
    classes: list[Modelled] = field(default_factory=list)
    models: list[tuple[str, str]] = field(default_factory=list)
    decorators: dict[int, list[str]] = field(default_factory=dict)
    assigned: dict[int, SymbolFacts] = field(default_factory=dict)
    tables: list[Tabled] = field(default_factory=list)
    lambdas: list[Lambda] = field(default_factory=list)

    def keep_assigned(self, assignment: Node, symbol: SymbolFacts) -> None:
        """Note the symbol that an assignment makes of its value."""
        value = assignment.child_by_field_id(RIGHT)
        self.symbols.append((assignment.start_byte, symbol))
        if value is not None:
            self.assigned[value.start_byte] = symbol

    def inherit(self, region: Region, symbol: str, base: Node, name: str | None) -> None:
        """Note a base, which may have no name of its own: nobody looks that up."""
        told = " ".join(text_of(self.source, base).split())[:LONGEST_NAME] if name is None else name
        scope = None if name is None else region.scope
        self.uses.append(Use(base.start_byte, "inherits", told, symbol, base.start_point.row + 1, scope))

    def call(self, region: Region, node: Node, named: Node) -> bool:
        """Note that `node` calls what is named in `named`, if that is a name."""
        return self._call(region, node, named, chain_of(self.source, named))

    def call_of_called(self, region: Region, node: Node, named: Node) -> None:
        """Note the call of `f().g`, if `named` is such a name; the call of `f` within is another."""
        self._call(region, node, named, called_chain(self.source, named))

    def _call(self, region: Region, node: Node, named: Node, name: str | None) -> bool:
        if name is None:
            return False
        line, end = named.start_point.row + 1, node.end_byte
        self.uses.append(Use(named.start_byte, "calls", name, region.symbol, line, region.scope, end=end))
        return True


Visitor = Callable[[Findings, Region, Node], list[Node]]
"""Takes in a node, and answers with those of its children that are still to be walked in the same region."""
