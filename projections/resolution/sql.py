"""Where the name of a table leads: to a table, view or model of the same file, or else to the only one there is."""

import re

from .definitions import NOTHING, Found, Steps, Walk
from .keys import DEFAULTS, TABLES, without_default
from .models import schema_of

PYTHON = re.compile(r"\.pyi?$")


class SqlWalk:
    """The way of one name. Where several tables are equally good, it leads nowhere."""

    def __init__(self, walk: Walk) -> None:
        self.walk = walk

    def run(self) -> Steps[str | None]:
        """The id of the table in the end, or of the model that says it is that table: to models that goes first."""
        scope, target = self.walk.name
        schema, _, table = target.removeprefix(TABLES).rpartition(".")
        key = TABLES + table
        named = without_default(target)
        yield from self.walk.ask([key, named])
        tables = [found for found in self.walk.known.get(key, NOTHING).symbols if found.kind == "schema"]
        here = [found for found in tables if found.file_id == f"file:{scope}"]
        fitting = within(here, schema) or within(tables, schema)
        models = self.walk.known.get(named, NOTHING).names
        own = [model for model in models if model.file_id == f"file:{scope}"]
        if models and (own or not fitting or PYTHON.search(scope)):
            return (yield from schema_of(self.walk, own or models))
        return fitting[0].id if len(fitting) == 1 else None


def within(tables: list[Found], schema: str) -> list[Found]:
    """Those in a schema; where none is asked for, those of any, if there are none in the default one."""
    exactly = [found for found in tables if schema_name(found) == plain(schema)]
    return exactly or [found for found in tables if not plain(schema)]


def schema_name(found: Found) -> str:
    return plain(found.id.partition("::")[2].rpartition(".")[0].lower())


def plain(schema: str) -> str:
    """The default schema, in which a table is that names none, has no name."""
    return "" if schema in DEFAULTS else schema
