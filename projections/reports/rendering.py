"""The documents of reports, rendered from what surrounds them."""

from collections.abc import Iterator, Sequence

from ...postgres.connection import Connection
from ..rendering import Rendered
from .affected import SQL
from .drawing import decision, finding, pattern
from .drawn import Drawing
from .links import Links
from .material import Material, material
from .mentions import state_mentions
from .task_report import task_report

KINDS = frozenset({"decision", "pattern", "finding", "task"})
"""What the ids of these documents begin with."""


def is_report(document_id: str) -> bool:
    """Whether a document is that of a report, by its id."""
    return document_id.partition(":")[0] in KINDS


def all_reports(connection: Connection) -> list[str]:
    """The ids of all documents of reports that there are to be."""
    return [id_ for (id_,) in SQL.rows(connection, "all_documents", {})]


def render_reports(connection: Connection, documents: Sequence[str]) -> list[Rendered]:
    """Those of these documents that there are to be; what they mention is kept on the way."""
    drawings = list(drawn(material(connection, documents)))
    mentions = state_mentions(connection, {drawing.id: drawing.names() for drawing in drawings})
    return [drawing.rendered(Links(mentions.get(drawing.id))) for drawing in drawings]


def drawn(around: Material) -> Iterator[Drawing]:
    yield from (decision(around, made) for made in around.decisions)
    yield from (pattern(around, made) for made in around.patterns)
    yield from (finding(around, made) for made in around.findings)
    yield from (task_report(around, made) for made in around.tasks)
