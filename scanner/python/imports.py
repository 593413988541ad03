"""Import statements: what they refer to, and which names they bind."""

from collections.abc import Iterator
from dataclasses import dataclass

from tree_sitter import Node

from .names import LINE_JOINS, name_of
from .tree import field, kind

NAME = field("name")
ALIAS = field("alias")
MODULE_NAME = field("module_name")
ALIASED_IMPORT = kind("aliased_import")
IMPORT_FROM = kind("import_from_statement")
FUTURE_IMPORT = kind("future_import_statement")
IMPORT = kind("import_statement")
WILDCARD = kind("wildcard_import")
STAR = "*"


@dataclass(frozen=True, slots=True)
class Imported:
    """One module or name that an import refers to: `name` as written, `target` absolute or None where it leads out.

    `binds` is the local name it gives a meaning, `*` for all names of a module, `bound_to` that meaning.
    """

    node: Node
    name: str
    target: str | None
    binds: str | None = None
    bound_to: str | None = None


def imports_of(source: bytes, node: Node, package: list[str]) -> Iterator[Imported]:
    """Everything an import statement refers to, in order: `from a import b` refers to `a` and to `a.b`."""
    if node.kind_id == IMPORT:
        yield from _plain(source, node)
        return
    written = "__future__" if node.kind_id == FUTURE_IMPORT else _written_module(source, node)
    base = absolute(written, package)
    whole = base or ("__init__" if base == "" else None)
    is_star = any(child.kind_id == WILDCARD for child in node.named_children)
    yield Imported(node, written, whole, STAR if is_star else None, whole)
    for item in node.children_by_field_id(NAME):
        name, alias = _name_and_alias(source, item)
        target = None if base is None else f"{base}.{name}".removeprefix(".")
        yield Imported(item, _written_name(written, name), target, alias or name, target)


def _plain(source: bytes, node: Node) -> Iterator[Imported]:
    for item in node.children_by_field_id(NAME):
        name, alias = _name_and_alias(source, item)
        head = name.partition(".")[0]
        yield Imported(item, name, name, alias or head, name if alias else head)


def absolute(written: str, package: list[str]) -> str | None:
    """Resolve a module as written in `from … import`; "" is the project's root, None is above it."""
    name = written.lstrip(".")
    level = len(written) - len(name)
    if level == 0:
        return name
    if level - 1 > len(package):
        return None
    base = package[: len(package) - (level - 1)]
    return ".".join([*base, name] if name else base)


def _written_module(source: bytes, node: Node) -> str:
    module = node.child_by_field_id(MODULE_NAME)
    return "" if module is None else LINE_JOINS.sub("", name_of(source, module))


def _written_name(module: str, name: str) -> str:
    return f"{module}{name}" if module.endswith(".") else f"{module}.{name}"


def _name_and_alias(source: bytes, item: Node) -> tuple[str, str | None]:
    alias = None
    if item.kind_id == ALIASED_IMPORT:
        named, aliased = item.child_by_field_id(NAME), item.child_by_field_id(ALIAS)
        alias = None if aliased is None else name_of(source, aliased)
        item = item if named is None else named
    return LINE_JOINS.sub("", name_of(source, item)), alias
