"""Read a file such as `.docrunch/config.yaml`: plain YAML in UTF-8, each key once."""

from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from ..domain.errors import Misconfigured

HINT = "correct the file, or move it away and run `docrunch init` for a fresh one"


class Loader(yaml.SafeLoader):
    """YAML without a second value for a key, which would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            name = str(key.value)
            if name in seen:
                raise yaml.constructor.ConstructorError(None, None, f"the key {name} stands twice", key.start_mark)
            seen.add(name)
        return super().construct_mapping(node, deep=deep)


def read(path: Path, hint: str = HINT, example: str = "storage: …") -> dict[str, Any]:
    """The file's contents; empty when there is no file. Raises Misconfigured in one line, with `hint`."""
    text = read_text(path)
    try:
        found = yaml.load(text, Loader)  # noqa: S506 - a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise Misconfigured(f"{path} is not valid YAML{where}: {error.problem}", hint=hint) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise Misconfigured(f"{path} is not valid YAML: {str(error).partition(chr(10))[0]}", hint=hint) from error
    if found is None:
        return {}
    if not isinstance(found, dict) or not all(isinstance(key, str) for key in found):
        raise Misconfigured(f"{path} holds no settings, expected a mapping such as `{example}`", hint=hint)
    return found


def read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError as error:
        raise Misconfigured(f"{path} is not UTF-8 (byte {error.start})", hint="save it as UTF-8") from error
    except OSError as error:
        raise Misconfigured(
            f"{path} cannot be read: {error.strerror}", hint="docrunch reads a plain file there"
        ) from error
