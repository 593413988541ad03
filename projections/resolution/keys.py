"""Keys: by what name a file's definitions are found from outside, and from where its own targets are looked up.

Python: dotted names. JavaScript and TypeScript: `/path/without/extension:name`. SQL: `sql:` and a name in
small letters, without its schema. Other languages offer no names.
"""

import re
from typing import NamedTuple

SCRIPT = re.compile(r"\.([cm]?[jt]s|[jt]sx)$")
CONFIGURATION = re.compile(r"(^|/)[jt]sconfig(\.[^/]*)?\.json$")
CONFIGURED = re.compile(r"/[jt]sconfig(\.[^/]*)?$")
TABLES = "sql:"
STAR = "*"
LONGEST = 1_000
"""Bytes of a target or step: longer ones do not fit into an index and lead nowhere."""


class Keys(NamedTuple):
    """The keys of one file: of its module, and what stands before each of its names.

    `folder` is where targets that are no paths are looked up; "" where the place of the file does not matter.
    `is_configuration` for a file whose names are patterns of specifiers.
    """

    module: str
    prefix: str
    folder: str = ""
    is_configuration: bool = False

    def of(self, name: str) -> str:
        """The key of a name within the file."""
        if self.prefix == TABLES:
            return TABLES + name.rpartition(".")[2].lower()
        return self.prefix + name if name else self.module

    def scope(self, target: str | None) -> str | None:
        """From where a target of this file is looked up, None when it is not."""
        if target is None or len(target.encode()) > LONGEST or len(self.folder.encode()) > LONGEST:
            return None
        return "" if target.startswith("/") else self.folder


def keys_of(language: str, path: str, module: str) -> Keys | None:
    """The keys of a file; None where its language has none."""
    if language == "python":
        return Keys(module, f"{module}.")
    if language == "sql":
        return Keys(f"sql/{path}", TABLES, path)
    is_configuration = CONFIGURATION.search(path) is not None
    stem = "/" + (path.removesuffix(".json") if is_configuration else SCRIPT.sub("", path))
    if stem == "/" + path:
        return None
    return Keys(stem, f"{stem}:", stem[: stem.rindex("/") + 1], is_configuration)


def folder_of(key: str) -> str | None:
    """The folder whose scripts a key configures; None for any other key."""
    module = key.partition(":")[0]
    return module[: module.rindex("/") + 1] if module.startswith("/") and CONFIGURED.search(module) else None
