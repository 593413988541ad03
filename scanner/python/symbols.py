"""Functions, methods and classes as facts."""

from collections import Counter

from tree_sitter import Node

from ...domain.source import SymbolKind
from ..facts import ParameterFacts, SymbolFacts, new_symbol
from .docstrings import docstring_of
from .names import name_of
from .scopes import Scope
from .signatures import listed, one_line, parameter_nodes, parameters_of
from .tree import field, kind

NAME = field("name")
PARAMETERS = field("parameters")
TYPE_PARAMETERS = field("type_parameters")
RETURN_TYPE = field("return_type")
SUPERCLASSES = field("superclasses")
BODY = field("body")
COMMENT = kind("comment")


class Names:
    """Hands out qualified names that are unique within a file."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._kept: set[str] = set()

    def qualify(self, scope: Scope, name: str, *, is_overload: bool = False) -> str:
        """The path of `name` within the file; later ones of the same name end in `#2`, `#3`.

        Overloads leave the plain path to what they overload, which must come later.
        """
        path = f"{scope.name}.{name}" if scope.name else name
        if is_overload and not self._taken[path]:
            self._taken[path] = 1
            self._kept.add(path)
        elif not is_overload and path in self._kept:
            self._kept.remove(path)
            return path
        self._taken[path] += 1
        count = self._taken[path]
        return path if count == 1 else f"{path}#{count}"


def function_of(source: bytes, node: Node, scope: Scope, qualified_name: str) -> SymbolFacts:
    """The facts of a function; one directly in a class body is a method."""
    parameters = parameter_nodes(node.child_by_field_id(PARAMETERS))
    returns = one_line(source, node.child_by_field_id(RETURN_TYPE))
    is_async = source.startswith(b"async", node.start_byte)
    head = f"{'async ' if is_async else ''}def {_named(source, node)}({listed(source, parameters)})"
    symbol = _symbol("method" if scope.kind == "class" else "function", source, node, qualified_name)
    symbol["signature"] = head if returns is None else f"{head} -> {returns}"
    symbol["parameters"] = _known(parameters_of(source, parameters))
    symbol["returns"] = returns
    symbol["is_async"] = is_async
    return symbol


def class_of(source: bytes, node: Node, qualified_name: str) -> SymbolFacts:
    """The facts of a class."""
    symbol = _symbol("class", source, node, qualified_name)
    bases = listed(source, base_nodes(node))
    symbol["signature"] = f"class {_named(source, node)}({bases})" if bases else f"class {_named(source, node)}"
    return symbol


def base_nodes(node: Node) -> list[Node]:
    """What stands between the parentheses of a class: bases and keyword arguments."""
    arguments = node.child_by_field_id(SUPERCLASSES)
    return [] if arguments is None else [child for child in arguments.named_children if child.kind_id != COMMENT]


def symbol_name(source: bytes, node: Node) -> str:
    """The name of a function or class, "" where a syntax error left none."""
    name = node.child_by_field_id(NAME)
    return "" if name is None else name_of(source, name)


def _symbol(symbol_kind: SymbolKind, source: bytes, node: Node, qualified_name: str) -> SymbolFacts:
    name, body = symbol_name(source, node), node.child_by_field_id(BODY)
    symbol = new_symbol(symbol_kind, name, qualified_name, "", (node.start_point.row + 1, _last_line(node)))
    symbol["docstring"] = None if body is None else docstring_of(source, body)
    symbol["is_exported"] = not name.startswith("_")
    return symbol


def _last_line(node: Node) -> int:
    """The line of the last token: comments after the last statement belong to the block in the tree, not in Python."""
    last: Node | None = node
    while last is not None:
        node = last
        last = node.child(node.child_count - 1) if node.child_count else None
        if last is not None and last.kind_id == COMMENT:
            last = next((child for child in reversed(node.children) if child.kind_id != COMMENT), None)
    return node.end_point.row + 1


def _named(source: bytes, node: Node) -> str:
    return symbol_name(source, node) + (one_line(source, node.child_by_field_id(TYPE_PARAMETERS)) or "")


def _known(parameters: list[ParameterFacts]) -> list[ParameterFacts]:
    return [parameter for parameter in parameters if parameter["name"]]
