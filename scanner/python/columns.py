"""One field of a model as a column, by what each of the libraries means with it."""

import re
from collections.abc import Callable

from tree_sitter import Node

from ..defaults import shown_default
from ..facts import ColumnFacts
from .fields import Called, Field, called, string_of
from .names import chain_of
from .signatures import one_line

Absolute = Callable[[str], str]
"""The absolute name of a name in the class, "" where the file does not tell."""

COLUMNS = frozenset({"Column", "mapped_column"})
MAPPED = re.compile(r"(?:[\w.]+\.)?Mapped\[(.*)\]", re.DOTALL)
OPTIONAL = re.compile(r"\bNone\b|\bOptional\[")
SQLALCHEMY = frozenset({"sqlalchemy", "flask_sqlalchemy", "sqlmodel", "geoalchemy2"})
RELATIONS = frozenset({
    "ForeignKey", "OneToOneField", "ManyToManyField", "TreeForeignKey", "ParentalKey", "ParentalManyToManyField",
})  # fmt: skip
"""Of Django, django-mptt and django-modelcluster, which Wagtail's models have."""
NOT_FIELDS = re.compile(r"(?:typing\.)?ClassVar\b")


def sqlalchemy_column(source: bytes, made: Field, absolute: Absolute) -> ColumnFacts | None:
    """`x = Column(Integer)`, `x: Mapped[int] = mapped_column()`, `x: Mapped[int]`."""
    call, mapped = made.called, MAPPED.fullmatch(made.annotation or "")
    if call is None or not is_of_sqlalchemy(call, COLUMNS, absolute):
        is_plain = mapped is not None and made.value is None and absolute("Mapped").startswith("sqlalchemy.")
        return _plain(made, mapped[1]) if mapped and is_plain else None
    key = _called_within(source, call, "ForeignKey")
    kinds = [
        node for node in call.positional if string_of(source, node) is None and _last(source, node) != "ForeignKey"
    ]
    type_of = one_line(source, kinds[0]) if kinds else None
    is_nullable = mapped is None or OPTIONAL.search(mapped[1]) is not None
    found = column(made, mapped[1] if mapped else type_of, is_nullable=is_nullable)
    found["is_primary_key"] = _is_true(source, call, "primary_key")
    found["is_nullable"] = _flag(source, call, "nullable", found["is_nullable"] and not found["is_primary_key"])
    found["default"] = default_of(source, call, "default", "server_default", "default_factory", "insert_default")
    found["references"] = None if key is None else _target(source, key.positional[:1])
    found["description"] = string_in(source, call, "comment", "doc") or made.note
    return found


def django_column(source: bytes, made: Field) -> ColumnFacts | None:
    """`x = models.CharField(null=True)`; a field of the project's own, or of a package, is one beside such fields."""
    call = made.called
    name = "" if call is None else call.name.rpartition(".")[2]
    if call is None or not name.endswith(("Field", "ForeignKey", "ParentalKey")):
        return None
    found = column(made, name, is_nullable=_is_true(source, call, "null"))
    found["is_primary_key"] = _is_true(source, call, "primary_key")
    found["default"] = default_of(source, call, "default", "db_default")
    if name in RELATIONS:
        to = call.keywords.get("to")
        found["references"] = _target(source, [to] if to is not None else call.positional[:1])
    found["description"] = string_in(source, call, "help_text", "verbose_name") or made.note
    return found


def pydantic_column(source: bytes, made: Field) -> ColumnFacts | None:
    """`x: int = Field(default=1, description="…")`, `x: int = 1`, `x: int`."""
    if made.annotation is None or made.name.startswith("_") or NOT_FIELDS.match(made.annotation):
        return None
    found = _plain(made, made.annotation)
    call = made.called
    if call is None or call.name.rpartition(".")[2] != "Field":
        found["default"] = shown_default(one_line(source, made.value))
        return found
    first = shown_default(one_line(source, call.positional[0])) if call.positional else None
    found["default"] = default_of(source, call, "default", "default_factory") or (None if first == "..." else first)
    found["is_primary_key"] = _is_true(source, call, "primary_key")
    found["references"] = string_in(source, call, "foreign_key")
    found["description"] = string_in(source, call, "description", "title") or made.note
    return found


def column(made: Field, type_of: str | None, *, is_nullable: bool | None) -> ColumnFacts:
    """A column of which no more than its type is known."""
    return {
        "name": made.name,
        "type": type_of,
        "is_nullable": is_nullable,
        "is_primary_key": False,
        "default": None,
        "references": None,
        "description": made.note,
    }


def _plain(made: Field, annotation: str) -> ColumnFacts:
    return column(made, annotation, is_nullable=OPTIONAL.search(annotation) is not None)


def is_of_sqlalchemy(call: Called, names: frozenset[str], absolute: Absolute) -> bool:
    """Whether one of these is called; Flask's `db.Column` is one too: `db` is what everybody calls it."""
    head, _, last = call.name.rpartition(".")
    return last in names and (absolute(call.name).partition(".")[0] in SQLALCHEMY or head == "db")


def _called_within(source: bytes, call: Called, name: str) -> Called | None:
    found = (called(source, node) for node in call.positional)
    return next((one for one in found if one is not None and one.name.rpartition(".")[2] == name), None)


def _last(source: bytes, node: Node) -> str:
    made = called(source, node)
    return "" if made is None else made.name.rpartition(".")[2]


def _target(source: bytes, nodes: list[Node]) -> str | None:
    return next((written(source, node) for node in nodes), None)


def written(source: bytes, node: Node) -> str | None:
    """What a string says, or a name as it is."""
    return string_of(source, node) or chain_of(source, node)


def _is_true(source: bytes, call: Called, name: str) -> bool:
    return one_line(source, call.keywords.get(name)) == "True"


def _flag(source: bytes, call: Called, name: str, otherwise: bool | None) -> bool | None:
    return {"True": True, "False": False}.get(one_line(source, call.keywords.get(name)) or "", otherwise)


def default_of(source: bytes, call: Called, *names: str) -> str | None:
    """What the first of these keyword arguments says that a call has."""
    given = next((call.keywords[name] for name in names if name in call.keywords), None)
    return shown_default(one_line(source, given))


def string_in(source: bytes, call: Called, *names: str) -> str | None:
    """What the first of these keyword arguments says that is a plain string."""
    return next(filter(None, (string_of(source, call.keywords.get(name)) for name in names)), None)
