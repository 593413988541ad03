"""A function's parameters as rows of a table, with what was said of each."""

import re
from typing import Any, NamedTuple

from .escaping import code_cell
from .running import running_cell
from .tags import untagged


class ParameterRow(NamedTuple):
    """One row; `description` is ready for its cell."""

    name: str
    type: str | None
    description: str


NEXT_DIRECTIVE = re.compile(r"(?:^|\s)\.\. [\w-]{1,50}::")
ROLE = re.compile(r":[a-z][\w:]{0,40}:`[~!.]?([^`]{1,200})`")
RECEIVERS = frozenset({"self", "cls"})


def parameter_rows(parameters: list[dict[str, Any]]) -> list[ParameterRow]:
    """What a caller gives: not the object that a method is called on; none where the signature says as much."""
    if parameters and parameters[0]["name"] in RECEIVERS and parameters[0]["annotation"] is None:
        parameters = parameters[1:]
    rows = [
        ParameterRow(made["name"], bare_type(made["annotation"]), described(made["description"], made["default"]))
        for made in parameters
    ]
    return rows if any(made["annotation"] or made["description"] for made in parameters) else []


def bare_type(annotation: str | None) -> str | None:
    """A type without the roles of reStructuredText, which comments may give it."""
    return annotation and ROLE.sub(r"\1", annotation).lstrip("~")


def described(note: str | None, default: str | None) -> str:
    # What a docstring says below its last parameter is not about that.
    told = NEXT_DIRECTIVE.split(note, maxsplit=1)[0] if note else ""
    parts = [running_cell(untagged(told))] if told else []
    if default is not None:
        parts.append(f"Default {code_cell(default)}.")
    return " ".join(parts)
