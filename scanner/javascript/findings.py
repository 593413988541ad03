"""What one pass over a JavaScript tree gathers: symbols, uses by scope, exports, and what is still to be walked."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tree_sitter import Node

from ..facts import BindingFacts, ColumnFacts, SymbolFacts
from .instances import CALLED, value_of
from .modules import Target, key_of, module_of_specifier
from .nodes import chain_of, line_of, text_of
from .scopes import Scope, Use

MAX_DEPTH = 32
"""What is nested deeper is part of the symbol around it: names would grow with the nesting."""


LONGEST_NAME = 100
"""Characters of a base that is no plain name."""


class Region(NamedTuple):
    """Nodes to walk, the scope their names are looked up in, and the symbol they stand in.

    The nodes are `members` of a class or of an object that has a name, or nothing of the kind.
    """

    scope: Scope
    symbol: str
    nodes: list[Node]
    members: Literal["", "class", "object"] = ""


class Export(NamedTuple):
    """A name the file offers, and the name it has in the file; `is_common` by an assignment of CommonJS."""

    name: str
    local: str
    is_common: bool = False


@dataclass(slots=True)
class Findings:
    """What the pass over the file at `path` has gathered so far.

    `comments` are by the offset of their end. `drawing` are the symbols that hold JSX. `aliases` are names of the
    module for what has another name. `variables` are those of the module that hold neither functions nor classes.
    """

    source: bytes
    path: str
    module: Scope = field(default_factory=lambda: Scope(""))
    symbols: list[tuple[int, SymbolFacts]] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    exports: list[Export] = field(default_factory=list)
    bindings: list[BindingFacts] = field(default_factory=list)
    comments: dict[int, Node] = field(default_factory=dict)
    drawing: set[str] = field(default_factory=set)
    aliases: dict[str, str] = field(default_factory=dict)
    variables: dict[str, ColumnFacts] = field(default_factory=dict)
    has_exports: bool = False
    taken: Counter[str] = field(default_factory=Counter)

    @property
    def has_types(self) -> bool:
        """Whether the file is written in TypeScript."""
        return not self.path.endswith(("js", "jsx"))

    def own(self, name: str) -> Target:
        """The absolute name of something in this file."""
        return Target(key_of(self.path), name)

    def imported(self, specifier: str, name: str = "") -> Target:
        """The absolute name of something in a module that this file names."""
        return Target(module_of_specifier(self.path, specifier), name)

    def meaning(self, chain: str) -> Target | None:
        """Where a name leads at the top of the module."""
        head, _, rest = chain.partition(".")
        target = self.module.bindings.get(head)
        if target is None or (target.is_changing and not target.name.endswith(CALLED)):
            return None
        return target.member(rest)

    def qualify(self, scope: Scope, name: str) -> str:
        """A path within the file that no other symbol has, "" for what has no name or is nested too deep."""
        if not name or scope.depth >= MAX_DEPTH:
            return ""
        path = f"{scope.name}.{name}" if scope.name else name
        self.taken[path] += 1
        return path if self.taken[path] == 1 else f"{path}#{self.taken[path]}"

    def inherit(self, scope: Scope, symbol: str, node: Node) -> None:
        """Note a base, which may have no name of its own."""
        name = chain_of(self.source, node)
        told = " ".join(text_of(self.source, node).split())[:LONGEST_NAME] if name is None else name
        scope.uses.append(Use(node.start_byte, "inherits", told, symbol, line_of(node), is_unknown=name is None))

    def call(self, region: Region, node: Node, named: Node | None) -> bool:
        """Note that `node` calls what is named in `named`, if that is a name."""
        return named is not None and self._call(region, node, named, chain_of(self.source, named))

    def call_of_called(self, region: Region, node: Node, named: Node) -> None:
        """Note the call of `f().g`, if `named` is such a name; the call of `f` within is another."""
        name = value_of(self.source, named)
        self._call(region, node, named, name if name is not None and CALLED in name else None)

    def _call(self, region: Region, node: Node, named: Node, name: str | None) -> bool:
        if name is None:
            return False
        made = Use(named.start_byte, "calls", name, region.symbol, line_of(named), end=node.end_byte)
        region.scope.uses.append(made)
        return True

    def imports(self, region: Region, node: Node, name: str, target: Target) -> None:
        """Note that something is imported."""
        region.scope.uses.append(Use(node.start_byte, "imports", name, region.symbol, line_of(node), target))

    def export(self, name: str, local: str, *, is_common: bool = False) -> None:
        """Note that the file offers what it calls `local`."""
        self.has_exports = True
        self.exports.append(Export(name, local, is_common))

    def export_defined(self, name: str, path: str) -> None:
        """Note that the file offers what is defined where it is exported, under a name that only itself can see."""
        self.export(name, path)
        if path != name:
            self.lead(name, self.own(path))

    def lead(self, name: str, target: Target) -> None:
        """Note that the file offers, as `name`, what is elsewhere."""
        self.has_exports = True
        self.bindings.append({"name": name, "target": target.text})


Visitor = Callable[[Findings, Region, Node], list[Node]]
"""Takes in a node, and answers with those of its children that are still to be walked in the same region."""
