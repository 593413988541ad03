"""What the files of a repository say at a key, and how far one name has been followed through it."""

from collections.abc import Callable, Collection, Generator, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from .keys import LONGEST

MOST_KEYS = 1_000
"""Keys that one name may ask for: beyond, it leads nowhere."""
MOST_LOOKS = 2_000
"""How often one name may ask, for the same keys too: modules that take in each other in diamonds have endless ways."""
DEEPEST = 40
"""Names behind names behind names."""

ENDS_OF_NAMES = frozenset(".:(")


class Name(NamedTuple):
    """A name as references have it: `scope` is where it is looked up, "" for everywhere alike."""

    scope: str
    target: str


class Found(NamedTuple):
    """A symbol at its key; modules are symbols too."""

    id: str
    file_id: str
    kind: str
    public: tuple[str, ...] | None = None


class Bound(NamedTuple):
    """A key that leads to a name; None where nobody can tell which."""

    file_id: str
    name: Name | None


class MappedPath(NamedTuple):
    """What stands for a specifier of this pattern: a path from the root; both may hold one `*`."""

    pattern: str
    target: str


@dataclass(slots=True)
class Definition:
    """Everything at one key: of several symbols or names none counts for more than another."""

    modules: list[Found] = field(default_factory=list)
    symbols: list[Found] = field(default_factory=list)
    names: list[Bound] = field(default_factory=list)
    stars: list[Bound] = field(default_factory=list)
    bases: list[Bound] = field(default_factory=list)
    paths: list[MappedPath] = field(default_factory=list)

    def add(
        self,
        kind: str,
        file_id: str,
        id_or_scope: str | None,
        public: list[str] | None,
        target: str | None,
        pattern: str | None,
    ) -> None:
        """Take in one thing that a file says at this key."""
        match kind:
            case "name" | "star" | "base":
                name = None if id_or_scope is None or target is None else Name(id_or_scope, target)
                {"name": self.names, "star": self.stars, "base": self.bases}[kind].append(Bound(file_id, name))
            case "path":
                self.paths.append(MappedPath(pattern or "", target or ""))
            case "module":
                self.modules.append(Found(id_or_scope or "", file_id, kind, None if public is None else tuple(public)))
            case _:
                self.symbols.append(Found(id_or_scope or "", file_id, kind))


NOTHING = Definition()

Load = Callable[[Collection[str]], Mapping[str, Definition]]
"""The definitions at these keys, as far as there are any."""

T = TypeVar("T")
Steps = Generator[Collection[str], None, T]
"""A part of the way: it stops where it needs keys, and goes on when they are known."""


class LeadsNowhere(Exception):
    """A name has asked for more than any name should."""


@dataclass(slots=True)
class Walk:
    """One name on its way through what is `known`, every key it asked for, and how often it asked."""

    name: Name
    known: MutableMapping[str, Definition]
    asked: set[str] = field(default_factory=set)
    looks: int = 0
    symbol: str | None = None

    def ask(self, keys: Iterable[str]) -> Steps[None]:
        """Know what is at these keys. Raises LeadsNowhere for a name without end."""
        self.looks += 1
        if self.looks > MOST_LOOKS:
            raise LeadsNowhere
        wanted = [key for key in keys if key not in self.asked]
        if not wanted:
            return
        self.asked.update(wanted)
        if len(self.asked) > MOST_KEYS or max(len(key.encode()) for key in wanted) > LONGEST:
            raise LeadsNowhere
        yield from self.peek(wanted)

    def peek(self, keys: Iterable[str]) -> Steps[None]:
        """The same for keys whose changes are noticed without a trail."""
        missing = [key for key in keys if key not in self.known]
        if missing:
            yield missing

    def depend_on(self, other: "Walk") -> None:
        """What another name asked for may lead this one elsewhere too. Raises LeadsNowhere for a name without end."""
        self.asked |= other.asked
        if len(self.asked) > MOST_KEYS:
            raise LeadsNowhere

    def trail(self) -> list[str]:
        """Where a change could lead this name elsewhere, the name itself apart: there, or at what that lies below."""
        kept: list[str] = []
        last = self.name.target
        for key in sorted({*self.asked, last}, reverse=True):
            if not (kept and lies_below(kept[-1], key)):
                kept.append(key)
        return [key for key in kept if key != self.name.target and len(key.encode()) <= LONGEST]


def lies_below(name: str, key: str) -> bool:
    """Whether `name` is `key`, or a name within it."""
    return name.startswith(key) and (len(name) == len(key) or name[len(key)] in ENDS_OF_NAMES)
