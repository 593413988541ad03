"""What surrounds a document, as a tree."""

from collections import defaultdict
from collections.abc import Iterator

from ..domain.graph import Entity, Related, Surroundings

BACKWARDS = {
    "calls": "called by",
    "contains": "contained in",
    "imports": "imported by",
    "inherits": "inherited by",
    "mentions": "mentioned by",
    "references": "referenced by",
    "supersedes": "superseded by",
}
Branches = dict[str, list[Related]]


def tree(found: Surroundings) -> Iterator[str]:
    """One line for each document, below the one it is reached from."""
    branches: Branches = defaultdict(list)
    for one in found.related:
        branches[origin(one)].append(one)
    yield described(found.entity)
    yield from below(branches, found.entity.id, "")


def below(branches: Branches, parent: str, indent: str) -> Iterator[str]:
    inside = branches.get(parent, [])
    for one in inside:
        is_last = one is inside[-1]
        yield f"{indent}{'└── ' if is_last else '├── '}{label(one)}  {described(one.entity)}"
        yield from below(branches, one.entity.id, indent + ("    " if is_last else "│   "))


def origin(one: Related) -> str:
    return one.edge.source if one.edge.target == one.entity.id else one.edge.target


def label(one: Related) -> str:
    return one.edge.type if one.edge.target == one.entity.id else BACKWARDS[one.edge.type]


def described(entity: Entity) -> str:
    place = "" if entity.file is None else f"  {entity.file}" + ("" if entity.line is None else f":{entity.line}")
    return " ".join(f"{entity.type} {entity.title}".split()) + place
