"""The languages a scan takes in. To add one: a module with a `Language`, and its name in `LANGUAGES`."""

import os

from .javascript.parsing import JAVASCRIPT, TYPESCRIPT
from .javascript.tsconfig import TSCONFIG
from .language import Language
from .python import PYTHON
from .sql.parsing import SQL

LANGUAGES: tuple[Language, ...] = (PYTHON, TYPESCRIPT, JAVASCRIPT, SQL, TSCONFIG)

_BY_EXTENSION = {extension: language for language in LANGUAGES for extension in language.extensions}


def language_of(path: str) -> Language | None:
    """The language of a file, by its name; None where no parser is registered."""
    language = _BY_EXTENSION.get(os.path.splitext(path)[1])
    if language is None or language.names is None:
        return language
    return language if language.names.fullmatch(os.path.basename(path)) else None
