"""Tables of SQLAlchemy that are no class: `users = Table("users", metadata, Column("id", Integer))`."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import SourceFile, Symbol

Parse = Callable[..., SourceFile]

LINES = """
import sqlalchemy as sa
from sqlalchemy.orm import relationship

#: What was
#: ordered.
line_table = sa.Table(
    "order_lines",
    metadata,  # of all
    sa.Column("order", sa.ForeignKey("orders.id"), primary_key=True),
    sa.Column("number", sa.Integer, comment="From 1."),
    sa.Column("product", sa.Text, key="of"),
    sa.ForeignKeyConstraint(["product", "number"], ["parts.product", parts.c.number]),
    sa.PrimaryKeyConstraint("number"),
    sa.Index("i", "number"),
    schema="Sales",
)
parts = sa.Table("parts", metadata, sa.Column("product", sa.Text), *more, comment="All of them.")
"""


def tables(file: SourceFile) -> dict[str, Symbol]:
    return {symbol.qualified_name: symbol for symbol in file.symbols if symbol.role == "table"}


def test_a_table_is_described_in_full(parse: Parse) -> None:
    file = parse(LINES)

    lines, parts = tables(file).values()
    assert (lines.kind, lines.name, lines.qualified_name) == ("schema", "line_table", "line_table")
    assert lines.signature == 'line_table = sa.Table("order_lines", metadata, schema="Sales")'
    assert (lines.docstring, lines.start_line, lines.end_line) == ("What was ordered.", 7, 17)
    assert [(one.name, one.type, one.is_primary_key, one.references, one.description) for one in lines.columns] == [
        ("order", None, True, "orders.id", None),
        ("number", "sa.Integer", True, "parts.c.number", "From 1."),
        ("product", "sa.Text", False, "parts.product", None),
    ]
    assert (parts.docstring, len(parts.columns)) == ("All of them.", 1)
    assert file.variables == ()


def test_a_table_refers_to_others_and_can_be_referred_to(parse: Parse) -> None:
    file = parse(LINES)

    assert [(one.source, one.name, one.target) for one in file.references if one.kind == "references"] == [
        ("line_table", "orders.id", "sql:orders"),
        ("line_table", "parts.product", "sql:parts"),
        ("line_table", "parts", "pkg.mod.parts"),
    ]
    assert {(one.name, one.target) for one in file.bindings if one.name.startswith("sql:")} == {
        ("sql:sales.order_lines", "pkg.mod.line_table"),
        ("sql:parts", "pkg.mod.parts"),
    }


def test_the_table_of_a_class_is_that_of_the_model(parse: Parse) -> None:
    file = parse(
        "from sqlalchemy import Column, Table\nclass Part(Base):\n    __table__ = Table('parts', Base.metadata,\n"
        "        Column('id', Integer), Column('of', ForeignKey('parts.id')), PrimaryKeyConstraint('id'))\n"
        "    other = relationship('Order', secondary='order_lines')\n"
    )

    model, schema = file.symbols
    assert (model.role, schema.qualified_name, tables(file)) == ("model", "Part#schema", {})
    assert [(one.name, one.is_primary_key, one.references) for one in model.columns] == [
        ("id", True, None),
        ("of", False, "parts.id"),
    ]
    assert ("sql:parts", "pkg.mod.Part#schema") in {(one.name, one.target) for one in file.bindings}
    assert [(one.name, one.target) for one in file.references if one.kind == "references"] == [
        ("parts.id", "sql:parts"),
        ("Order", "mapped:Order"),
        ("order_lines", "sql:order_lines"),
    ]


@pytest.mark.parametrize(
    "source",
    [
        "from rich.table import Column, Table\nt = Table('x', Column('y'))\n",
        "from sqlalchemy import Table\nt = Table('x', metadata, autoload_with=engine)\n",
        "from sqlalchemy import Column, Table\ndef f():\n    t = Table('x', metadata, Column('y', Text))\n",
        "class Table: ...\nt = Table('x', metadata, db.Column('y', Text))\n",
    ],
)
def test_other_calls_make_no_table(parse: Parse, source: str) -> None:
    assert tables(parse(source)) == {}
