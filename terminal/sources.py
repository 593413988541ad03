"""What an option of the command line may be read from: files, standard input, environment variables."""

import sys
from os import environ
from pathlib import Path
from typing import Any

import click

CONTENT_BYTES = 1 << 20
KEY_BYTES = 1 << 16
STANDARD_INPUT = "-"
TAKEN = "docrunch.standard_input"


class FromFile(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click only
    """What a file holds, or with `-` standard input; text without the line breaks it ends with."""

    name = "path"

    def __init__(self, limit: int = CONTENT_BYTES) -> None:
        self.limit = limit

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        try:
            data = self.read(value, param, ctx)
            if len(data) > self.limit:
                self.fail(f"{value} holds more than {self.limit:,} bytes", param, ctx)
            return self.made_of(data.decode(), value, param, ctx)
        except UnicodeDecodeError as error:
            self.fail(f"{value} is not UTF-8 (byte {error.start})", param, ctx)
        except (OSError, ValueError) as error:
            self.fail(f"{value!r} cannot be read: {getattr(error, 'strerror', None) or error}", param, ctx)

    def read(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> bytes:
        if value != STANDARD_INPUT:
            with Path(value).open("rb") as file:
                return file.read(self.limit + 1)
        other = None if ctx is None else ctx.meta.setdefault(TAKEN, param)
        if other is not None and other is not param:
            self.fail(f"standard input is read for {other.opts[0]} already", param, ctx)
        return sys.stdin.buffer.read(self.limit + 1)

    def made_of(self, text: str, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return text.rstrip("\r\n")


class JsonFromFile(FromFile):
    """The JSON a file holds."""

    def made_of(self, text: str, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        import orjson

        try:
            return orjson.loads(text)
        except orjson.JSONDecodeError as error:
            self.fail(f"{value} is not JSON: {error}", param, ctx)


class SecretFromFile(FromFile):
    """The secret a file holds, without white space around it; nothing that prints it shows it."""

    def made_of(self, text: str, value: str, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from pydantic import SecretStr

        return SecretStr(text.strip())


class SecretFromVariable(click.ParamType):  # type: ignore[type-arg]  # generic in the newest click only
    """The secret that an environment variable of this name holds."""

    name = "variable"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from pydantic import SecretStr

        if not environ.get(value):
            # The name is not repeated: somebody may have put the secret itself here.
            self.fail("the environment has no such variable, or it is empty", param, ctx)
        return SecretStr(environ[value].strip())


TEXT_FILE, JSON_FILE, SECRET_FILE, SECRET_VARIABLE = (
    FromFile(),
    JsonFromFile(),
    SecretFromFile(KEY_BYTES),
    SecretFromVariable(),
)
