"""The architecture at a glance: what stands on what, by folder, in pictures of at most forty nodes."""

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from .import_graph import Graph, circles, layers, shortest_way_around
from .packages import Package, packages
from .sentences import counted
from .survey import Module, Survey

MOST_NODES = 40
MOST_DRAWN = 12
"""Packages in a picture: more of them, each with its dependencies, are too small to be read on a page."""
MOST_EDGES = 80
MOST_EDGES_OF_PACKAGES = 24
MOST_CIRCLES = 20
MOST_NAMED = 5


class Picture(NamedTuple):
    """A diagram: `groups` of nodes by the label of their frame, edges between the numbers of nodes, how many in all."""

    groups: list[tuple[str, list[tuple[int, str]]]]
    edges: list[tuple[int, int]]
    all_nodes: int
    all_edges: int

    @property
    def nodes(self) -> int:
        return sum(len(nodes) for _, nodes in self.groups)


class Few(NamedTuple):
    """The first few of some packages, and how many more there are."""

    first: list[Package]
    more: int


class Row(NamedTuple):
    """A package in the table; `needs` and `needed_by` are other packages, the closest first, by the first few."""

    package: Package
    importers: int
    needs: Few
    needed_by: Few


class Circle(NamedTuple):
    """Modules that all need each other: how many, and the shortest way around."""

    size: int
    way: list[Module]


def architecture(surveyed: Survey, grouped: Sequence[Package]) -> dict[str, Any]:
    """What the template sees."""
    modules = {module.path: module for module in surveyed.modules}
    graph = {path: [target for target in surveyed.imports.get(path, ()) if target in modules] for path in modules}
    home = {module.path: package for package in grouped for module in package.modules}
    weights = between(graph, home)
    above = connected(weights)
    named = {package.name: package for package in grouped}
    found = circles(graph)
    return {
        "modules": counted(len(modules), "module"),
        "folders": counted(len(grouped), "package"),
        "picture": picture(modules, graph, grouped),
        "rows": rows(graph, home, named, weights),
        "circles": [circle(graph, one, modules) for one in found[:MOST_CIRCLES]],
        "all_circles": len(found),
        "layers": [[[named[name] for name in one] for one in layer] for layer in layers(above)] if weights else [],
        "alone": [package for package in grouped if package.name not in above],
    }


def between(graph: Graph, home: Mapping[str, Package]) -> list[tuple[str, str]]:
    """Which package imports from which other, by name; the pair with the most imports first."""
    pairs = ((home[source].name, home[target].name) for source, targets in graph.items() for target in targets)
    weights = Counter((source, target) for source, target in pairs if source != target)
    return sorted(weights, key=lambda pair: (-weights[pair], pair))


def connected(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """The graph of these pairs, without the nodes that are in none."""
    graph: dict[str, list[str]] = {end: [] for end in sorted({end for pair in pairs for end in pair})}
    for source, target in pairs:
        graph[source].append(target)
    return graph


def picture(modules: Mapping[str, Module], graph: Graph, grouped: Sequence[Package]) -> Picture:
    """The modules where there are few, else the packages; where all are in one package, its most connected modules."""
    if len(modules) > MOST_NODES and len(grouped) > 1:
        return picture_of_packages(graph, packages(modules.values(), MOST_DRAWN))
    pairs = [(source, target) for source, targets in graph.items() for target in targets]
    ends = Counter(end for pair in pairs for end in pair)
    shown = sorted(modules, key=lambda path: (-ends[path], path))[:MOST_NODES]
    labels = {path: (modules[path].folder, modules[path].name) for path in sorted(shown)}
    return drawn(labels, pairs, len(modules), MOST_EDGES)


def picture_of_packages(graph: Graph, grouped: Sequence[Package]) -> Picture:
    labels = {package.name: package.label for package in grouped}
    weights = between(graph, {module.path: package for package in grouped for module in package.modules})
    shown = list(connected(weights) or labels)
    return drawn({name: ("", labels[name]) for name in shown}, weights, len(shown), MOST_EDGES_OF_PACKAGES)


def drawn(
    labels: Mapping[str, tuple[str, str]], pairs: Sequence[tuple[str, str]], all_nodes: int, most_edges: int
) -> Picture:
    """`labels` are the frame and the name of each node."""
    numbers = {node: number for number, node in enumerate(labels, start=1)}
    inside = [pair for pair in pairs if pair[0] in numbers and pair[1] in numbers]
    nodes = sorted((frame, numbers[node], name) for node, (frame, name) in labels.items())
    groups = [(frame, [(number, name) for _, number, name in some]) for frame, some in groupby(nodes, lambda n: n[0])]
    edges = [(numbers[source], numbers[target]) for source, target in spread(inside)[:most_edges]]
    return Picture(groups, sorted(edges), all_nodes, len(pairs))


def spread(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """First those that a node comes in first: what leans on something is not drawn as if it stood alone."""
    seen: set[str] = set()
    first: list[tuple[str, str]] = []
    rest: list[tuple[str, str]] = []
    for pair in pairs:
        (rest if seen.issuperset(pair) else first).append(pair)
        seen.update(pair)
    return first + rest


def rows(
    graph: Graph, home: Mapping[str, Package], grouped: Mapping[str, Package], weights: Sequence[tuple[str, str]]
) -> list[Row]:
    """The packages, those that most modules of others import first."""
    uses = {(path, home[target].name) for path, targets in graph.items() for target in targets}
    importers = Counter(name for path, name in uses if home[path].name != name)
    made = [
        Row(
            package,
            importers[name],
            few([grouped[target] for source, target in weights if source == name]),
            few([grouped[source] for source, target in weights if target == name]),
        )
        for name, package in grouped.items()
    ]
    return sorted(made, key=lambda row: (-row.importers, row.package.name))


def few(some: list[Package]) -> Few:
    return Few(some[:MOST_NAMED], len(some[MOST_NAMED:]))


def circle(graph: Graph, inside: Sequence[str], modules: Mapping[str, Module]) -> Circle:
    return Circle(len(inside), [modules[path] for path in shortest_way_around(graph, inside)])
