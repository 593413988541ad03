"""Python: from the bytes of a file to the facts in it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter

from ..excerpts import Found, with_code
from ..facts import Parsed, new_reference
from ..language import Language
from ..problems import PARSE_SYNTAX_ERROR
from ..recovery import Definitions, read_source
from .class_fields import describe_assigned, describe_fields, variables_of
from .descriptions import describe_all
from .docstrings import docstring_of
from .exports import bindings_of, public_names
from .findings import Findings
from .models import describe_models
from .names import module_of, package_of
from .scopes import CALL, resolve
from .table_calls import describe_tables
from .text import utf8_source
from .tree import parse_tree
from .walk import walk_tree

DEFINITIONS = Definitions(
    re.compile(rb"^[ \t]*((?:async[ \t]+)?def[ \t]+\w|class[ \t]+\w)", re.MULTILINE),
    kinds=frozenset({"function_definition", "class_definition"}),
    quotes=frozenset({"string", "comment"}),
)
STUB = ".pyi"
"""Types of a module. Beside its source a stub only repeats it; of a compiled module it is all that can be read."""


def parse_python(path: str, data: bytes) -> Parsed:
    """Parse one file; of a file with a syntax error whatever could be made out, with its `problem`.

    Raises ParseFailure for an encoding that is unknown or violated, and when parsing takes too long.
    """
    source = utf8_source(data)
    root, error_line = read_source(parse_tree, source, DEFINITIONS)
    module = module_of(path)
    findings = walk_tree(root, source, package_of(path, module))
    describe_tables(findings, module)
    describe_models(findings, module)
    describe_fields(findings)
    describe_assigned(findings, root)
    symbols = [symbol for _, symbol in sorted(findings.symbols, key=itemgetter(0))]
    describe_all(symbols)
    public = public_names(findings)
    parsed = Parsed(
        docstring=docstring_of(source, root),
        symbols=symbols,
        variables=variables_of(findings, root, public),
        references=list(with_code(source, _references(findings, module))),
        bindings=bindings_of(findings, module),
        public=public,
    )
    if error_line is None:
        return parsed
    message = f"syntax error near line {error_line}; what could be parsed was kept"
    return replace(parsed, problem=PARSE_SYNTAX_ERROR, message=message)


def _references(findings: Findings, module: str) -> Iterator[Found]:
    """The uses in their order; calls of what a call gives only where that is known."""
    for use in sorted(findings.uses, key=itemgetter(0, 1, 2)):
        target = use.target if use.scope is None else resolve(use.scope, use.name, module)
        if target is not None or use.kind != "calls" or CALL not in use.name:
            yield Found(use.offset, use.end, new_reference(use.kind, use.symbol, use.name, target, use.line))


PYTHON = Language("python", (".py", STUB), 15, module_of, parse_python)
