"""What a parser found in one source file: facts only; where a name leads is the projector's work."""

from datetime import datetime
from typing import Literal

from .events import Fact

UNPARSED = "UNPARSED"
"""The `problem` of a file that was recorded without its content at hand: the next scan that sees it parses it."""

SymbolKind = Literal["function", "method", "class"]
ReferenceKind = Literal["imports", "calls", "inherits"]


class Parameter(Fact):
    """One parameter of a function, as written; `name` includes `*` or `**`."""

    name: str
    annotation: str | None = None
    default: str | None = None


class Symbol(Fact):
    """A function, method or class.

    `qualified_name` is its path within the file (`Class.method`, `outer.inner`), made unique within the file by
    `#2`, `#3`, … on later definitions of the same name. Lines count from 1, the end is inclusive.
    """

    kind: SymbolKind
    name: str
    qualified_name: str
    signature: str
    docstring: str | None = None
    start_line: int
    end_line: int
    parameters: tuple[Parameter, ...] = ()
    returns: str | None = None
    is_async: bool = False


class Reference(Fact):
    """A name this file uses.

    `source` is the qualified name of the enclosing symbol, or "" for the module itself. `name` is as written.
    `target` is the absolute dotted name after this file's own imports and definitions were applied
    (`outbox.log.append`), or None where the file alone does not tell.
    """

    kind: ReferenceKind
    source: str
    name: str
    target: str | None
    line: int


class SourceFile(Fact):
    """One file as the scanner saw it.

    `path` is relative to the project root with `/`; `size` in bytes; `content_hash` is the SHA-256 of its bytes in
    hex; `module` its dotted name (`outbox.log`; a package's `__init__.py` is the package; the root's is `__init__`).
    `problem` is a code such as PARSE_SYNTAX_ERROR where only part of the file could be parsed, or UNPARSED where the
    symbols and references are at best those of an earlier content.
    """

    path: str
    language: str
    size: int
    modified_at: datetime
    content_hash: str
    module: str
    docstring: str | None = None
    symbols: tuple[Symbol, ...] = ()
    references: tuple[Reference, ...] = ()
    problem: str | None = None
