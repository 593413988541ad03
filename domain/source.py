"""What a parser found in one source file: facts only; where a name leads is the projector's work."""

from datetime import datetime
from typing import Literal

from .events import Fact

UNPARSED = "UNPARSED"
"""The `problem` of a file that was recorded without its content at hand: the next scan that sees it parses it."""

PAGELESS = frozenset({"manifest", "readme", "tsconfig"})
"""Languages of files that tell about others: they are recorded, but no modules, and have no page."""

SCHEMA = "#schema"
"""Ends the qualified name of the schema of a class that is a model."""

SORTS_OF_TYPES = frozenset({"enum", "interface", "namespace", "type"})
"""What the signature of a `class` begins with that is none, in TypeScript."""


def sort_of_class(signature: str) -> str:
    """What a symbol of kind `class` really is, by its signature."""
    first = signature.partition(" ")[0]
    return first if first in SORTS_OF_TYPES else "class"


def sort_of(kind: str, role: str | None, signature: str) -> str:
    """What to call a symbol, such as a component, a table, an interface."""
    return role or (sort_of_class(signature) if kind == "class" else kind)


SymbolKind = Literal["function", "method", "class", "schema"]
SymbolRole = Literal["component", "table", "view", "index", "model"]
ReferenceKind = Literal["imports", "calls", "inherits", "references"]


class Parameter(Fact):
    """One parameter of a function.

    `name` is as written, with its marks (`*args`, `...rest`, `optional?`, `{ a, b }`), and so are `annotation` and
    `default`; where the source has no annotation it is the docstring's, as `description` is.
    """

    name: str
    annotation: str | None = None
    default: str | None = None
    description: str | None = None


class Column(Fact):
    """One column of a schema, one field of a model or class, or one variable of a module, as written.

    `is_nullable` is None where the file does not tell; `references` is `table.column` or the name of a model.
    """

    name: str
    type: str | None = None
    is_nullable: bool | None = None
    is_primary_key: bool = False
    default: str | None = None
    references: str | None = None
    description: str | None = None


class Symbol(Fact):
    """A function, method, class or schema.

    `qualified_name` is its path within the file (`Class.method`, `outer.inner`), made unique within the file by
    `#2`, `#3`, … on later definitions of the same name, and by `#schema` on the schema of a class that is a model. In
    Python the plain name is that of what overloads overload, wherever they stand.
    Lines count from 1, the end is inclusive.
    `docstring` is the whole text; `description` is what is left of it without its sections on parameters and returned
    values, None where there are none. `role` says what a function, class or schema is more than that: a React
    component, a table, view or index, a model of an object-relational mapper. `columns` are those of a table, view
    or model, or the fields of a class. `is_exported` tells whether its file offers it to others.
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
    description: str | None = None
    returns_description: str | None = None
    role: SymbolRole | None = None
    is_exported: bool = True
    decorators: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()


class Reference(Fact):
    """A name this file uses.

    `source` is the qualified name of the enclosing symbol, or "" for the module itself. `name` is as written.
    `target` is the absolute name after this file's own imports and definitions were applied, or None where the file
    alone does not tell. In Python it is dotted (`outbox.log.append`), with `()` behind what is called on the way
    (`pkg.Tree().walk`) and `super()` for what comes behind a class (`pkg.Leaf.super().walk`). In JavaScript and
    TypeScript it is a module, a colon and a name in it (`/src/app/button:Button`, `/src/app/button` for the module
    itself): the module is the path from the project's root without its extension, or the specifier as written where it
    is not relative (`react:useState`); `()` is as in Python, for `new` too. In SQL it is `sql:` and the name of a table
    in small letters (`sql:auth.users`).

    What a model or table of Python refers to is a class and `#schema` (`shop.Order#schema`), a table by its variable
    (`shop.orders`) or by `sql:` and its name, or a name that the library looks up: `mapped:Order` for SQLAlchemy,
    `django:shop.order` or `django:order` for Django.

    `references` is what a foreign key, a view, an ALTER TABLE and a relation of a model do.

    `code` shows how a call looks: its lines, at most five, without the indentation that they share. Only the first
    call from each source to each target has it.
    """

    kind: ReferenceKind
    source: str
    name: str
    target: str | None
    line: int
    code: str | None = None


class Binding(Fact):
    """A name of this file that leads elsewhere: an import, an alias, a re-export, a class attribute.

    `name` is a path within the file as a qualified name is (`parse`, `Class.attribute`), `default` for the default
    export of a JavaScript module, or `*` for everything that `target` offers. `target` is as that of a Reference.

    In Python `()` behind a name stands for what calling it gives: `parse()` leads to `pkg.Tree()` where the function
    says that it returns a `Tree`, `Class.attribute` to `pkg.Tree()` where the attribute holds one. A name whose value
    nobody can tell leads to itself where it would hide another: in a class with bases, in a module with a `*`, and
    where it is a lambda as well. All of this is so in JavaScript and TypeScript, but for the `*` and for lambdas. In a
    tsconfig a name is a pattern of specifiers, and leads to a path from the root. A model of Python has a name for each
    way to refer to it by a string (`sql:orders`, `mapped:Order`, `django:order`, or `django:shop.order` where it says
    itself of which app it is), which leads to its schema; so has a table, which is a schema itself.
    """

    name: str
    target: str


class SourceFile(Fact):
    """One file as the scanner saw it.

    `path` is relative to the project root with `/`; `size` in bytes; `content_hash` is the SHA-256 of its bytes in
    hex; `module` its dotted name (`outbox.log`; a package's `__init__.py` is the package; the root's is `__init__`).
    `docstring` is what the file says of itself as a whole: of a README its first paragraph, of `pyproject.toml` and
    `package.json` the description, without markup; `title` is the name that these two give the project.
    `problem` is a code such as PARSE_SYNTAX_ERROR where only part of the file could be parsed, or UNPARSED where the
    symbols and references are at best those of an earlier content. `variables` are those that the file offers, with
    their values as `default` where these are short. `bindings` are the names that lead elsewhere,
    `public` the names that a `*` takes in, None where the file does not list them. `parser_version` counts what the
    parser of this language learned to see: a file that an older one read is parsed again by the next scan.
    """

    path: str
    language: str
    size: int
    modified_at: datetime
    content_hash: str
    module: str
    docstring: str | None = None
    title: str | None = None
    symbols: tuple[Symbol, ...] = ()
    variables: tuple[Column, ...] = ()
    references: tuple[Reference, ...] = ()
    bindings: tuple[Binding, ...] = ()
    public: tuple[str, ...] | None = None
    parser_version: int = 0
    problem: str | None = None
