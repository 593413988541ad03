"""Models of SQLAlchemy, Django and pydantic: told by what the file says, with their columns."""

from collections.abc import Callable

import pytest
from docrunch.domain.source import Column, SourceFile, Symbol

Parse = Callable[..., SourceFile]


def models(file: SourceFile) -> dict[str, Symbol]:
    return {symbol.qualified_name: symbol for symbol in file.symbols if symbol.role == "model"}


def columns(file: SourceFile, name: str = "User") -> dict[str, Column]:
    return {column.name: column for column in models(file)[name].columns}


def test_a_model_is_a_class_and_a_schema(parse: Parse) -> None:
    file = parse(
        'import pydantic\n\n\nclass User(pydantic.BaseModel):\n    """One."""\n    a: int\n\n    def m(self): ...\n'
    )

    assert [(symbol.kind, symbol.qualified_name, symbol.role) for symbol in file.symbols] == [
        ("class", "User", "model"),
        ("schema", "User#schema", "model"),
        ("method", "User.m", None),
    ]
    first, second, _ = file.symbols
    assert first.columns == second.columns
    assert (second.name, second.docstring, second.start_line, second.end_line) == ("User", "One.", 4, 8)


def test_columns_of_sqlalchemy_are_read(parse: Parse) -> None:
    file = parse(
        "from sqlalchemy import Column, ForeignKey, Integer, String\nfrom .base import Base\n\n"
        "class User(Base):\n    __tablename__ = 'users'\n    id = Column(Integer, primary_key=True)\n"
        "    name = Column('user_name', String(50), nullable=False, default='x', comment='What it is\\ncalled')\n"
        "    team_id = Column(ForeignKey('teams.id'))\n    other = relationship('Team')\n"
    )

    found = columns(file)
    assert list(found) == ["id", "name", "team_id"]
    assert (found["id"].type, found["id"].is_primary_key, found["id"].is_nullable) == ("Integer", True, False)
    assert (found["name"].type, found["name"].is_nullable, found["name"].default) == ("String(50)", False, "'x'")
    assert found["name"].description == "What it is called"
    assert (found["team_id"].references, found["team_id"].is_nullable) == ("teams.id", True)


KEYS = """
import sqlalchemy as sa
from sqlalchemy.orm import mapped_column
class User(Base):
    __tablename__ = 'users'
    a = sa.Column('first', sa.Integer)
    b = sa.Column(sa.Integer, name='b_id')
    c: Mapped[int] = mapped_column()
    d = sa.Column(sa.ForeignKey('own.id'))
    e = sa.Column(  # it may be
        sa.Text, nullable=True)
    __table_args__ = (
        sa.PrimaryKeyConstraint('first', b, 'e', name='key'),
        sa.UniqueConstraint('d'), sa.ForeignKeyConstraint(['d'], others),
        sa.ForeignKeyConstraint(['first',  # and
            'b_id'], ['sales.orders.x', 'sales.orders.y']),
        sa.ForeignKeyConstraint(columns=(c, a.x, 'gone'), refcolumns=(Team.id, 'teams.x', 'teams.y')),
        {'schema': 'audit'})
"""


def test_keys_of_several_columns_are_read(parse: Parse) -> None:
    file = parse(KEYS)

    assert [(one.name, one.is_primary_key, one.is_nullable, one.references) for one in columns(file).values()] == [
        ("a", True, False, "sales.orders.x"),
        ("b", True, False, "sales.orders.y"),
        ("c", False, False, "Team.id"),
        ("d", False, True, "own.id"),
        ("e", True, True, None),
    ]
    assert columns(file)["e"].type == "sa.Text"
    assert [(one.name, one.target, one.line) for one in file.references if one.kind == "references"] == [
        ("own.id", "sql:own", 9),
        ("sales.orders.x", "sql:sales.orders", 16),
        ("Team", None, 17),
        ("teams.x", "sql:teams", 17),
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        "__table_args__ = Base.__table_args__ + (ForeignKeyConstraint(['x'], ['t.x']), PrimaryKeyConstraint(x))",
        "__table_args__ = (ForeignKeyConstraint([x], ['t.x']), PrimaryKeyConstraint('x')) if POSTGRES else ()",
        "def __table_args__(cls):\n        return PrimaryKeyConstraint(cls.x), ForeignKeyConstraint(['x'], ['t.x'])",
        "@attr\n    def __table_args__(cls): return PrimaryKeyConstraint('x'), ForeignKeyConstraint(['x'], ['t.x'])",
    ],
)
def test_constraints_are_found_in_what_makes_the_arguments(parse: Parse, arguments: str) -> None:
    source = "from sqlmodel import SQLModel\nclass User(SQLModel, table=True):\n    x: int\n"

    (column,) = columns(parse(f"{source}    {arguments}\n")).values()

    assert (column.is_primary_key, column.references) == (True, "t.x")


