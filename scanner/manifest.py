"""`pyproject.toml` and `package.json` at the root: a project's name, and what it says of itself in one line of text."""

import json
import re
import tomllib
from collections.abc import Iterator
from typing import Any

from .facts import Parsed, ParseFailure
from .language import Language
from .markup import running_text
from .problems import PARSE_SYNTAX_ERROR
from .readme import module_of, shortened
from .storable import storable
from .text import unicode_source

PLACES = {"pyproject.toml": (("project",), ("tool", "poetry")), "package.json": ((),)}
"""The tables that tell of the project, by the name of the file."""
FILLED_IN_BY_TOOLS = frozenset({"Add your description here"})
LONGEST_NAME = 214
"""Characters: the limit of npm; PyPI has none that is lower."""


def parse_manifest(path: str, data: bytes) -> Parsed:
    """The description as the file's docstring, the name as its title. Raises ParseFailure for no TOML or JSON."""
    content = load(path, unicode_source(data).decode())
    descriptions = (running_text(text, frozenset()) for text in texts(path, content, "description"))
    told = (storable(shortened(text)) for text in descriptions if text and text not in FILLED_IN_BY_TOOLS)
    names = (storable(" ".join(text.split())) for text in texts(path, content, "name"))
    return Parsed(
        docstring=next(told, None), title=next((name for name in names if 0 < len(name) <= LONGEST_NAME), None)
    )


def texts(path: str, content: Any, key: str) -> Iterator[str]:
    """What the tables that tell of the project say at this key."""
    found = (at(content, (*place, key)) for place in PLACES[path])
    return (text for text in found if isinstance(text, str))


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
MANIFEST = Language("manifest", (".toml", ".json"), 2, module_of, parse_manifest, PATHS)
