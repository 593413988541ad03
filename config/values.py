"""The kinds of values that settings have; each error says what was expected and never repeats the value."""

import json
import os
import re
from pathlib import Path
from typing import Annotated, Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict
from pydantic import AfterValidator, BeforeValidator, Field

YEAR_SECONDS = 31_536_000
# Postgres cuts names at 63 bytes; a generation of the read model appends `_r` and its number.
LONGEST_SCHEMA = 55
SCHEMA = re.compile(r"[a-z_][a-z0-9_]*")
TARGET = re.compile(r"[a-z][a-z0-9_-]*")


def no_truth(value: Any) -> Any:
    """YAML's `yes` is no number, although Python's True is one."""
    if isinstance(value, bool):
        raise ValueError("a number")  # noqa: TRY004 - pydantic reports ValueError
    return value


def no_number(value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004 - as above
    return value


def listed(value: Any) -> Any:
    """Environment variables hold lists as `a,b` or as JSON."""
    if not isinstance(value, str):
        return value
    if value.lstrip().startswith("["):
        return json_list(value)
    return [part.strip() for part in value.split(",") if part.strip()]


def json_list(value: str) -> Any:
    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        raise ValueError('a list such as a,b or ["a", "b"]') from error


def target_names(value: tuple[str, ...]) -> tuple[str, ...]:
    if len(set(value)) != len(value) or not all(TARGET.fullmatch(name) for name in value):
        raise ValueError("a list of different projector names, such as [lightrag, markdown]")
    return value


def schema_name(value: str) -> str:
    is_reserved = value.startswith("pg_") or value == "information_schema" or re.search(r"_r[0-9]+$", value)
    if not SCHEMA.fullmatch(value) or len(value) > LONGEST_SCHEMA or is_reserved:
        raise ValueError(
            f"a lower-case name of letters, digits and _, up to {LONGEST_SCHEMA} bytes, not pg_… and not ending in _r1"
        )
    return value


def postgres_url(value: str) -> str:
    expected = "a PostgreSQL URL such as postgresql://user@host/database"
    try:
        parts = conninfo_to_dict(value)
    except ProgrammingError:
        # The cause repeats the string, password and all.
        raise ValueError(expected) from None
    if not parts:
        raise ValueError(expected)
    return value


def http_url(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s/]+\S*", value):
        raise ValueError("an http:// or https:// URL")
    return value


def redis_url(value: str) -> str:
    if not re.fullmatch(r"(rediss?|unix)://\S+", value):
        raise ValueError("a redis://, rediss:// or unix:// URL")
    return value


def output_folder(value: Path) -> Path:
    """A folder of its own: absolute, or below the project and neither its root nor docrunch's or git's folder."""
    if "\0" in str(value) or value.parts[:1] == ("~",):
        raise ValueError("a path without ~ or a null character")
    inside = Path(os.path.normpath(value))
    if not value.is_absolute() and (inside.parts or ("..",))[0] in {"..", ".docrunch", ".git"}:
        raise ValueError("an absolute path, or one below the project (not the project itself, .docrunch or .git)")
    return inside


Text = Annotated[str, Field(min_length=1)]
Flag = Annotated[bool, BeforeValidator(no_number)]
Count = Annotated[int, BeforeValidator(no_truth), Field(ge=0, le=1_000_000_000)]
PositiveCount = Annotated[int, BeforeValidator(no_truth), Field(ge=1, le=1_000_000_000)]
Seconds = Annotated[float, BeforeValidator(no_truth), Field(gt=0, le=YEAR_SECONDS, allow_inf_nan=False)]
Targets = Annotated[tuple[str, ...], BeforeValidator(listed), AfterValidator(target_names)]
SchemaName = Annotated[str, AfterValidator(schema_name)]
PostgresUrl = Annotated[str, AfterValidator(postgres_url)]
HttpUrl = Annotated[str, AfterValidator(http_url)]
RedisUrl = Annotated[str, AfterValidator(redis_url)]
OutputFolder = Annotated[Path, AfterValidator(output_folder)]
