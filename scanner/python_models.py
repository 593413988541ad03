"""Classes that are models of SQLAlchemy, Django or pydantic (SQLModel among them), told by what the file itself says.

A class of SQLAlchemy or Django is told by its fields, for its base may be of the project's own making; one of pydantic
by its base, here or further up in the same file. Such a class has the role `model` and its columns, and there is a
second symbol for it, of kind `schema`, for the documents of schemas: `User#schema`, which no name in Python leads to.
"""

from .facts import ColumnFacts, SymbolFacts
from .python_columns import Absolute, django_column, pydantic_column, sqlalchemy_column
from .python_fields import Field, fields_of
from .python_findings import Findings, Modelled
from .python_scopes import resolve

PYDANTIC = frozenset({"BaseModel", "BaseSettings", "RootModel", "SQLModel"})
PACKAGES = frozenset({"pydantic", "pydantic_settings", "sqlmodel"})


def describe_models(findings: Findings, module: str) -> None:
    """Find the models among the classes of a file, and add the symbols of their schemas."""
    models: set[str] = set()
    for found in findings.classes:
        columns = list(columns_of(findings, found, module, models))
        if columns:
            found.symbol["role"] = "model"
            found.symbol["columns"] = columns
            findings.symbols.append((found.body.start_byte, schema_of(found.symbol)))


def schema_of(symbol: SymbolFacts) -> SymbolFacts:
    """The symbol that stands for the schema of a model."""
    return symbol | {"kind": "schema", "qualified_name": f"{symbol['qualified_name']}#schema"}


def columns_of(findings: Findings, found: Modelled, module: str, models: set[str]) -> list[ColumnFacts]:
    """The columns of a class, none where it is no model; `models` are those of pydantic so far, by absolute name."""

    def absolute(name: str) -> str:
        return resolve(found.scope, name, module) or ""

    source, fields = findings.source, list(fields_of(findings.source, found.body))
    if any(is_pydantic(absolute(base)) or absolute(base) in models for base in found.bases):
        models.add(f"{module}.{found.symbol['qualified_name']}")
        return [column for made in fields if (column := pydantic_column(source, made))]
    columns = [column for made in fields if (column := sqlalchemy_column(source, made, absolute))]
    if not columns and any(is_django(made, absolute) for made in fields):
        columns = [column for made in fields if (column := django_column(source, made))]
    return columns


def is_pydantic(base: str) -> bool:
    """Whether an absolute name is that of a base for models."""
    package, _, name = base.partition(".")
    return package in PACKAGES and name.rpartition(".")[2] in PYDANTIC


def is_django(made: Field, absolute: Absolute) -> bool:
    """Whether a field is one of Django's own models; forms and serializers have fields of the same names."""
    return made.called is not None and absolute(made.called.name).startswith(("django.db.", "django.contrib.gis.db."))
