"""Scopes of a JavaScript file: the names bound in them, and what they use."""

from dataclasses import dataclass, field
from typing import NamedTuple

from ...domain.source import ReferenceKind
from .modules import Target


class Use(NamedTuple):
    """A name used at an offset by a symbol.

    Imports know their `target`; the others are looked up, but for what `is_unknown`. `end` is where a call ends, 0 for
    what is none.
    """

    offset: int
    kind: ReferenceKind
    name: str
    symbol: str
    line: int
    target: Target | None = None
    is_unknown: bool = False
    end: int = 0


class Held(NamedTuple):
    """A field of a class, by its path within the file, or what calling something gives; `text` is looked up.

    `is_hiding` where a field without a meaning hides one of a base.
    """

    name: str
    text: str | None
    is_hiding: bool = False


@dataclass(slots=True, eq=False)
class Scope:
    """A part of the file with names of its own.

    `name` is the qualified name of the innermost symbol around it. `bindings` hold where each name leads, None where
    the file does not tell (a parameter, a variable). Of those `values` tell by texts, which are looked up, what they
    stand for; what is `changing` may get other values of the same type. `held` is what others may look up below a
    symbol, `assigned` are values of fields of `this`. `variables` is the scope in which `var` declares. `base` is what
    a class extends, as written: `super` in it, "" for what is no plain name.
    """

    name: str
    depth: int = 0
    bindings: dict[str, Target | None] = field(default_factory=dict)
    inner: list["Scope"] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    values: dict[str, tuple[str, ...]] = field(default_factory=dict)
    changing: set[str] = field(default_factory=set)
    held: list[Held] = field(default_factory=list)
    assigned: list[tuple[str, str | None]] = field(default_factory=list)
    base: str | None = None
    variables: "Scope" = field(init=False)

    def __post_init__(self) -> None:
        self.variables = self

    def within(self, name: str, *, is_block: bool = False) -> "Scope":
        """A scope inside of this one; a block leaves `var` to its function."""
        inner = Scope(name, self.depth + (name != self.name))
        if is_block:
            inner.variables = self.variables
        self.inner.append(inner)
        return inner

    def bind(self, name: str, target: Target | None) -> None:
        """Give a name a meaning; the first one known stays."""
        if self.bindings.get(name) is None:
            self.bindings[name] = target

    def bind_value(self, name: str, *texts: str | None) -> None:
        """Give a name what the first of these texts stands for that stands for something."""
        known = tuple(text for text in texts if text is not None)
        if name not in self.bindings and known:
            self.values[name] = known
        self.bind(name, None)
