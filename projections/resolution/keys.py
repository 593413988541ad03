"""Keys: by what name a file's definitions are found from outside, and from where its own targets are looked up.

Python: dotted names. JavaScript and TypeScript: `/path/without/extension:name`. SQL: `sql:` and a name in
small letters, without its schema. Models in Python have keys besides: `mapped:Order`, `django:order` or
`django:shop.order`, and `sql:` with the name of their table. Other languages offer no names.
"""

import re
from typing import NamedTuple

SCRIPT = re.compile(r"\.([cm]?[jt]s|[jt]sx)$")
CONFIGURATION = re.compile(r"(^|/)[jt]sconfig(\.[^/]*)?\.json$")
CONFIGURED = re.compile(r"/[jt]sconfig(\.[^/]*)?$")
TABLES = "sql:"
STAR = "*"
DEFAULTS = frozenset({"public", "dbo", "main"})
"""Schemas of PostgreSQL, SQL Server and SQLite that need not be named; MySQL has none."""
LONGEST = 1_000
"""Bytes of a target or step: longer ones do not fit into an index and lead nowhere."""


class Keys(NamedTuple):
    """The keys of one file: of its module, and what stands before each of its names.

    `folder` is where targets that are no paths are looked up; "" where the place of the file does not matter.
    `is_configuration` for a file whose names are patterns of specifiers. `path` is where names of models are looked up.
    """

    module: str
    prefix: str
    folder: str = ""
    is_configuration: bool = False
    path: str = ""

    def of(self, name: str) -> str:
        """The key of a name within the file; one that holds a colon is a key itself."""
        if ":" in name:
            return without_default(name)
        if self.prefix == TABLES:
            return TABLES + name.rpartition(".")[2].lower()
        return self.prefix + name if name else self.module

    def scope(self, target: str | None) -> str | None:
        """From where a target of this file is looked up, None when it is not."""
        place = self.path if self.path and target and ":" in target else self.folder
        if target is None or len(target.encode()) > LONGEST or len(place.encode()) > LONGEST:
            return None
        return "" if target.startswith("/") else place


def keys_of(language: str, path: str, module: str) -> Keys | None:
    """The keys of a file; None where its language has none."""
    if language == "python":
        return Keys(module, f"{module}.", path=path)
    if language == "sql":
        return Keys(f"sql/{path}", TABLES, path)
    is_configuration = CONFIGURATION.search(path) is not None
    stem = "/" + (path.removesuffix(".json") if is_configuration else SCRIPT.sub("", path))
    if stem == "/" + path:
        return None
    return Keys(stem, f"{stem}:", stem[: stem.rindex("/") + 1], is_configuration)


def without_default(name: str) -> str:
    """The name of a table without a schema that need not be named."""
    schema, _, table = name.removeprefix(TABLES).rpartition(".")
    return TABLES + table if name.startswith(TABLES) and schema in DEFAULTS else name


def folder_of(key: str) -> str | None:
    """The folder whose scripts a key configures; None for any other key."""
    module = key.partition(":")[0]
    return module[: module.rindex("/") + 1] if module.startswith("/") and CONFIGURED.search(module) else None
