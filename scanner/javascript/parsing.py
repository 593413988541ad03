"""JavaScript and TypeScript: from the bytes of a file to the facts in it.

Functions (declared, or bound to a name, a field or a property), methods and classes are symbols; so are interfaces,
enums and type aliases, as classes: they are what a module of types offers, and imports lead to them. Functions that
have no name of their own, and what is nested deeper than 32 symbols, belong to the symbol around them.

`public` lists what the file offers, the default export apart. It is None where nothing is listed: in a script without
exports, and where an `export *` offers more.
"""

import re
from dataclasses import replace
from functools import partial
from itertools import accumulate
from operator import attrgetter, itemgetter

from ...domain.source import SymbolKind
from ..excerpts import with_code
from ..facts import BindingFacts, ColumnFacts, Parsed, SymbolFacts
from ..language import Language
from ..problems import PARSE_SYNTAX_ERROR
from ..recovery import Definitions, read_source
from ..text import unicode_source
from ..tree import parse_source
from .comments import file_comment
from .findings import Export, Findings
from .grammars import grammar_of
from .held import held_names
from .instances import CALLED
from .modules import module_of
from .resolving import Resolved, resolved
from .spellings import spellings_of
from .walk import walk_tree

DEFINITIONS = Definitions(
    re.compile(
        rb"^[ \t]*((?:export[ \t]+(?:default[ \t]+)?)?(?:abstract[ \t]+)?(?:async[ \t]+)?"
        rb"(?:function|class|interface|enum)\b[ \t*]*[\w$])",
        re.MULTILINE,
    ),
    kinds=frozenset(
        {
            *("export_statement", "function_declaration", "generator_function_declaration", "function_signature"),
            *("class_declaration", "abstract_class_declaration", "interface_declaration", "enum_declaration"),
            *("function_expression", "generator_function", "class"),
        }
    ),
    quotes=frozenset({"string", "template_string", "comment", "regex", "jsx_text"}),
)


def parse_javascript(path: str, data: bytes) -> Parsed:
    """Parse one file; of a file with a syntax error whatever could be made out, with its `problem`.

    Raises ParseFailure for text that is not valid in its encoding, and when parsing takes too long.
    """
    source, grammar = unicode_source(data), grammar_of(path)
    root, error_line = read_source(partial(parse_source, grammar), source, DEFINITIONS, spellings_of(grammar))
    findings = walk_tree(root, source, path)
    names = resolved(findings.module)
    references = sorted(names.references, key=attrgetter("start"))
    parsed = Parsed(
        docstring=file_comment(source, root),
        symbols=_symbols(findings),
        variables=_variables(findings),
        references=list(with_code(source, references)),
        bindings=_bindings(findings, names),
        public=_public(findings),
    )
    if error_line is None:
        return parsed
    message = f"syntax error near line {error_line}; what could be parsed was kept"
    return replace(parsed, problem=PARSE_SYNTAX_ERROR, message=message)


def _symbols(findings: Findings) -> list[SymbolFacts]:
    """In the order of the file; with what only the whole file tells: which are components, which are exported."""
    found = [symbol for _, symbol in sorted(findings.symbols, key=itemgetter(0))]
    kinds = {symbol["qualified_name"]: symbol["kind"] for symbol in found}
    exported = {export.local for export in findings.exports}
    for symbol in found:
        name = symbol["qualified_name"]
        if symbol["kind"] != "class" and name in findings.drawing and _is_component_name(symbol["name"]):
            symbol["role"] = "component"
        is_reached = not symbol["name"].startswith("#") and not _is_inside_a_function(name, kinds)
        is_listed = not findings.has_exports or name.partition(".")[0] in exported
        symbol["is_exported"] = is_reached and is_listed
    return found


def _is_inside_a_function(name: str, kinds: dict[str, SymbolKind]) -> bool:
    around = accumulate(name.split(".")[:-1], "{}.{}".format)
    return any(kinds.get(outer) in {"function", "method"} for outer in around)


def _variables(findings: Findings) -> list[ColumnFacts]:
    """Those that the file exports, by the names it has for them itself, but for other names of something."""
    exported = {export.local for export in findings.exports}
    return [made for name, made in findings.variables.items() if name in exported and not _is_alias(findings, name)]


def _is_alias(findings: Findings, name: str) -> bool:
    meant = findings.meaning(name)
    return meant is not None and meant != findings.own(name) and CALLED not in meant.name


def _is_component_name(name: str) -> bool:
    """Whether React takes a function of this name for a component: it begins with a capital, or has no name."""
    return name == "default" or name[:1].isupper()


def _bindings(findings: Findings, resolved_names: Resolved) -> list[BindingFacts]:
    """The names that lead elsewhere; each once."""
    names = [*findings.exports, *(Export(*alias) for alias in findings.aliases.items())]
    found = {(binding["name"], binding["target"]): binding for binding in findings.bindings}
    for name, local, is_common in names:
        known = findings.meaning(local)
        target = known.itself() if known is not None and is_common else known
        if target is not None and target != findings.own(name):
            found.setdefault((name, target.text), {"name": name, "target": target.text})
    for name, target in held_names(findings, resolved_names):
        found.setdefault((name, target.text), {"name": name, "target": target.text})
    return list(found.values())


def _public(findings: Findings) -> list[str] | None:
    names = [export.name for export in findings.exports] + [binding["name"] for binding in findings.bindings]
    if not findings.has_exports or "*" in names:
        return None
    return [name for name in dict.fromkeys(names) if name != "default"]


JAVASCRIPT = Language("javascript", (".js", ".jsx", ".mjs", ".cjs"), 16, module_of, parse_javascript)
TYPESCRIPT = Language("typescript", (".ts", ".tsx", ".mts", ".cts"), 16, module_of, parse_javascript)
