"""The languages a scan takes in. To add one: a module with a `Language`, and its name in `LANGUAGES`."""

import os

from .javascript.parsing import JAVASCRIPT, TYPESCRIPT
from .javascript.tsconfig import TSCONFIG
from .language import Language
from .python import PYTHON
from .readme import README
from .sql.parsing import SQL

LANGUAGES: tuple[Language, ...] = (PYTHON, TYPESCRIPT, JAVASCRIPT, SQL, TSCONFIG, README)

_BY_EXTENSION = {extension: language for language in LANGUAGES for extension in language.extensions}


def language_of(path: str) -> Language | None:
    """The language of a file, by its path from the root; None where no parser is registered."""
    language = _BY_EXTENSION.get(os.path.splitext(path)[1])
    if language is None or language.paths is None:
        return language
    return language if language.paths.fullmatch(path) else None
