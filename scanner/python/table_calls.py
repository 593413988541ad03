"""Tables of SQLAlchemy that are calls: `users = Table("users", metadata, Column("id", Integer))`.

One that a module gives a name is a schema of that name; the `__table__` of a class belongs to its model.
"""

from typing import NamedTuple

from ..facts import new_symbol
from .columns import Absolute, is_of_sqlalchemy, sqlalchemy_column, string_in
from .constraints import Key, constrain, keys_among
from .fields import CALL, Called, Field, called, string_of
from .findings import Findings, Tabled
from .relations import relate, relation_of
from .scopes import absolute_in
from .signatures import one_line
from .table_relations import key_relations
from .tree import RIGHT, kind

TABLE = frozenset({"Table"})
COLUMN = "Column"
SPLAT = kind("list_splat")
OWN_TABLE = "__table__"


class Table(NamedTuple):
    """What a call says of a table: its name, its columns as the fields that a class would have, and its keys."""

    name: str | None
    fields: list[Field]
    keys: list[Key]


def table_of(source: bytes, call: Called | None, absolute: Absolute) -> Table | None:
    """What a call says, where it makes a table."""
    if call is None or not is_of_sqlalchemy(call, TABLE, absolute):
        return None
    name, schema = string_of(source, next(iter(call.positional), None)), string_in(source, call, "schema")
    found = [(node, called(source, node)) for node in call.positional]
    columns = [(node, one) for node, one in found if one is not None and one.name.rpartition(".")[2] == COLUMN]
    named = [(node, one, string_of(source, next(iter(one.positional), None))) for node, one in columns]
    fields = [Field(text, None, node, one) for node, one, text in named if text is not None]
    return Table(f"{schema}.{name}" if name and schema else name, fields, keys_among(source, call.positional))


def describe_tables(findings: Findings, module: str) -> None:
    """Make symbols of the tables of a module, and note what they refer to once all of them are known."""
    found = [(made, table) for made in findings.tables if (table := kept(findings, made, module)) is not None]
    for made, table in found:
        absolute, own = absolute_in(made.scope, module), made.scope.definitions[made.name]
        told = [relation_of(findings.source, one, "sqlalchemy", own, absolute) for one in table.fields]
        relate(findings, own, [*filter(None, told), *key_relations(findings.source, table.keys, absolute)])


def kept(findings: Findings, made: Tabled, module: str) -> Table | None:
    """The table that is given a name, now a symbol; None where it has no columns."""
    source, absolute = findings.source, absolute_in(made.scope, module)
    call = called(source, made.node.child_by_field_id(RIGHT))
    table = table_of(source, call, absolute)
    columns = [one for field in table.fields if (one := sqlalchemy_column(source, field, absolute))] if table else []
    if call is None or table is None or not columns:
        return None
    constrain(source, table.keys, table.fields, columns)
    qualified = findings.names.qualify(made.scope, made.name)
    lines = (made.node.start_point.row + 1, made.node.end_point.row + 1)
    symbol = new_symbol("schema", made.name, qualified, signature_of(source, made.name, call), lines)
    symbol["role"], symbol["columns"] = "table", columns
    symbol["docstring"] = string_in(source, call, "comment")
    symbol["is_exported"] = not made.name.startswith("_")
    findings.keep_assigned(made.node, symbol)
    made.scope.define(made.name, qualified)
    if table.name is not None:
        findings.models.append((f"sql:{table.name.lower()}", f"{module}.{qualified}"))
    return table


def signature_of(source: bytes, name: str, call: Called) -> str:
    """The call without what it says of columns and keys."""
    plain = [one_line(source, node) or "" for node in call.positional if node.kind_id not in {CALL, SPLAT}]
    named = [f"{key}={one_line(source, node)}" for key, node in call.keywords.items() if key != "comment"]
    return f"{name} = {call.name}({', '.join(plain + named)})"
