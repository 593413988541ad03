"""What an open project knows of its documents, and how they hang together."""

from collections.abc import Collection
from pathlib import Path

from ..domain.documents import Document
from ..domain.errors import Invalid, NotFound
from ..domain.graph import EDGE_TYPES, GraphData, Surroundings
from ..domain.hits import Hit, Scope, Via
from ..projections.graph.reading import graph, surroundings
from ..projections.reading import Reader, reader
from ..projections.search import Narrowing
from .searching import Tell, found, searched_types, silent
from .wiring import Project


class DocumentQueries:
    """Queries that each see one state of the read model. A filter that is left out does not filter."""

    project: Project

    def search(
        self,
        query: str,
        limit: int = 10,
        *,
        via: Via = "auto",
        scope: Scope = "all",
        type_: str | Collection[str] | None = None,
        path: str | None = None,
        tell: Tell = silent,
    ) -> list[Hit]:
        """Documents that answer a question or have a name, best first; `parse_file` and `ParseFile` are the same words.

        `via` says who is asked: lightrag for what is near in meaning, postgres for words, both for words with what is
        near lifted and added, auto for what is named just so and then LightRAG, or Postgres where that does not answer.
        `tell` is called with a line on who answered where that may surprise. LightRAG is waited for half a minute at
        most where it is asked for, two seconds with auto.

        `scope` is docs (of the code), reports or all; `type_` narrows to types of documents, `path` to a folder, a file
        or a glob such as `src/**/*_test.py`. Raises Invalid for a type that there is none of, and TargetUnavailable
        when only LightRAG is asked and does not answer.
        """
        narrowing = Narrowing(searched_types(scope, type_), path)
        return found(self.project, query, limit, via, narrowing, tell)

    def show(self, name: str) -> Document:
        """The document with this id, title or end of a name. Raises NotFound, naming the candidates when ambiguous."""
        with reader(self.project.database) as reading:
            return meant(reading, name)

    def page(self, document_id: str) -> Path | None:
        """The page of a document on disk; None while there is none."""
        with reader(self.project.database) as reading:
            document = reading.document(document_id)
        name = document and document.metadata.get("page")
        folder = self.project.root / self.project.settings.storage.markdown.output_dir
        path = folder / str(name).partition("#")[0]
        return path if name and path.is_file() else None

    @property
    def pages(self) -> Path | None:
        """The folder of pages; None while there are none, or nothing keeps them in step."""
        storage = self.project.settings.storage
        folder = self.project.root / storage.markdown.output_dir
        is_kept = storage.sync.enabled and "markdown" in storage.sync.targets
        return folder if is_kept and (folder / "index.md").is_file() else None

    def related(
        self, name: str, depth: int = 1, *, type_: str | Collection[str] | None = None, limit: int = 200
    ) -> Surroundings:
        """The document that `show` shows for a name, and those at most `depth` edges away from it, nearest first.

        Edges count in both directions; `type_` narrows to types of edges. Raises NotFound as `show` does, and Invalid
        for a type that there is none of.
        """
        types = edge_types(type_)
        with reader(self.project.database) as reading:
            document = meant(reading, name)
            return surroundings(reading.connection, document.id, depth, types=types, limit=limit)

    def graph(self, *, type_: str | Collection[str] | None = None, path: str | None = None) -> GraphData:
        """All documents but the overview pages, and the edges between them, sorted.

        `type_` narrows to types of documents, `path` to a folder, a file or a glob. Raises Invalid for a type that
        there is none of.
        """
        with reader(self.project.database) as reading:
            return graph(reading.connection, types=searched_types("all", type_), path=path)


def meant(reading: Reader, name: str) -> Document:
    """The one document that a person means by a name. Raises NotFound."""
    found = reading.named(name)
    if len(found) == 1 and (document := reading.document(found[0].id)):
        return document
    if not found:
        raise NotFound(f"nothing is known as {name!r}", hint=f"try: docrunch search {name!r}")
    raise NotFound(f"{name!r} may be {', '.join(one.id for one in found)}", hint="name one of these")


def edge_types(types: str | Collection[str] | None) -> frozenset[str]:
    wanted = EDGE_TYPES if types is None else frozenset([types] if isinstance(types, str) else types)
    if unknown := sorted(wanted - EDGE_TYPES):
        raise Invalid(f"type is {unknown[0]!r}: expected one of {', '.join(sorted(EDGE_TYPES))}")
    return wanted
