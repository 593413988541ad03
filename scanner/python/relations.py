"""What the fields of a model refer to: other models and tables, as each of the libraries names them.

A class is meant by its absolute name and `#schema`; a table by `sql:` and its name; a model that a string names by
`mapped:Order` (SQLAlchemy looks among all of them) or `django:order`, `django:shop.order` (Django in an app), or by
`setting:AUTH_USER_MODEL`, which leads to the latter.
"""

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from tree_sitter import Node

from ...domain.source import SCHEMA
from .columns import MAPPED, RELATIONS, Absolute
from .fields import Called, Field, called, string_of
from .findings import Findings, Use
from .names import DOTTED_NAME, chain_of
from .user_model import USER_MODEL
from .values import CALLED, LONGEST_ANNOTATION, alternatives, call_of

Library = Literal["django", "sqlalchemy", "pydantic"]

USER_MODELS = frozenset({"django.conf.settings.AUTH_USER_MODEL", "django.contrib.auth.get_user_model"})
MARKS = "\"' "
COLLECTIONS = frozenset({"c", "columns"})
"""What a table calls its columns."""
RELATIONSHIPS = frozenset({"relationship", "Relationship", "dynamic_loader"})
CONTAINERS = re.compile(r"(?:\w+\.)*(?:[Ll]ist|[Ss]et|Optional|Sequence|Collection|Iterable)\[(.*)\]", re.DOTALL)


class Relation(NamedTuple):
    """A model or table that a field names, as written, and what that means; None where nobody can tell."""

    name: str
    target: str | None
    offset: int = 0
    line: int = 0


def relation_of(source: bytes, made: Field, library: Library, own: str, absolute: Absolute) -> Relation | None:
    """What one field of the model `own` refers to, if it does."""
    call, value = made.called, made.value
    if call is None or value is None:
        return None
    last, found = call.name.rpartition(".")[2], None
    if library == "django":
        found = django(source, call, own, absolute) if last in RELATIONS else None
    elif last in RELATIONSHIPS:
        found = related(source, made, call, absolute)
    else:
        found = foreign_key(source, call, absolute)
    return found and placed_at(value, found)


def placed_at(node: Node, relation: Relation) -> Relation:
    """The same, where it is written."""
    return relation._replace(offset=node.start_byte, line=node.start_point.row + 1)


def django(source: bytes, call: Called, own: str, absolute: Absolute) -> Relation | None:
    """A class, `"self"`, `"Order"` of the same app, or `"shop.Order"`."""
    node = call.keywords.get("to") or next(iter(call.positional), None)
    text = string_of(source, node)
    if text is None:
        return (
            None if node is None else user_model(source, node, absolute) or of_class(chain_of(source, node), absolute)
        )
    if text == "self":
        return Relation(text, own + SCHEMA)
    return Relation(text, f"django:{text.lower()}") if DOTTED_NAME.fullmatch(text) else None


def user_model(source: bytes, node: Node, absolute: Absolute) -> Relation | None:
    """`settings.AUTH_USER_MODEL` and `get_user_model()`: the model that the project's settings name."""
    written = chain_of(source, node) or call_of(source, node) or ""
    is_meant = absolute(written.removesuffix(CALLED)) in USER_MODELS
    return Relation(written, USER_MODEL) if is_meant else None


def related(source: bytes, made: Field, call: Called, absolute: Absolute) -> Relation | None:
    """What `relationship` is given, or else what its annotation says."""
    node = call.keywords.get("argument") or next(iter(call.positional), None)
    chain = None if node is None else chain_of(source, node)
    if chain is not None:
        return of_class(chain, absolute)
    mapped = MAPPED.fullmatch(made.annotation or "")
    text = named(mapped[1] if mapped else made.annotation or "") if node is None else string_of(source, node)
    if text is None or not DOTTED_NAME.fullmatch(text):
        return None
    target = absolute(text)
    return Relation(text, target + SCHEMA if target else f"mapped:{text}")


def foreign_key(source: bytes, call: Called, absolute: Absolute) -> Relation | None:
    """`ForeignKey("orders.id")`, `ForeignKey(Order.id)`, and the `foreign_key` of SQLModel."""
    inner = (called(source, node) for node in call.positional)
    key = next((one for one in inner if one is not None and one.name.rpartition(".")[2] == "ForeignKey"), None)
    node = call.keywords.get("foreign_key") if key is None else next(iter(key.positional), None)
    return None if node is None else of_column(source, node, absolute)


def of_column(source: bytes, node: Node, absolute: Absolute) -> Relation | None:
    """The table in `"orders.id"` and in `orders.c.id`, and the class in `Order.id`."""
    text, chain = string_of(source, node), chain_of(source, node)
    if text is not None:
        table = text.rpartition(".")[0]
        return Relation(text, f"sql:{table.lower()}") if table else None
    owner = "" if chain is None else chain.rpartition(".")[0]
    table, _, last = owner.rpartition(".")
    return of_table(table, absolute) if table and last in COLLECTIONS else of_class(owner, absolute)


def relate(findings: Findings, schema: str, relations: Iterable[Relation]) -> None:
    """Note what the fields and keys of a schema refer to."""
    for one in relations:
        findings.uses.append(Use(one.offset, "references", one.name, schema, one.line, None, one.target))


def of_table(name: str, absolute: Absolute) -> Relation:
    """A table that the file has a variable for."""
    return Relation(name, absolute(name) or None)


def of_class(name: str | None, absolute: Absolute) -> Relation | None:
    """A class that the file names."""
    target = absolute(name) if name else ""
    return Relation(name, target + SCHEMA if target else None) if name else None


def named(annotation: str) -> str | None:
    """The class in `list["Order"]`, `Order | None` and the like."""
    text = annotation.strip(MARKS) if len(annotation) <= LONGEST_ANNOTATION else ""
    while (inner := CONTAINERS.fullmatch(text)) is not None:
        text = inner[1].strip(MARKS)
    parts = [part for part in alternatives(text) if part != "None"]
    return parts[0].strip(MARKS) if len(parts) == 1 else None
