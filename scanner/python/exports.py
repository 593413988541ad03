"""What a module offers: the names that `__all__` lists, and those of its names that lead elsewhere."""

from collections import defaultdict
from collections.abc import Iterator

from tree_sitter import Node

from ..facts import BindingFacts
from .findings import Findings
from .names import chain_of, text_of
from .scopes import CALL, Assigned, Scope, resolve, resolved
from .tree import RIGHT, kind

LISTING = "__all__"
LISTS = frozenset({kind("list"), kind("tuple")})
SELF = "Self()"
STRING = kind("string")
CONTENT = kind("string_content")
AUGMENTED = kind("augmented_assignment")


def visit_listing(findings: Findings, node: Node) -> None:
    """`__all__ = […]` and `__all__ += […]`."""
    value = node.child_by_field_id(RIGHT)
    if value is None:
        return
    if node.kind_id != AUGMENTED:
        findings.exports.names = None
    findings.exports.add(listed(findings.source, value))


def visit_listing_call(findings: Findings, children: list[Node]) -> None:
    """`__all__.extend([…])` and `__all__.append("…")`."""
    name = chain_of(findings.source, children[0])
    if name not in {f"{LISTING}.extend", f"{LISTING}.append"} or len(children) < 2:  # noqa: PLR2004
        return
    arguments = children[1].named_children
    if name == f"{LISTING}.append":
        findings.exports.add(texts(findings.source, arguments))
    else:
        findings.exports.add(listed(findings.source, arguments[0]) if len(arguments) == 1 else None)


def listed(source: bytes, node: Node) -> list[str] | None:
    return texts(source, node.named_children) if node.kind_id in LISTS else None


def texts(source: bytes, nodes: list[Node]) -> list[str] | None:
    """Plain strings; None where something else is among them."""
    found = [text_of(source, child) for node in nodes for child in node.named_children if child.kind_id == CONTENT]
    is_plain = all(node.kind_id == STRING for node in nodes)
    return found if is_plain and len(found) == len(nodes) else None


def public_names(findings: Findings) -> list[str] | None:
    return findings.exports.names if findings.exports.is_readable else None


def bindings_of(findings: Findings, module: str) -> list[BindingFacts]:
    """The names of modules and classes that lead elsewhere, and what functions give back."""
    scopes = {id(region.scope): region.scope for region in findings.regions}.values()
    found = [("*", star) for scope in scopes for star in scope.stars]
    for scope in scopes:
        if scope.kind in {"module", "class"}:
            found += names_of(scope, module)
    found += returned(findings, module)
    found += findings.models
    return [{"name": name, "target": target} for name, target in dict.fromkeys(found)]


def names_of(scope: Scope, module: str) -> Iterator[tuple[str, str]]:
    """A name whose value nobody knows is bound to itself where it is a lambda too, or hides what a star or base has."""
    prefix = f"{scope.name}." if scope.name else ""
    bound: dict[str, str | None] = {name: known(scope, name, module) for name in values_of(scope)} | scope.imports
    doubtful = filter(scope.is_doubtful, scope.lambdas)
    yield from ((prefix + name, f"{module}.{prefix}{name}") for name in sorted(doubtful))
    for name, target in bound.items():
        if name in scope.definitions:
            continue
        if target is not None:
            yield prefix + name, target
        elif scope.stars or scope.has_bases:
            yield prefix + name, f"{module}.{prefix}{name}"


def values_of(scope: Scope) -> dict[str, list[Assigned]]:
    names = dict.fromkeys([*scope.variables, *scope.attributes])
    return {name: [*scope.variables.get(name, ()), *scope.attributes.get(name, ())] for name in names}


def known(scope: Scope, name: str, module: str) -> str | None:
    return None if name in scope.rebound else resolved(values_of(scope)[name], module)


def returned(findings: Findings, module: str) -> Iterator[tuple[str, str]]:
    """What calling a function gives, and what a property is; where definitions of one name differ, nobody knows."""
    texts_of = defaultdict(set)
    for made in findings.returns:
        texts_of[made.name.partition("#")[0]].add(made.text)
    for made in findings.returns:
        if len(texts_of[made.name]) != 1:
            continue
        is_own = made.scope.kind == "class" and made.text.rpartition(".")[2] == SELF
        target = f"{module}.{made.scope.name}{CALL}" if is_own else resolve(made.scope, made.text, module)
        if target is not None:
            yield made.name if made.is_property else made.name + CALL, target
