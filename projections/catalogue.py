"""The catalogue of events for people, made from the code: `docs/reference/events.md`."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from inspect import cleandoc
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import orjson
from pydantic.fields import FieldInfo

from ..domain.events import EVENTS, Event, Fact
from .effects import EFFECTS, Effects

HEAD = """\
# Events

Every event the log may hold, by topic: its fields, its schema version, the tables of the read model it touches and the
types of documents that may look different after it. Instants are written in UTC as `2026-01-31T12:00:00Z`. When the
meaning of an event changes, so does its version, and older events are read in their new meaning.
"""
WORDS: dict[Any, str] = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "true or false",
    datetime: "instant",
    Any: "any JSON",
}


def event_catalogue() -> str:
    """The page `docs/reference/events.md`."""
    events = [EVENTS[topic] for topic in sorted(EFFECTS)]
    values = sorted({fact for event in events for fact in facts_in(event)}, key=lambda fact: fact.__name__)
    sections = [*map(event_section, events), "## Values in events\n", *map(value_section, values)]
    return "\n".join([HEAD, *sections])


def event_section(event: type[Event]) -> str:
    told = [f"**Class:** `{event.__name__}`, version {event.SCHEMA_VERSION}", *lines_of(EFFECTS[event.TOPIC])]
    facts = "".join(f"- {line}\n" for line in told)
    return f"## {event.TOPIC}\n\n{described(event)}\n\n{facts}\n{fields(event)}"


def value_section(fact: type[Fact]) -> str:
    return f"### {fact.__name__}\n\n{described(fact)}\n\n{fields(fact)}"


def lines_of(effects: Effects) -> Iterator[str]:
    yield f"**Tables:** {listed(effects.tables)}"
    yield f"**Documents:** {listed(effects.documents)}"
    if effects.files:
        yield f"**Files:** {listed(effects.files)}"


def listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names)) or "none"


def described(fact: type[Fact]) -> str:
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in cleandoc(fact.__doc__ or "").split("\n\n"))


def fields(fact: type[Fact]) -> str:
    rows = (f"| `{name}` | {type_of(field.annotation)}{default(field)} |" for name, field in fact.model_fields.items())
    return "\n".join(["| field | type |", "|---|---|", *rows, ""])


def default(field: FieldInfo) -> str:
    if field.is_required():
        return ""
    return f", by default `{orjson.dumps(field.get_default(call_default_factory=True)).decode()}`"


def type_of(annotation: Any) -> str:
    """A type in the words of JSON."""
    inner = get_args(annotation)
    match get_origin(annotation):
        case None:
            return WORDS.get(annotation) or fact_link(annotation)
        case origin if origin is Literal:
            return "one of " + ", ".join(f"`{value}`" for value in inner)
        case origin if origin in {Union, UnionType}:
            parts = [type_of(one) for one in inner if one is not NoneType]
            return " or ".join([*parts, *(["null"] if NoneType in inner else [])])
        case origin if origin in {tuple, list}:
            return f"list of {type_of(inner[0])}"
    return "object"


def fact_link(fact: type[Fact]) -> str:
    return f"[{fact.__name__}](#{fact.__name__.lower()})"


def facts_in(fact: type[Fact]) -> Iterator[type[Fact]]:
    """The values that are nested in this one, at any depth."""
    for field in fact.model_fields.values():
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, Fact):
                yield part
                yield from facts_in(part)
