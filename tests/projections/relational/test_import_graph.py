"""What follows from who imports whom, compared with what follows from its definition."""

from itertools import pairwise

from docrunch.projections.import_graph import circles, layers, shortest_way_around
from hypothesis import given
from hypothesis import strategies as st

NODES = "abcdefg"
Graph = dict[str, list[str]]
graphs = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=25).map(
    lambda edges: {node: sorted({target for source, target in edges if source == node != target}) for node in NODES}
)


def reachable(graph: Graph, start: str) -> set[str]:
    """Everything one can get to in one step or more."""
    found: set[str] = set()
    ahead = list(graph[start])
    while ahead:
        if (node := ahead.pop()) not in found:
            found.add(node)
            ahead += graph[node]
    return found


@given(graphs)
def test_a_circle_is_all_that_lead_to_each_other(graph: Graph) -> None:
    ways = {node: reachable(graph, node) for node in graph}
    expected = {frozenset({node} | {o for o in ways[node] if node in ways[o]}) for node in graph if node in ways[node]}

    assert {frozenset(circle) for circle in circles(graph)} == expected


@given(graphs)
def test_the_way_around_is_a_way_and_none_is_shorter(graph: Graph) -> None:
    for circle in circles(graph):
        way = shortest_way_around(graph, circle)

        assert all(target in graph[source] for source, target in pairwise(way))
        assert way[0] == way[-1]
        assert len(way) - 1 == min(steps_back(graph, node) for node in circle)


def steps_back(graph: Graph, start: str) -> int:
    ahead, steps = set(graph[start]), 1
    while start not in ahead:
        ahead, steps = {target for node in ahead for target in graph[node]}, steps + 1
    return steps


@given(graphs)
def test_a_layer_needs_only_those_below_it_and_its_own_circle(graph: Graph) -> None:
    height = {node: at for at, layer in enumerate(layers(graph)) for together in layer for node in together}
    together = {node: one for layer in layers(graph) for one in layer for node in one}

    assert height.keys() == graph.keys()
    for source, targets in graph.items():
        assert all(height[target] < height[source] or target in together[source] for target in targets)


def test_a_long_chain_is_no_deep_recursion() -> None:
    chain = {str(number): [str(number + 1)] for number in range(20_000)} | {"20000": ["0"]}

    assert [len(circle) for circle in circles(chain)] == [20_001]
