"""`pyproject.toml` and `package.json` at the root: what a project says of itself in one line, without markup."""

import json
import re
import tomllib
from typing import Any

from .facts import Parsed, ParseFailure
from .language import Language
from .markup import running_text
from .problems import PARSE_SYNTAX_ERROR
from .readme import module_of, shortened
from .storable import storable
from .text import unicode_source

PLACES = {
    "pyproject.toml": (("project", "description"), ("tool", "poetry", "description")),
    "package.json": (("description",),),
}
"""Where the description stands, by the name of the file."""
FILLED_IN_BY_TOOLS = frozenset({"Add your description here"})


def parse_manifest(path: str, data: bytes) -> Parsed:
    """The description as the file's docstring. Raises ParseFailure for what is no TOML or JSON."""
    content = load(path, unicode_source(data).decode())
    found = (running_text(text, frozenset()) for place in PLACES[path] if isinstance(text := at(content, place), str))
    told = (text for text in found if text and text not in FILLED_IN_BY_TOOLS)
    return Parsed(docstring=next((storable(shortened(text)) for text in told), None))


def load(path: str, text: str) -> Any:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    try:
        return tomllib.loads(plain) if path.endswith(".toml") else json.loads(plain) if plain.strip() else {}
    except (ValueError, RecursionError) as error:
        raise ParseFailure(PARSE_SYNTAX_ERROR, f"{path} cannot be read: {error}") from error


def at(content: Any, place: tuple[str, ...]) -> Any:
    """What stands at a place; None where nothing does."""
    for key in place:
        content = content.get(key) if isinstance(content, dict) else None
    return content


PATHS = re.compile("|".join(map(re.escape, PLACES)))
MANIFEST = Language("manifest", (".toml", ".json"), 1, module_of, parse_manifest, PATHS)
