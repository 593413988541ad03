"""A language: which files are written in it, and how one is parsed."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from .facts import Parsed


@dataclass(frozen=True, slots=True)
class Language:
    """One supported language.

    `extensions` are written with their dot, and `paths` is what the whole path of a file has to match besides, where
    the extension alone does not tell; `version` counts what its parser learned to see; `module_of` turns a path
    into a dotted name; `parse` takes a path and the bytes of the file and raises ParseFailure when nothing can be said
    about them.
    """

    name: str
    extensions: tuple[str, ...]
    version: int
    module_of: Callable[[str], str]
    parse: Callable[[str, bytes], Parsed]
    paths: re.Pattern[str] | None = None
