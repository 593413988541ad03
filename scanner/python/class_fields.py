"""Fields of classes that are no models (what a body annotates, members of an enumeration), and variables of modules."""

import re
from collections.abc import Collection, Iterator

from tree_sitter import Node

from ..defaults import shown_default
from ..facts import ColumnFacts
from .columns import column, default_of
from .exports import LISTING
from .fields import Field, fields_of
from .findings import Findings, Modelled
from .lambdas import lambda_in
from .signatures import one_line

ENUMERATION = re.compile(r"(?:\w+\.)*\w*(?:Enum|Flag)")
CALLS = frozenset({"field", "Field", "ib", "attrib", "Factory"})
"""What says of a field of a dataclass, or of attrs, how it is made."""
DEFAULTS = ("default", "default_factory", "factory", "init")


def describe_fields(findings: Findings) -> None:
    """Give the classes of a file their fields."""
    for found in findings.classes:
        if not found.symbol["columns"]:
            found.symbol["columns"] = list(columns_of(findings.source, found))


def describe_assigned(findings: Findings, module: Node) -> None:
    """Give the symbols that are values of a name what is said of them as of variables."""
    for body in (module, *(found.body for found in findings.classes)) if findings.assigned else ():
        for made in fields_of(findings.source, body):
            symbol = None if made.value is None else findings.assigned.get(made.value.start_byte)
            if symbol is not None and made.note:
                symbol["docstring"] = made.note


def columns_of(source: bytes, found: Modelled) -> Iterator[ColumnFacts]:
    """The fields that others may use, each once: an underscore says that they should not."""
    is_enumeration = any(ENUMERATION.fullmatch(base) for base in found.bases)
    seen: set[str] = set()
    for made in fields_of(source, found.body):
        is_field = made.annotation is not None or (is_enumeration and lambda_in(made.value) is None)
        if made.name in seen or made.name.startswith("_") or not is_field:
            continue
        seen.add(made.name)
        yield column_of(source, made)


def variables_of(findings: Findings, module: Node, public: Collection[str] | None) -> list[ColumnFacts]:
    """The names at the top of a module that hold a value, where it offers them: what it lists, if it lists anything."""
    offered = (made for made in fields_of(findings.source, module) if is_offered(made.name, public))
    plain = (made for made in offered if made.value is None or made.value.start_byte not in findings.assigned)
    return list({made.name: column_of(findings.source, made) for made in plain}.values())


def is_offered(name: str, public: Collection[str] | None) -> bool:
    return not name.startswith("_") if public is None else name in public and name != LISTING


def column_of(source: bytes, made: Field) -> ColumnFacts:
    found = column(made, made.annotation, is_nullable=None)
    call = made.called
    if call is not None and call.name.rpartition(".")[2] in CALLS:
        found["default"] = default_of(source, call, *DEFAULTS)
    else:
        found["default"] = shown_default(one_line(source, made.value))
    return found
