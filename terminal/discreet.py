"""Commands that take secrets: what is wrong with their words is said without repeating any, one may be a secret."""

import re
from collections.abc import Iterator
from typing import Any

import click

HIDDEN = "****"
OPTION = re.compile(r"--?[a-z][a-z-]*")


class Discreet(click.Command):
    """A command that complains about usage without the values it was given."""

    def make_context(self, info_name: str | None, args: list[str], *rest: Any, **extra: Any) -> click.Context:
        words = sorted(values(args), key=len, reverse=True)
        error = None
        try:
            return super().make_context(info_name, args, *rest, **extra)
        except click.UsageError as complaint:
            message = complaint.format_message()
            for word in words:
                message = message.replace(word, HIDDEN)
            error = click.UsageError(message, complaint.ctx)
        # Out here, so that the complaint with its values is not the context of this one.
        raise error


def values(args: list[str]) -> Iterator[str]:
    """What was typed and does not look like the name of an option."""
    for word in args:
        name, is_joined, value = word.partition("=")
        text = (value if is_joined else "") if OPTION.fullmatch(name) else word
        if text:
            yield text
