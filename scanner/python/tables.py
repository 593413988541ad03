"""The table that a model says it is, under which the foreign keys of others name it."""

import re

from tree_sitter import Node

from .definitions import FUNCTION, unwrapped
from .fields import Field, string_of
from .findings import Modelled
from .symbols import symbol_name

ARGUMENTS = "__table_args__"
TABLE = re.compile(r"\btable\s*=\s*True\b")
SCHEMA = re.compile(r"[\"']schema[\"']\s*:\s*[\"']([^\"']+)[\"']")
WORDS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def sqlalchemy_table(source: bytes, found: Modelled, fields: list[Field]) -> str | None:
    """What `__tablename__` says; Flask-SQLAlchemy makes a name of the class's own."""
    table = stated(source, found, fields)
    if table is None and "db.Model" in found.bases:
        return WORDS.sub("_", found.symbol["name"]).lower()
    return table


def sqlmodel_table(source: bytes, found: Modelled, fields: list[Field]) -> str | None:
    """The name of the class in small letters, if nothing else is said; most models of pydantic are no tables."""
    is_table = TABLE.search(found.symbol["signature"]) is not None
    return (stated(source, found, fields) or found.symbol["name"].lower()) if is_table else None


def stated(source: bytes, found: Modelled, fields: list[Field]) -> str | None:
    """`__tablename__`, behind the schema that `__table_args__` names."""
    table = next((string_of(source, made.value) for made in reversed(fields) if made.name == "__tablename__"), None)
    arguments = arguments_of(source, found, fields)
    if table is None or arguments is None:
        return table
    schema = SCHEMA.search(source[arguments.start_byte : arguments.end_byte].decode("utf-8", "replace"))
    return f"{schema[1]}.{table}" if schema else table


def arguments_of(source: bytes, found: Modelled, fields: list[Field]) -> Node | None:
    """What `__table_args__` is assigned, or the method that gives it."""
    value = next((made.value for made in reversed(fields) if made.name == ARGUMENTS), None)
    methods = map(unwrapped, found.body.named_children)
    named = (node for node in methods if node.kind_id == FUNCTION and symbol_name(source, node) == ARGUMENTS)
    return value or next(named, None)
