"""Names in Python source: identifiers, dotted chains, and the dotted name of a module."""

import re
import unicodedata

from tree_sitter import Node

from .tree import kind

DOTTED_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*")
LINE_JOINS = re.compile(r"[\s\\]+")
SOURCE = re.compile(r"\.pyi?$")
MAX_NAME_BYTES = 1000

IDENTIFIER = kind("identifier")
ATTRIBUTE = kind("attribute")
CHAINS = frozenset({IDENTIFIER, ATTRIBUTE, kind("dotted_name")})


def text_of(source: bytes, node: Node) -> str:
    """The text of a node as written."""
    return source[node.start_byte : node.end_byte].decode("utf-8", "replace")


def name_of(source: bytes, node: Node) -> str:
    """An identifier as Python sees it (PEP 3131: NFKC)."""
    text = text_of(source, node)
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def chain_of(source: bytes, node: Node) -> str | None:
    """`a.b.c` for a name or a chain of attributes, None for every other expression.

    Very long ones are none either: the text of `a().b().c()…` would be read again for each of its calls.
    """
    if node.kind_id not in CHAINS or node.end_byte - node.start_byte > MAX_NAME_BYTES:
        return None
    text = name_of(source, node)
    if not DOTTED_NAME.fullmatch(text):
        text = LINE_JOINS.sub("", text)
    return text if DOTTED_NAME.fullmatch(text) else None


def module_of(path: str) -> str:
    """The dotted name of the module in a file: `src/a/b.py` is `a.b`, `a/__init__.py` is `a`."""
    parts = SOURCE.sub("", path).removeprefix("src/").split("/")
    if parts[-1] == "__init__" and len(parts) > 1:
        parts.pop()
    return ".".join(parts)


def package_of(path: str, module: str) -> list[str]:
    """The parts of the package that relative imports in this file start from; empty for the root."""
    parts = module.split(".")
    is_package = path.rpartition("/")[2] in {"__init__.py", "__init__.pyi"}
    return [part for part in parts if part != "__init__"] if is_package else parts[:-1]
