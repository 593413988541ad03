"""The facts of one file as plain dictionaries, which a scan turns into JSON without a model for every reference.

They have the fields of `domain.source`; a test builds those models from them and compares the JSON.
"""

from dataclasses import dataclass, field
from typing import TypedDict

from ..domain.source import ReferenceKind, SymbolKind, SymbolRole


class ParameterFacts(TypedDict):
    """The fields of `domain.source.Parameter`."""

    name: str
    annotation: str | None
    default: str | None
    description: str | None


class ColumnFacts(TypedDict):
    """The fields of `domain.source.Column`."""

    name: str
    type: str | None
    is_nullable: bool | None
    is_primary_key: bool
    default: str | None
    references: str | None
    description: str | None


class SymbolFacts(TypedDict):
    """The fields of `domain.source.Symbol`."""

    kind: SymbolKind
    name: str
    qualified_name: str
    signature: str
    docstring: str | None
    start_line: int
    end_line: int
    parameters: list[ParameterFacts]
    returns: str | None
    is_async: bool
    description: str | None
    returns_description: str | None
    role: SymbolRole | None
    is_exported: bool
    decorators: list[str]
    columns: list[ColumnFacts]


class BindingFacts(TypedDict):
    """The fields of `domain.source.Binding`."""

    name: str
    target: str


class ReferenceFacts(TypedDict):
    """The fields of `domain.source.Reference`."""

    kind: ReferenceKind
    source: str
    name: str
    target: str | None
    line: int
    code: str | None


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a parser found in a file; `problem` is a code and `message` one line where that is not all there is."""

    docstring: str | None = None
    title: str | None = None
    symbols: list[SymbolFacts] = field(default_factory=list)
    variables: list[ColumnFacts] = field(default_factory=list)
    references: list[ReferenceFacts] = field(default_factory=list)
    bindings: list[BindingFacts] = field(default_factory=list)
    public: list[str] | None = None
    problem: str | None = None
    message: str = ""


def new_symbol(kind: SymbolKind, name: str, qualified_name: str, signature: str, lines: tuple[int, int]) -> SymbolFacts:
    """A symbol of which nothing more is known yet; `lines` are its first and its last."""
    return {
        "kind": kind,
        "name": name,
        "qualified_name": qualified_name,
        "signature": signature,
        "docstring": None,
        "start_line": lines[0],
        "end_line": lines[1],
        "parameters": [],
        "returns": None,
        "is_async": False,
        "description": None,
        "returns_description": None,
        "role": None,
        "is_exported": True,
        "decorators": [],
        "columns": [],
    }


def new_reference(kind: ReferenceKind, source: str, name: str, target: str | None, line: int) -> ReferenceFacts:
    """A reference whose code is not shown, or not yet."""
    return {"kind": kind, "source": source, "name": name, "target": target, "line": line, "code": None}


class ParseFailure(Exception):
    """A file whose text cannot be parsed at all; `code` is one of `scanner.problems`."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
