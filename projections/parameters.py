"""A function's parameters as rows of a table, with what its docstring says of each."""

import re
from typing import Any, NamedTuple

from .escaping import code_cell, plain

FIELD = re.compile(r"^\s*:param\s+(?:[^:\n]*\s)?\\?(\*{0,2}\w+)\s*:\s*(\S.*)$", re.MULTILINE)
ENTRY = re.compile(r"^[ \t]+\\?(\*{0,2}\w+)(?: *\([^)\n]*\))?\s*: +(\S.*)$", re.MULTILINE)
SECTION = re.compile(r"^[ \t]*(?:Args|Arguments|Parameters)\s*:[ \t]*\n((?:[ \t]+\S.*\n?|[ \t]*\n)+)", re.MULTILINE)


class ParameterRow(NamedTuple):
    """One row; `description` is ready for its cell."""

    name: str
    type: str | None
    description: str


def parameter_rows(parameters: list[dict[str, Any]], docstring: str | None) -> list[ParameterRow]:
    notes = documented(docstring) if parameters and docstring else {}
    return [
        ParameterRow(made["name"], made["annotation"], described(note_on(made, notes), made["default"]))
        for made in parameters
    ]


def note_on(parameter: dict[str, Any], notes: dict[str, str]) -> str | None:
    return parameter["description"] or notes.get(parameter["name"].lstrip("*"))


def described(note: str | None, default: str | None) -> str:
    parts = [plain(note)] if note else []
    if default is not None:
        parts.append(f"Default {code_cell(default)}.")
    return " ".join(parts)


def documented(docstring: str) -> dict[str, str]:
    """What the docstring says of each parameter, in the two customary forms (`:param x:`, `Args:`)."""
    found = FIELD.findall(docstring) if ":param" in docstring else []
    section = SECTION.search(docstring)
    if section:
        found += ENTRY.findall(section[1])
    return {name.lstrip("*"): note for name, note in found}
