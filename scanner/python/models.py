"""Classes that are models of SQLAlchemy, Django or pydantic (SQLModel among them), told by what the file itself says.

A class of SQLAlchemy or Django is told by its fields, for its base may be of the project's own making; one of pydantic
by its base, here or further up in the same file. Such a class has the role `model` and its columns, and there is a
second symbol for it, of kind `schema`, for the documents of schemas: `User#schema`, which no name in Python leads to.
"""

from collections.abc import Iterator
from typing import NamedTuple

from ...domain.source import SCHEMA
from ..facts import ColumnFacts, SymbolFacts
from .app_label import app_label, in_app, named
from .columns import Absolute, django_column, pydantic_column, sqlalchemy_column
from .constraints import constrain, keys_of
from .fields import Field, fields_of
from .findings import Findings, Modelled
from .relations import Library, Relation, relate, relation_of
from .scopes import absolute_in
from .table_calls import OWN_TABLE, Table, table_of
from .table_relations import key_relations, secondary
from .tables import arguments_of, sqlalchemy_table, sqlmodel_table

PYDANTIC = frozenset({"BaseModel", "BaseSettings", "RootModel", "SQLModel"})
PACKAGES = frozenset({"pydantic", "pydantic_settings", "sqlmodel"})


class Model(NamedTuple):
    """What a class is to which library: its columns, the table it says it is, and the app as `app_label` tells it."""

    library: Library
    columns: list[ColumnFacts]
    table: str | None
    app: str | None = ""


def describe_models(findings: Findings, module: str) -> None:
    """Find the models among the classes of a file, and add the symbols of their schemas and what these refer to."""
    models: set[str] = set()
    for found in findings.classes:
        absolute, own = absolute_in(found.scope, module), f"{module}.{found.symbol['qualified_name']}"
        fields = list(fields_of(findings.source, found.body))
        table = own_table(findings.source, fields, absolute)
        fields += table.fields if table else []
        model = model_of(findings.source, found, fields, absolute, models)
        if model is not None and model.library == "pydantic":
            models.add(own)
        if model is not None and model.columns:
            stated = model if table is None else model._replace(table=model.table or table.name)
            keys = [
                *(table.keys if table else ()),
                *keys_of(findings.source, arguments_of(findings.source, found, fields)),
            ]
            constrain(findings.source, keys, fields, model.columns)
            keep(findings, found, stated, own)
            told = related(findings.source, fields, model, own, absolute)
            relate(
                findings,
                found.symbol["qualified_name"] + SCHEMA,
                [*told, *key_relations(findings.source, keys, absolute)],
            )


def own_table(source: bytes, fields: list[Field], absolute: Absolute) -> Table | None:
    """The table that a class has instead of fields."""
    made = next((made for made in fields if made.name == OWN_TABLE), None)
    return None if made is None else table_of(source, made.called, absolute)


def keep(findings: Findings, found: Modelled, model: Model, own: str) -> None:
    """Say of a class that it is a model, and make the symbol of its schema."""
    found.symbol["role"] = "model"
    found.symbol["columns"] = model.columns
    findings.symbols.append((found.body.start_byte, schema_of(found.symbol)))
    findings.models += [(name, own + SCHEMA) for name in names_of(found.symbol["name"], model)]


def related(source: bytes, fields: list[Field], model: Model, own: str, absolute: Absolute) -> Iterator[Relation]:
    """What the fields of a model refer to."""
    for made in fields:
        relation = relation_of(source, made, model.library, own, absolute)
        if relation is not None:
            yield in_app(relation, model.app)
        between = None if model.library == "django" else secondary(source, made, absolute)
        if between is not None:
            yield between


def names_of(name: str, model: Model) -> Iterator[str]:
    """By what names others may refer to a model, apart from its class."""
    if model.library == "django" and model.app is not None:
        yield named(name, model.app)
    elif model.library == "sqlalchemy" or model.table is not None:
        yield f"mapped:{name}"
    if model.table is not None:
        yield f"sql:{model.table.lower()}"


def schema_of(symbol: SymbolFacts) -> SymbolFacts:
    """The symbol that stands for the schema of a model."""
    return symbol | {"kind": "schema", "qualified_name": f"{symbol['qualified_name']}{SCHEMA}"}


def model_of(source: bytes, found: Modelled, fields: list[Field], absolute: Absolute, models: set[str]) -> Model | None:
    """What a class is, None where it is no model; `models` are those of pydantic so far, by absolute name."""
    if not found.bases:
        return None
    if any(is_pydantic(absolute(base)) or absolute(base) in models for base in found.bases):
        columns = [column for made in fields if (column := pydantic_column(source, made))]
        return Model("pydantic", columns, sqlmodel_table(source, found, fields))
    columns = [column for made in fields if (column := sqlalchemy_column(source, made, absolute))]
    if columns:
        return Model("sqlalchemy", columns, sqlalchemy_table(source, found, fields))
    if any(is_django(made, absolute) for made in fields):
        columns = [column for made in fields if (column := django_column(source, made))]
        return Model("django", columns, None, app_label(source, found))
    return None


def is_pydantic(base: str) -> bool:
    """Whether an absolute name is that of a base for models."""
    package, _, name = base.partition(".")
    return package in PACKAGES and name.rpartition(".")[2] in PYDANTIC


def is_django(made: Field, absolute: Absolute) -> bool:
    """Whether a field is one of Django's own models; forms and serializers have fields of the same names."""
    return made.called is not None and absolute(made.called.name).startswith(("django.db.", "django.contrib.gis.db."))
