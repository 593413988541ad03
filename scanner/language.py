"""A language: which files are written in it, and how one is parsed."""

from collections.abc import Callable
from dataclasses import dataclass

from .facts import Parsed


@dataclass(frozen=True, slots=True)
class Language:
    """One supported language.

    `extensions` are written with their dot; `version` counts what its parser learned to see; `module_of` turns a path
    into a dotted name; `parse` takes a path and the bytes of the file and raises ParseFailure when nothing can be said
    about them.
    """

    name: str
    extensions: tuple[str, ...]
    version: int
    module_of: Callable[[str], str]
    parse: Callable[[str, bytes], Parsed]
