"""Modules grouped by folder into packages, as finely as a picture can still be read."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import NamedTuple

from ..domain.anchors import heading_anchors
from .survey import Module

MOST_PACKAGES = 40
INDEX = "modules/index.md"

TESTS = frozenset({"test", "tests", "__tests__", "spec", "specs", "js_tests", "examples", "docs"})
"""Folders that lean on all others, while nothing leans on them: they are split last."""

Folders = dict[str, list[Module]]
"""Modules by the folder that they are directly in; "" is the project itself."""


class Package(NamedTuple):
    """A folder with the modules in it, less those in its own packages; `page` is its section in the module index."""

    name: str
    modules: list[Module]
    page: str

    @property
    def label(self) -> str:
        return label(self.name)


def label(name: str) -> str:
    return name or "Top level"


def packages(modules: Iterable[Module], most: int = MOST_PACKAGES) -> list[Package]:
    """At most `most` packages, by name: the largest folders are split into theirs for as long as there is room.

    Tests come last. A folder that was split keeps the modules directly in it, and its smallest folders where there is
    no room for all.
    """
    groups = grouped(modules, most)
    anchors = heading_anchors(["Modules", *map(label, groups)])[1:]
    return [
        Package(name, inside, f"{INDEX}#{anchor}")
        for (name, inside), anchor in zip(groups.items(), anchors, strict=True)
    ]


def grouped(modules: Iterable[Module], most: int) -> Folders:
    folders = by_folder(modules)
    groups: dict[str, Folders] = {"": folders} if folders else {}
    while parts := next(chain(partings(groups, most), partings(groups, most, is_partial=True)), None):
        groups = parts
    return {name: [module for inside in groups[name].values() for module in inside] for name in sorted(groups)}


def by_folder(modules: Iterable[Module]) -> Folders:
    found: Folders = defaultdict(list)
    for module in modules:
        found[module.folder].append(module)
    return dict(sorted(found.items()))


def partings(groups: dict[str, Folders], most: int, *, is_partial: bool = False) -> Iterable[dict[str, Folders]]:
    """The groups with one of them parted, the largest first; `is_partial` leaves parts together for want of room."""
    room = most - len(groups) + 1
    for name in sorted(groups, key=lambda name: (stands_beside(name), -size(groups[name]), name)):
        parts = parted(name, groups[name])
        if is_partial and room > 1:
            parts = merged(name, parts, room)
        if parts.keys() != {name} and len(parts) <= room:
            yield {other: inside for other, inside in groups.items() if other != name} | parts


def stands_beside(name: str) -> bool:
    """Whether a folder is one of tests, examples or documentation."""
    return not TESTS.isdisjoint(name.split("/"))


def parted(name: str, folders: Folders) -> dict[str, Folders]:
    """The folders of a group by the folder directly in it that they are below."""
    parts: dict[str, Folders] = defaultdict(dict)
    for folder, modules in folders.items():
        step = folder.find("/", len(name) + 1 if name else 0)
        parts[folder if folder == name or step < 0 else folder[:step]][folder] = modules
    return dict(parts)


def merged(name: str, parts: dict[str, Folders], room: int) -> dict[str, Folders]:
    """The largest parts, and the others together under the name of the whole."""
    largest = sorted(parts.keys() - {name}, key=lambda part: (-size(parts[part]), part))[: room - 1]
    rest = {folder: held for part, inside in parts.items() if part not in largest for folder, held in inside.items()}
    return {part: parts[part] for part in largest} | ({name: rest} if rest else {})


def size(folders: Folders) -> int:
    return sum(map(len, folders.values()))
