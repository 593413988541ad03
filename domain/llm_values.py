"""The kinds of values that LLM settings have; none of their errors repeats a value."""

import math
import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from .text import storable, unfit

KEY_CHARACTERS = 16_384
"""Room for the JSON key of a service account."""
LONGEST_TIMEOUT = 86_400
HOTTEST = 2
MOST_TOKENS = 100_000_000
CLI_TYPE = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")


def fitting_key(secret: SecretStr) -> SecretStr:
    text = storable(secret.get_secret_value(), "a key")
    if not text or text != text.strip() or len(text) > KEY_CHARACTERS:
        raise unfit(f"a key of 1 to {KEY_CHARACTERS:,} characters without white space around it")
    return secret


def program(text: str) -> str:
    if not CLI_TYPE.fullmatch(text):
        raise unfit("the name of a program: up to 64 of a-z, 0-9, '.', '_' and '-', beginning with a letter or digit")
    return text


def number(value: Any) -> Any:
    """Python's True is a number too, but nobody means one by it."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not is_finite(value):
        raise unfit("a number")
    return value


def is_finite(value: float) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer that no float comes near
        return False


def seconds(value: float) -> float:
    if not 0 < value <= LONGEST_TIMEOUT:
        raise unfit(f"a number of seconds above 0 and up to {LONGEST_TIMEOUT:,}")
    return value


def temperature(value: float) -> float:
    if not 0 <= value <= HOTTEST:
        raise unfit(f"a number from 0 to {HOTTEST}")
    return value


def tokens(count: int) -> int:
    if not 1 <= count <= MOST_TOKENS:
        raise unfit(f"a whole number from 1 to {MOST_TOKENS:,}")
    return count


ApiKey = Annotated[SecretStr, AfterValidator(fitting_key)]
CliType = Annotated[str, Field(strict=True), AfterValidator(program)]
Seconds = Annotated[float, BeforeValidator(number), AfterValidator(seconds)]
Temperature = Annotated[float, BeforeValidator(number), AfterValidator(temperature)]
Tokens = Annotated[int, Field(strict=True), AfterValidator(tokens)]
