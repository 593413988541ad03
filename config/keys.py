"""Every key of the settings, as it is written in the file and in the environment."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .settings import Section, Settings

PREFIX = "DOCRUNCH_"


@dataclass(frozen=True, slots=True)
class Key:
    """One setting: `storage.sync.enabled`, or a secret that has no place in the file."""

    path: tuple[str, ...]
    field: FieldInfo

    @property
    def name(self) -> str:
        return ".".join(self.path)

    @property
    def variable(self) -> str:
        return PREFIX + "__".join(self.path).upper()

    @property
    def is_secret(self) -> bool:
        return len(self.path) == 1


def section_of(field: FieldInfo) -> type[Section] | None:
    kind = field.annotation
    return kind if isinstance(kind, type) and issubclass(kind, Section) else None


def keys(model: type[BaseModel] = Settings, above: tuple[str, ...] = ()) -> Iterator[Key]:
    """All keys in the order they are declared."""
    for name, field in model.model_fields.items():
        section = section_of(field)
        if section is None:
            yield Key((*above, name), field)
        else:
            yield from keys(section, (*above, name))


def nearest(name: str, known: list[str]) -> str | None:
    """The known name somebody probably meant: spelt alike, or with the same last word elsewhere."""
    alike = difflib.get_close_matches(name, known, n=1, cutoff=0.75)
    last = name.rpartition(".")[2]
    same_word = [other for other in known if other.rpartition(".")[2] == last]
    words = {other.rpartition(".")[2]: other for other in known}
    similar_word = [words[word] for word in difflib.get_close_matches(last, list(words), n=1, cutoff=0.75)]
    return next(iter([*same_word, *alike, *similar_word]), None)


def unknown_variables(environment: Mapping[str, str]) -> list[tuple[str, str | None]]:
    """Variables that look like settings and are none, each with the one probably meant.

    Other DOCRUNCH_… names are left alone: Kubernetes sets DOCRUNCH_PORT where a service is called docrunch.
    """
    known = [key.variable for key in keys()]
    ours = [name for name in environment if name.upper().startswith(PREFIX) and name.upper() not in known]
    found = [(name, next(iter(difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.8)), None)) for name in ours]
    return [(name, meant) for name, meant in found if meant or name.upper().startswith(PREFIX + "STORAGE")]


def value_at(values: Mapping[str, Any], path: tuple[str | int, ...]) -> Any:
    """What stands at this path; None where nothing does."""
    found: Any = values
    for step in path:
        try:
            found = found[step]
        except (KeyError, IndexError, TypeError):
            return None
    return found
