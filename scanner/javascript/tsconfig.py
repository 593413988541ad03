"""`tsconfig.json` and `jsconfig.json`: what specifiers that are not relative may stand for.

Such a file has no symbols. Its bindings say, in the order in which they are to be tried:

- each of `compilerOptions.paths`: `@/*` leads to `/src/*`. The name is the pattern as written, the target a path from
  the project's root in which `*` stands for the same text; several targets of a pattern are several bindings;
- `compilerOptions.baseUrl`: `*` leads to `/src/*`. A specifier that matches no pattern is looked for below it;
- `extends`, where it is relative: the name `<extends>`, which is no specifier, leads to the configuration that gives
  what this one leaves out. That is `/` and its path from the root without `.json`, as a tsconfig itself is named; it
  is an import of this file too.

Paths count from `baseUrl`, or from the file's folder without one. What leads out of the project is left out.
"""

import json
import posixpath
import re
from collections.abc import Iterator
from typing import Any

from ..facts import BindingFacts, Parsed, ParseFailure, ReferenceFacts, new_reference
from ..language import Language
from ..problems import PARSE_SYNTAX_ERROR
from ..storable import storable
from ..text import unicode_source

# Strings are matched first, so that a comment or comma within one is none; what is not closed ends with the text.
NOT_JSON = re.compile(r'("(?:\\.|[^"\\])*"?)|//[^\n]*|/\*(?:.*?\*/|.*)', re.DOTALL)
TRAILING_COMMA = re.compile(r'("(?:\\.|[^"\\])*"?)|,(?=\s*[}\]])', re.DOTALL)
EXTENDS = "<extends>"


def parse_tsconfig(path: str, data: bytes) -> Parsed:
    """Read one configuration. Raises ParseFailure where it is no JSON with comments."""
    content = read_json(unicode_source(data).decode())
    options = content.get("compilerOptions")
    bindings = list(_bindings(path, options if isinstance(options, dict) else {}))
    references: list[ReferenceFacts] = []
    for written in _texts(content.get("extends")):
        target = _from_root(path, ".", written.removesuffix(".json")) if written.startswith(("./", "../")) else None
        if target is not None:
            bindings.append(_binding(EXTENDS, target))
            references.append(_import(written, target))
    return Parsed(bindings=bindings, references=references)


def read_json(text: str) -> dict[str, Any]:
    """JSON with comments and trailing commas, as TypeScript takes it; {} where it is no object."""
    plain = TRAILING_COMMA.sub(r"\1", NOT_JSON.sub(r"\1", text))
    try:
        content = json.loads(plain) if plain.strip() else {}
    except (ValueError, RecursionError) as error:
        raise ParseFailure(PARSE_SYNTAX_ERROR, f"no JSON with comments: {error}") from error
    return content if isinstance(content, dict) else {}


def _bindings(path: str, options: dict[str, Any]) -> Iterator[BindingFacts]:
    base, paths = options.get("baseUrl"), options.get("paths")
    below = base if isinstance(base, str) else "."
    for pattern, places in paths.items() if isinstance(paths, dict) else ():
        for place in _texts(places):
            target = _from_root(path, below, place)
            if target is not None:
                yield _binding(pattern, target)
    if isinstance(base, str):
        target = _from_root(path, base, "*")
        if target is not None:
            yield _binding("*", target)


def _from_root(path: str, below: str, place: str) -> str | None:
    """A place in a configuration as a path from the project's root, None where it leads out."""
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), below, place))
    if found == ".." or found.startswith(("../", "/")):
        return None
    return "/" if found == "." else "/" + found


def _texts(value: Any) -> list[str]:
    return [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]


def _binding(name: str, target: str) -> BindingFacts:
    return {"name": storable(name), "target": storable(target)}


def _import(name: str, target: str) -> ReferenceFacts:
    return new_reference("imports", "", storable(name), storable(target), 1)


def _module_of(path: str) -> str:
    return path.removesuffix(".json").replace("/", ".")


PATHS = re.compile(r"(?:.*/)?[tj]sconfig(?:\.[\w.-]+)?\.json", re.DOTALL)
TSCONFIG = Language("tsconfig", (".json",), 1, _module_of, parse_tsconfig, PATHS)