def test_mapped_columns_are_read(parse: Parse) -> None:
    file = parse(
        "import sqlalchemy as sa\nfrom sqlalchemy.orm import Mapped, mapped_column\n\nclass User(Base):\n"
        "    id: Mapped[int] = mapped_column(primary_key=True)\n    name: Mapped[str | None]\n    '''Called so.'''\n"
        "    x: Mapped[Optional[int]] = mapped_column(sa.ForeignKey(Team.id), nullable=False)\n"
        "    old = sa.Column(sa.Text)\n    team: Mapped['Team'] = relationship()\n"
    )

    found = columns(file)
    assert [(one.name, one.type, one.is_nullable) for one in found.values()] == [
        ("id", "int", False),
        ("name", "str | None", True),
        ("x", "Optional[int]", False),
        ("old", "sa.Text", True),
    ]
    assert (found["name"].description, found["x"].references) == ("Called so.", "Team.id")


def test_columns_of_flask_are_read(parse: Parse) -> None:
    assert list(columns(parse("from .app import db\nclass User(db.Model):\n    id = db.Column(db.Integer)\n"))) == [
        "id"
    ]


def test_fields_of_django_are_read(parse: Parse) -> None:
    file = parse(
        "from django.db import models\nfrom .fields import OwnField\n\nclass User(Base):\n"
        "    name = models.CharField(max_length=20, null=True, default='x', help_text='Its name.')\n"
        "    team = models.ForeignKey('app.Team', on_delete=models.CASCADE)\n"
        "    tags = models.ManyToManyField(to=Tag)\n    own = OwnField(primary_key=True)\n    objects = Manager()\n"
    )

    assert [(one.name, one.type, one.is_nullable, one.references) for one in columns(file).values()] == [
        ("name", "CharField", True, None),
        ("team", "ForeignKey", False, "app.Team"),
        ("tags", "ManyToManyField", False, "Tag"),
        ("own", "OwnField", False, None),
    ]
    assert columns(file)["own"].is_primary_key
    assert (columns(file)["name"].default, columns(file)["name"].description) == ("'x'", "Its name.")


def test_fields_of_pydantic_are_read(parse: Parse) -> None:
    file = parse(
        "from typing import ClassVar\nfrom pydantic import BaseModel, Field\n\nclass Base(BaseModel):\n    a: int\n\n"
        "class User(Base):\n    b: str | None = None\n    c: int = Field(..., description='C.')\n"
        "    d: int = Field(default=5)\n"
        "    e: list[int] = Field(default_factory=list)\n    K: ClassVar[int] = 1\n    _private: int = 2\n"
        "    model_config = {}\n"
    )

    assert [(one.name, one.type, one.is_nullable, one.default) for one in columns(file).values()] == [
        ("b", "str | None", True, "None"),
        ("c", "int", False, None),
        ("d", "int", False, "5"),
        ("e", "list[int]", False, "list"),
    ]
    assert columns(file)["c"].description == "C."


def test_a_table_of_sqlmodel_has_keys(parse: Parse) -> None:
    file = parse(
        "from sqlmodel import Field, SQLModel\nclass User(SQLModel, table=True):\n"
        "    id: int | None = Field(default=None, primary_key=True)\n    team: int = Field(foreign_key='team.id')\n"
    )

    assert columns(file)["id"].is_primary_key
    assert columns(file)["team"].references == "team.id"


@pytest.mark.parametrize(
    "source",
    [
        "from rich.table import Column\nclass A(B):\n    c = Column('x')\n",
        "from django import forms\nclass A(forms.Form):\n    c = forms.CharField()\n",
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    c: int\n",
        "class BaseModel: ...\nclass A(BaseModel):\n    c: int\n",
        "from pydantic import BaseModel\nclass A(BaseModel):\n    def m(self): ...\n",
    ],
)
def test_other_classes_are_no_models(parse: Parse, source: str) -> None:
    assert models(parse(source)) == {}


@pytest.mark.parametrize(
    "source",
    [
        "from sqlalchemy import Column\nclass User(Base):\n    __tablename__ = 'users'\n    a = Column(default={})\n",
        "from django.db import models\nclass User(models.Model):\n    a = models.JSONField(default={})\n",
        "from pydantic import BaseModel\nclass User(BaseModel):\n    a: list = {}\n",
        "from pydantic import BaseModel, Field\nclass User(BaseModel):\n    a: list = Field({})\n",
        "from pydantic import BaseModel, Field\nclass User(BaseModel):\n    a: list = Field(default={})\n",
    ],
)
def test_a_long_default_is_a_matter_of_the_source(parse: Parse, source: str) -> None:
    short, long = (parse(source.replace("{}", text)) for text in ("[1]", f"[{'1, ' * 100}]"))

    assert (columns(short)["a"].default, columns(long)["a"].default) == ("[1]", "…")
