"""Module names: the absolute name of a file, and what a specifier in it stands for.

A module inside the project is `/` and its path from the root without extension, so `./button` in `/src/app/x.tsx` is
`/src/app/button`; everything else (`react`, `@/components/button`) stays as written. Which file is meant (an index
file, a path of a tsconfig) depends on other files and is the projector's to find out.
"""

import posixpath
from typing import NamedTuple

EXTENSIONS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")


class Target(NamedTuple):
    """A name in a module; "" is the module itself.

    What `is_changing` has the attributes of this one, but may be another.
    """

    module: str
    name: str = ""
    is_changing: bool = False

    def member(self, rest: str) -> "Target":
        """What `.rest` behind this one is."""
        return Target(self.module, f"{self.name}.{rest}" if self.name and rest else self.name or rest)

    def itself(self) -> "Target":
        """What is meant where this one is called or extended: of a module, what `module.exports` was set to."""
        return self if self.name else Target(self.module, "default")

    def called(self) -> "Target":
        """What calling this one gives."""
        return Target(self.module, f"{self.itself().name}()")

    @property
    def text(self) -> str:
        """As a Reference states it."""
        return f"{self.module}:{self.name}" if self.name else self.module


def module_of(path: str) -> str:
    """The dotted name to show for a file: `src/app/button.tsx` is `src.app.button`."""
    return without_extension(path).replace("/", ".")


def key_of(path: str) -> str:
    """The absolute name of the module in a file."""
    return "/" + without_extension(path)


def module_of_specifier(path: str, specifier: str) -> str:
    """The absolute name that a specifier in the file at `path` stands for."""
    if not (specifier.startswith(("./", "../")) or specifier in {".", ".."}):
        return specifier
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), specifier))
    if found == ".." or found.startswith("../"):
        return specifier
    return "/" if found == "." else "/" + without_extension(found)


def without_extension(path: str) -> str:
    stem, extension = posixpath.splitext(path)
    return stem if extension in EXTENSIONS else path
