"""From fields as they come to a valid command, or to one line that says what is wrong with them."""

from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from itertools import chain
from reprlib import Repr
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from ..domain.errors import Invalid
from ..domain.instants import EXPECTED as AN_INSTANT

M = TypeVar("M", bound=BaseModel)
Location = tuple[int | str, ...]

SHOWN_CHARACTERS = 60
EXPECTED = {
    "string_type": "text",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing_size": "a whole number",
    "greater_than_equal": "at least {ge}",
    "less_than_equal": "at most {le}",
    "literal_error": "one of {expected}",
    "tuple_type": "a list",
    "too_long": "at most {max_length} items, not {actual_length}",
    "uuid_type": "a UUID",
    "uuid_parsing": "a UUID",
    "datetime_parsing": AN_INSTANT,
    "datetime_from_date_parsing": AN_INSTANT,
    "model_type": "an object with its fields",
    "unfit": "{expected}",
}
"""What is expected instead, by pydantic's type of the error; what is not here is told in pydantic's words."""

SHORTENED = Repr()
SHORTENED.maxstring = SHORTENED.maxother = SHORTENED.maxlong = SHOWN_CHARACTERS


def parse(model: type[M], fields: Mapping[str, Any]) -> M:
    """Make a command, or what is nested in one, of named values. Raises Invalid: one line with field and value."""
    if not isinstance(fields, Mapping):
        raise Invalid(f"{model.__name__} is {shown(fields)}: expected an object with its fields")
    names: Iterable[object] = fields
    unnamed = [name for name in names if not isinstance(name, str)]
    if unnamed:
        raise Invalid(f"{model.__name__} has no field {shown(unnamed[0])}: names are text")
    try:
        return model.model_validate(dict(fields))
    except ValidationError as error:
        invalid = complaint(error, model)
    raise invalid


def complaint(error: ValidationError, model: type[BaseModel], *, hides_values: bool = False) -> Invalid:
    """One line about the first problem: the field, its value (shortened, or left out) and what is expected."""
    problems = error.errors(include_url=False)
    # A mistyped name is also missing under its right one: the first says more.
    problem: Any = next((one for one in problems if one["type"] == "extra_forbidden"), problems[0])
    value = "" if hides_values else shown(problem["input"])
    others = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
    return Invalid(f"{told(problem, value, model)}{others}")


def told(problem: Any, value: str, model: type[BaseModel]) -> str:
    field = place(problem["loc"])
    match problem["type"]:
        case "missing":
            return f"{field} is missing: {model.__name__} needs it"
        case "extra_forbidden":
            return unknown(problem["loc"], value, model)
    return f"{field} is {value or 'not valid'}: expected {expected(problem)}"


def unknown(location: Location, value: str, model: type[BaseModel]) -> str:
    names = sorted(model_at(model, location[:-1]).model_fields)
    close = get_close_matches(str(location[-1]), names, n=1)
    better = f"did you mean {close[0]}?" if close else f"expected one of {', '.join(names)}"
    given = f" (given {value})" if value else ""
    return f"{model.__name__} has no field {shown(place(location))}{given}: {better}"


def expected(problem: Any) -> str:
    template = EXPECTED.get(problem["type"])
    if template is None:
        return str(problem["msg"]).removeprefix("Input should be ")
    return template.format(**problem["ctx"]) if "ctx" in problem else template


def place(location: Location) -> str:
    """A path as people write it: `findings[0].type`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return "".join(parts).removeprefix(".")


def shown(value: Any) -> str:
    """A value on one line, shortened."""
    try:
        return " ".join(SHORTENED.repr(value).split())
    except ValueError:  # an integer with more digits than Python writes
        return f"a very large {type(value).__name__}"


def model_at(model: type[BaseModel], location: Location) -> type[BaseModel]:
    """The model that is nested at this place."""
    for part in location:
        if isinstance(part, str):
            model = next(models_in(model.model_fields[part].annotation), model)
    return model


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return iter([annotation])
    return chain.from_iterable(models_in(part) for part in get_args(annotation))
