"""Read the settings of a project once; whatever is wrong with them becomes one line."""

import os
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from ..domain.errors import Misconfigured
from .file import read
from .keys import keys, nearest, unknown_variables, value_at
from .project import config_file
from .settings import Settings
from .shown import shown

EXPECTED = {
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "string_type": "a text",
    "string_too_short": "a text that is not empty",
    "tuple": "a list",
    "model": "a group of keys",
    "path": "a path",
}


def load(project_root: Path) -> Settings:
    """The project's settings: its file, overridden by the environment.

    Raises Misconfigured in one line that names the key, the value (never a password) and what was expected.
    """
    path = config_file(project_root)
    values = read(path)
    refuse_secrets_in_file(path, values)
    refuse_unknown_variables()
    try:
        settings = Settings(**values)
    except ValidationError as error:
        raise misconfigured(error, path, values) from None
    require_inside(project_root, settings.storage.markdown.output_dir)
    return settings


def refuse_secrets_in_file(path: Path, values: dict[str, Any]) -> None:
    for key in keys():
        if key.is_secret and key.name in values:
            raise Misconfigured(
                f"{key.name} stands in {path}, expected only in the environment",
                hint=f"remove it there and set {key.variable}",
            )


def refuse_unknown_variables() -> None:
    unknown = unknown_variables(os.environ)
    for name, meant in unknown[:1]:
        raise Misconfigured(
            f"the environment variable {name} is no setting{and_more(len(unknown))}",
            hint=f"did you mean {meant}?" if meant else "docs/reference/configuration.md lists them all",
        )


def misconfigured(error: ValidationError, path: Path, values: dict[str, Any]) -> Misconfigured:
    problems = error.errors(include_url=False)
    first = problems[0]
    name = ".".join(str(step) for step in first["loc"])
    where, value = origin(first, path, values)
    if first["type"] == "extra_forbidden":
        meant = nearest(name, [key.name for key in keys() if not key.is_secret])
        message = f"{name} is no setting (it is {shown(name, value)} in {where})"
        hint = f"did you mean {meant}?" if meant else "docs/reference/configuration.md lists them all"
    else:
        message = f"{name} is {shown(name, value)} in {where}, expected {expected(first)}"
        hint = "`docrunch init` writes a file with every key and its default"
    return Misconfigured(message + and_more(len(problems)), hint=hint)


def origin(problem: ErrorDetails, path: Path, values: dict[str, Any]) -> tuple[str, Any]:
    """Where the value came from, the environment winning, and the value as it was written there."""
    steps = problem["loc"]
    names = {key.variable for key in keys() if key.path == steps[: len(key.path)]}
    for name, value in os.environ.items():
        if name.upper() in names and value:
            return f"the environment ({name})", value
    return str(path), value_at(values, steps)


def expected(problem: ErrorDetails) -> str:
    kind = problem["type"]
    if kind == "value_error":
        return problem["msg"].removeprefix("Value error, ")
    by_kind = [text for name, text in EXPECTED.items() if kind == name or kind.split("_")[0] == name]
    return by_kind[0] if by_kind else problem["msg"].removeprefix("Input should be ")


def and_more(count: int) -> str:
    return "" if count == 1 else f" (and {count - 1} more)"


def require_inside(project_root: Path, output_dir: Path) -> None:
    """A link inside the project may lead out of it, which only the disk knows."""
    root = project_root.resolve()
    if not output_dir.is_absolute() and not (root / output_dir).resolve().is_relative_to(root):
        raise Misconfigured(
            f"storage.markdown.output_dir is {str(output_dir)!r}, which leads out of {root}",
            hint="write an absolute path if that is meant",
        )
