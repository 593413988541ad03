"""The page of the graph in a real browser."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import quote

from docrunch.domain.documents import Relationship
from docrunch.domain.graph import Entity, GraphData
from docrunch.projections.graph.page import page

Dom = Callable[[str, int], str]

EVIL = "<img src=x onerror=\"document.title='broken'\"></script><script>document.title='broken'</script>"


class Seen(HTMLParser):
    """The elements of a document, and the text of those with an id."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.is_settled = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.is_settled |= ("data-settled", "yes") in attrs

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def large(modules: int, functions: int) -> GraphData:
    nodes, edges = [], []
    for number in range(modules):
        module = Entity(f"module:m{number}.py", "module", f"m{number}", f"m{number}.py", 1)
        inside = [
            Entity(f"function:m{number}.py::f{each}", "function", f"f{each}", f"m{number}.py", each)
            for each in range(functions)
        ]
        nodes += [module, *inside]
        edges += [Relationship(module.id, one.id, "contains") for one in inside]
        edges += [Relationship(one.id, inside[0].id, "calls") for one in inside[1:]]
        edges.append(Relationship(module.id, f"module:m{number // 2}.py", "imports"))
    return GraphData(nodes, edges)


def test_names_are_shown_as_text_and_run_nothing(tmp_path: Path, dom: Dom) -> None:
    nodes = [Entity(f"function:{EVIL}", "function", EVIL, EVIL, 1), Entity("module:a", "module", "a", "a.py", 1)]
    edges = [Relationship("module:a", f"function:{EVIL}", "contains")]
    file = tmp_path / "graph.html"
    file.write_text(page(GraphData(nodes, edges)))

    evil = Seen(dom(f"{file.as_uri()}#{quote(nodes[0].id, safe='')}", 2000))
    harmless = Seen(dom(f"{file.as_uri()}#module:a", 2000))

    assert "docrunch: the graph" in evil.texts
    assert EVIL in evil.texts
    assert "contained in (1)" in evil.texts
    assert "contains (1)" in harmless.texts
    assert {"img", "iframe"} & {*evil.tags, *harmless.tags} == set()


def test_five_thousand_documents_come_to_rest(tmp_path: Path, dom: Dom) -> None:
    file = tmp_path / "graph.html"
    file.write_text(page(large(200, 24)))

    seen = Seen(dom(file.as_uri(), 30_000))

    assert "5,000 documents, 9,600 edges" in seen.texts
    assert seen.is_settled
