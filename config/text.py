"""The commented default file and the reference page, both made from the settings' own descriptions."""

from pathlib import Path
from typing import Any

import yaml

from ..domain.errors import Misconfigured, Refused
from .keys import Key, keys
from .project import config_file

HEAD = """\
# The settings of docrunch for this project: every key with its default.
# An environment variable wins over this file: DOCRUNCH_STORAGE__SYNC__ENABLED=false.
# Secrets stand only in the environment: {secrets}.
"""
REFERENCE = """\
# Configuration

docrunch reads `.docrunch/config.yaml` once at start; `docrunch init` writes it with every key and its default.
An environment variable wins over the file: `DOCRUNCH_`, then the key in capitals with two underscores for each dot.
Lists are written `a,b` there. An empty variable counts as absent. An unknown key, an unknown variable that begins with
`DOCRUNCH_STORAGE`, or a value of the wrong type stops the program with one line.

| key | default | what it is for | environment |
|---|---|---|---|
{keys}

## Secrets

Secrets come only from the environment; they are never written to the file, shown or logged.

| environment | what it is for |
|---|---|
{secrets}
"""


def write_default(project_root: Path) -> Path:
    """Write the commented default file and return its path. Raises Refused when there is one."""
    path = config_file(project_root)
    if path.exists():
        raise Refused(f"{path} exists; it is not overwritten", hint="edit it, or move it away first")
    partial = path.with_name(f"{path.name}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(default_yaml(), encoding="utf-8", newline="\n")
        partial.replace(path)
    except OSError as error:
        raise Misconfigured(f"{path} cannot be written: {error.strerror}", hint="make the folder writable") from error
    return path


def default_yaml() -> str:
    """The file with every key that may stand in it, its default, and one line of comment each."""
    lines: list[str] = []
    above: tuple[str, ...] = ()
    for key in keys():
        if key.is_secret:
            continue
        *sections, name = key.path
        lines += opened(above, tuple(sections))
        above = tuple(sections)
        indent = "  " * len(sections)
        lines += [f"{indent}# {key.field.description}", indent + entry(name, default_of(key))]
    secrets = ", ".join(key.variable for key in keys() if key.is_secret)
    return HEAD.format(secrets=secrets) + "\n".join(lines) + "\n"


def opened(before: tuple[str, ...], now: tuple[str, ...]) -> list[str]:
    return [f"{'  ' * depth}{name}:" for depth, name in enumerate(now) if before[: depth + 1] != now[: depth + 1]]


def entry(name: str, default: Any) -> str:
    return f"# {name}:" if default is None else f"{name}: {written(default)}"


def default_of(key: Key) -> Any:
    value = key.field.get_default()
    if isinstance(value, tuple):
        return list(value)
    return str(value) if isinstance(value, Path) else value


def written(value: Any) -> str:
    return yaml.safe_dump(value, default_flow_style=True, width=1000).removesuffix("\n").removesuffix("\n...")


def reference() -> str:
    """The page docs/reference/configuration.md."""
    rows = [row(key) for key in keys() if not key.is_secret]
    secrets = [f"| `{key.variable}` | {key.field.description} |" for key in keys() if key.is_secret]
    return REFERENCE.format(keys="\n".join(rows), secrets="\n".join(secrets))


def row(key: Key) -> str:
    default = default_of(key)
    cell = "absent" if default is None else f"`{written(default)}`"
    return f"| `{key.name}` | {cell} | {key.field.description} | `{key.variable}` |"
