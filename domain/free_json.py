"""JSON of the caller's own shape: plain, bounded, and exact in every reader."""

from typing import Annotated, Any

from pydantic import BeforeValidator

from .canonical import LARGEST, canonical_json
from .errors import Invalid
from .text import CONTENT_BYTES, LONE_SURROGATE, storable, unfit

JSON_DEPTH = 32
"""Lists and objects inside each other."""
JSON_BYTES = CONTENT_BYTES
"""The whole value as canonical JSON: 1 MiB."""
BEYOND_THE_BASIC_PLANE = "\uffff"


def bounded(value: Any) -> Any:
    """A plain copy of a JSON value. Raises PydanticCustomError for what is none, or too deep or too large."""
    copy = plain(value, JSON_DEPTH)
    size = len(serialised(copy))
    if size > JSON_BYTES:
        raise unfit(f"JSON of at most {JSON_BYTES:,} bytes, not of {size:,}")
    return copy


def serialised(value: Any) -> bytes:
    try:
        return canonical_json(value)
    except Invalid as error:
        raise unfit(f"JSON with numbers within ±{LARGEST:,} only") from error


def plain(value: Any, depth: int) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case str():
            return storable(str.__str__(value), "JSON")
        case dict() | list() | tuple() if depth == 0:
            raise unfit(f"JSON of at most {JSON_DEPTH} levels")
        case dict():
            return {name(key): plain(item, depth - 1) for key, item in value.items()}
        case list() | tuple():
            return [plain(item, depth - 1) for item in value]
    raise unfit(f"JSON, which has no {type(value).__name__}")


def name(key: Any) -> str:
    if not isinstance(key, str):
        raise unfit(f"JSON whose names are text, not {type(key).__name__}")
    # Canonical JSON sorts names by UTF-16 code units, which up to here is the order of their bytes.
    if max(key, default="") > BEYOND_THE_BASIC_PLANE and not LONE_SURROGATE.search(key):
        raise unfit("JSON whose names hold no characters beyond U+FFFF")
    return storable(str.__str__(key), "JSON")


def json_object(value: Any) -> Any:
    if not isinstance(value, dict):
        raise unfit("a JSON object")
    return bounded(value)


def json_list(value: Any) -> Any:
    if not isinstance(value, list | tuple):
        raise unfit("a JSON list")
    return bounded(value)


def json_tree(value: Any) -> Any:
    if not isinstance(value, dict | list | tuple):
        raise unfit("a JSON list or object")
    return bounded(value)


JsonObject = Annotated[dict[str, Any], BeforeValidator(json_object)]
JsonList = Annotated[list[Any], BeforeValidator(json_list)]
JsonTree = Annotated[dict[str, Any] | list[Any], BeforeValidator(json_tree)]
"""A list or an object."""
