"""GraphML, which networkx, Gephi and yEd read."""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from ...domain.graph import GraphData
from ...domain.steering import harmless_xml

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LINE_ENDS = {"\r": "&#13;"}
"""What every reader of XML would take for a line feed."""
KEYS = (("node", "type", "string"), ("node", "title", "string"), ("node", "file", "string"), ("node", "line", "int"))
HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">"""


def graphml(graph: GraphData) -> str:
    """A directed graph; nodes have type, title, file and line, edges their type."""
    return "\n".join(lines(graph)) + "\n"


def lines(graph: GraphData) -> Iterator[str]:
    yield HEAD
    for of, name, type_ in (*KEYS, ("edge", "type", "string")):
        yield f'  <key id="{of}-{name}" for="{of}" attr.name="{name}" attr.type="{type_}"/>'
    yield '  <graph id="docrunch" edgedefault="directed">'
    for node in graph.nodes:
        values = {name: getattr(node, name) for _, name, _ in KEYS}
        told = "".join(data(f"node-{name}", str(value)) for name, value in values.items() if value is not None)
        yield f"    <node id={attribute(node.id)}>{told}</node>"
    for number, edge in enumerate(graph.edges):
        ends = f"source={attribute(edge.source)} target={attribute(edge.target)}"
        yield f'    <edge id="e{number}" {ends}>{data("edge-type", edge.type)}</edge>'
    yield "  </graph>\n</graphml>"


def data(key: str, value: str) -> str:
    return f'<data key="{key}">{harmless_xml(escape(legal(value), LINE_ENDS))}</data>'


def attribute(value: str) -> str:
    return harmless_xml(quoteattr(legal(value)))


def legal(text: str) -> str:
    """XML has no way to write most control characters."""
    return NOT_XML.sub("\ufffd", text)
