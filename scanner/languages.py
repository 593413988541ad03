"""The languages a scan takes in. To add one: a module with a `Language`, and its name in `LANGUAGES`."""

import os

from .javascript.parsing import JAVASCRIPT, TYPESCRIPT
from .language import Language
from .python import PYTHON

LANGUAGES: tuple[Language, ...] = (PYTHON, TYPESCRIPT, JAVASCRIPT)

_BY_EXTENSION = {extension: language for language in LANGUAGES for extension in language.extensions}


def language_of(path: str) -> Language | None:
    """The language of a file, by its extension; None where no parser is registered."""
    return _BY_EXTENSION.get(os.path.splitext(path)[1])
