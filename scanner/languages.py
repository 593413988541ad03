"""The languages a scan takes in. To add one: a module with a `Language`, and its name in `LANGUAGES`."""

import os

from .javascript.parsing import JAVASCRIPT, TYPESCRIPT
from .javascript.tsconfig import TSCONFIG
from .language import Language
from .manifest import MANIFEST
from .python.parsing import PYTHON
from .readme import README
from .sql.parsing import SQL

LANGUAGES: tuple[Language, ...] = (PYTHON, TYPESCRIPT, JAVASCRIPT, SQL, TSCONFIG, README, MANIFEST)

_BY_EXTENSION: dict[str, list[Language]] = {}
for _language in LANGUAGES:
    for _extension in _language.extensions:
        _BY_EXTENSION.setdefault(_extension, []).append(_language)


def language_of(path: str) -> Language | None:
    """The language of a file, by its path from the root; None where no parser is registered."""
    for language in _BY_EXTENSION.get(os.path.splitext(path)[1], ()):
        if language.paths is None or language.paths.fullmatch(path):
            return language
    return None
