"""The table that a model says it is, under which the foreign keys of others name it."""

import re

from ..facts import SymbolFacts
from .fields import Field, string_of
from .findings import Modelled

TABLE = re.compile(r"\btable\s*=\s*True\b")
SCHEMA = re.compile(r"[\"']schema[\"']\s*:\s*[\"']([^\"']+)[\"']")
WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def sqlalchemy_table(source: bytes, found: Modelled, fields: list[Field]) -> str | None:
    """What `__tablename__` says; Flask-SQLAlchemy makes a name of the class's own."""
    table = stated(source, fields)
    if table is None and "db.Model" in found.bases:
        return WORDS.sub("_", found.symbol["name"]).lower()
    return table


def sqlmodel_table(source: bytes, symbol: SymbolFacts, fields: list[Field]) -> str | None:
    """The name of the class in small letters, if nothing else is said; most models of pydantic are no tables."""
    return (stated(source, fields) or symbol["name"].lower()) if TABLE.search(symbol["signature"]) else None


def stated(source: bytes, fields: list[Field]) -> str | None:
    """`__tablename__`, behind the schema that `__table_args__` names."""
    values = {made.name: made.value for made in fields}
    table, arguments = string_of(source, values.get("__tablename__")), values.get("__table_args__")
    if table is None or arguments is None:
        return table
    schema = SCHEMA.search(source[arguments.start_byte : arguments.end_byte].decode("utf-8", "replace"))
    return f"{schema[1]}.{table}" if schema else table
