"""How commands take long texts, JSON and secrets, which do not belong on a command line."""

from collections.abc import Callable
from typing import Any

import click

from .sources import JSON_FILE, SECRET_FILE, SECRET_VARIABLE, TEXT_FILE

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def text_option(field: str, what: str, *, is_main: bool = False) -> Decorator:
    """`--FIELD TEXT` or `--FIELD-file PATH` (of the main text also `--file`); `given` picks the one that was used."""
    flag = flag_of(field)
    files = [f"{flag}-file", *(["--file"] if is_main else [])]
    from_file = click.option(
        *files, f"{field}_file", type=TEXT_FILE, help=f"Read {flag} from a file, or with - from standard input."
    )
    return both(click.option(flag, field, help=what), from_file)


def json_file_option(field: str, what: str) -> Decorator:
    """`--FIELD-file PATH`, JSON; used alone or in place of options that name the parts."""
    return click.option(f"{flag_of(field)}-file", f"{field}_file", type=JSON_FILE, help=what)


def secret_options(field: str, what: str) -> Decorator:
    """A secret by prompt, file or environment variable: never by value, which other processes and the history see."""
    flag = flag_of(field)
    ask = click.option(f"{flag}-prompt", f"{field}_prompt", is_flag=True, help=f"Ask for {what} without showing it.")
    file = click.option(
        f"{flag}-file",
        f"{field}_file",
        type=SECRET_FILE,
        help=f"Read {what} from a file, or with - from standard input.",
    )
    variable = click.option(
        f"{flag}-env", f"{field}_env", type=SECRET_VARIABLE, help=f"Take {what} from this environment variable."
    )
    return both(ask, both(file, variable))


def secret_of(given: dict[str, Any], field: str) -> Any:
    """The secret that `secret_options` of this field took, None when none was said; asks for it if so wished."""
    asked, *others = (given.pop(f"{field}_{source}") for source in ("prompt", "file", "env"))
    said = [secret for secret in others if secret is not None]
    if len(said) + asked > 1:
        flag = flag_of(field)
        raise click.UsageError(f"give one of {flag}-prompt, {flag}-file and {flag}-env")
    return asked_for(field) if asked else next(iter(said), None)


def asked_for(field: str) -> Any:
    """The secret that somebody types without seeing it."""
    from pydantic import SecretStr

    return SecretStr(click.prompt(field.replace("_", " ").capitalize(), hide_input=True, err=True).strip())


def merged(given: dict[str, Any]) -> dict[str, Any]:
    """What was given: of a text and its file the one that was used, and nothing for options that were not."""
    used = {name: value for name, value in given.items() if value is not None and value != ()}
    for name in [name for name in used if name.endswith("_file")]:
        field = name.removesuffix("_file")
        if field in used:
            raise click.UsageError(f"{field} is given twice: say it by an option or by a file")
        used[field] = used.pop(name)
    return used


def flag_of(field: str) -> str:
    return f"--{field.replace('_', '-')}"


def both(first: Decorator, second: Decorator) -> Decorator:
    """Two options, listed in this order."""
    return lambda function: first(second(function))
