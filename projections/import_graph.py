"""What can be told from who imports whom: circles, the shortest way around one, and who stands above whom."""

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from graphlib import TopologicalSorter

Graph = Mapping[str, Collection[str]]
"""The nodes that each node leads to; every node is a key."""


def circles(graph: Graph) -> list[list[str]]:
    """The largest sets of nodes that all lead to each other, each sorted, larger ones first; none of a single node."""
    found = [sorted(component) for component in components(graph) if len(component) > 1]
    return sorted(found, key=lambda circle: (-len(circle), circle))


def components(graph: Graph) -> Iterator[list[str]]:
    """Strongly connected components by Kosaraju's algorithm, without recursion: a chain of imports may be long."""
    against: dict[str, list[str]] = {node: [] for node in graph}
    for node, targets in graph.items():
        for target in targets:
            against[target].append(node)
    seen: set[str] = set()
    for root in reversed(finished(graph)):
        if root not in seen:
            yield reached(against, root, seen)


def finished(graph: Graph) -> list[str]:
    """The nodes in the order in which a search in depth leaves them."""
    order: list[str] = []
    seen: set[str] = set()
    for root in graph:
        path = [] if root in seen else [(root, iter(graph[root]))]
        seen.add(root)
        while path:
            onward = path[-1][1]
            target = next((target for target in onward if target not in seen), None)
            if target is None:
                order.append(path.pop()[0])
            else:
                seen.add(target)
                path.append((target, iter(graph[target])))
    return order


def reached(graph: Graph, root: str, seen: set[str]) -> list[str]:
    """The nodes one can get to that were not `seen` before."""
    seen.add(root)
    ahead, found = [root], []
    while ahead:
        found.append(node := ahead.pop())
        fresh = set(graph[node]) - seen
        seen |= fresh
        ahead += sorted(fresh)
    return found


def shortest_way_around(graph: Graph, circle: Collection[str]) -> list[str]:
    """The nodes of a shortest circle among these, its first node again at the end."""
    inside = {node: sorted(set(graph[node]).intersection(circle)) for node in sorted(circle)}
    shortest: list[str] = []
    for start in inside:
        way = way_back(inside, start)
        if not shortest or len(way) < len(shortest):
            shortest = way
        if len(shortest) <= SHORTEST:
            break
    return shortest


SHORTEST = 3
"""There and back again."""


def way_back(graph: Graph, start: str) -> list[str]:
    """A shortest way from a node back to itself; there must be one."""
    came_from: dict[str, str] = {}
    ahead = deque([start])
    while start not in came_from:
        node = ahead.popleft()
        for target in graph[node]:
            if target not in came_from:
                came_from[target] = node
                ahead.append(target)
    way = [start]
    while len(way) == 1 or way[-1] != start:
        way.append(came_from[way[-1]])
    return way[::-1]


def layers(graph: Graph) -> list[list[list[str]]]:
    """Nodes by how far they stand above those that lead nowhere; nodes of a circle stand together."""
    found = [sorted(component) for component in components(graph)]
    home = {node: at for at, component in enumerate(found) for node in component}
    sorter = TopologicalSorter({home[node]: set() for node in graph})
    for node, targets in graph.items():
        sorter.add(home[node], *({home[target] for target in targets} - {home[node]}))
    sorter.prepare()
    layered = []
    while ready := sorter.get_ready():
        layered.append(sorted(found[at] for at in ready))
        sorter.done(*ready)
    return layered
