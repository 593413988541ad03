"""The columns of a schema as a table of what is said of any of them."""

from typing import Any, NamedTuple

from .escaping import code_cell
from .running import running_cell
from .shown import Symbol

NULLABLE = {True: "yes", False: "no"}


class ColumnTable(NamedTuple):
    """Headings and rows of cells, ready to be written; the first column is the name."""

    heads: tuple[str, ...]
    rows: list[tuple[str, ...]]


def column_table(schema: Symbol, first: str = "Name") -> ColumnTable:
    """Without the parts that no column has, such as the types in an index; what that refers to is its table."""
    value = "Value" if schema.kind == "module" else "Default"
    heads = (first, "Type", "Null", "Table" if schema.role == "index" else "Key", value, "Description")
    rows = [cells(column) for column in schema.columns]
    kept = [at for at in range(len(heads)) if at == 0 or any(row[at] for row in rows)]
    return ColumnTable(tuple(heads[at] for at in kept), [tuple(row[at] for at in kept) for row in rows])


def cells(column: dict[str, Any]) -> tuple[str, ...]:
    primary = "primary" if column["is_primary_key"] else ""
    return (
        code_cell(column["name"]),
        code_or_nothing(column["type"]),
        NULLABLE.get(column["is_nullable"], ""),
        ", ".join(filter(None, [primary, code_or_nothing(column["references"])])),
        code_or_nothing(column["default"]),
        running_cell(column["description"] or ""),
    )


def code_or_nothing(text: str | None) -> str:
    return code_cell(text) if text else ""
