"""What documentation is generated from by hand: functions, modules, and the tree of them."""

from dataclasses import dataclass

from .source import Symbol


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method to document.

    `symbol` is what a parser found: names, signature, docstring, line, parameters. `module` is the dotted name of its
    module, `file` the path relative to the project with `/`. `used_by` are the dotted names of its callers.
    """

    symbol: Symbol
    module: str
    file: str
    language: str = "python"
    used_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Module:
    """A module to document: `name` is dotted, `file` its path relative to the project with `/`.

    `symbols` are its functions, methods and classes in their order; `imports` and `imported_by` dotted names of
    modules. `problem` is a code such as PARSE_SYNTAX_ERROR where only part of the file could be read.
    """

    name: str
    file: str
    language: str = "python"
    docstring: str | None = None
    symbols: tuple[Symbol, ...] = ()
    imports: tuple[str, ...] = ()
    imported_by: tuple[str, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class FileTree:
    """The modules of a project, in any order; the packages follow from their names."""

    modules: tuple[Module, ...] = ()
