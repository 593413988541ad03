"""The marks of reStructuredText in docstrings, said in words."""

import re
from textwrap import dedent
from typing import NamedTuple

from .escaping import code

DIRECTIVE = re.compile(r"\.\. {1,3}([\w:+-]{1,50})::(?:\s+(.*))?$")
INVISIBLE = re.compile(r"\.\. (?:_[^:]{1,200}:\s*$|\|)")
"""The target of a link, or the definition of a substitution."""
OPTION = re.compile(r":[\w-]+:(?:\s.*)?$")
FIELD = re.compile(r":([a-z]+)((?: [^\s:]+){0,4}):(?:\s+|$)")
ADORNMENT = re.compile(r"([=\-~^#*+_])\1{2,}\s*$")
"""Under a title, or over and under it."""
FOOTNOTE = re.compile(r"^\.\. {1,3}(\[[\w#*-]{1,30}\])(?=\s)", re.MULTILINE)
SEE_ALSO = re.compile(r"(?<=^See Also\n)(-{3,}\n)((?:.+(?:\n|\Z))+)", re.MULTILINE)
UNINDENTED = re.compile(r"^(?=[^\s-])", re.MULTILINE)
CODE = frozenset({"code", "code-block", "doctest", "parsed-literal", "sourcecode", "testcode", "testsetup", "math"})
SILENT = frozenset(
    {"contents", "currentmodule", "highlight", "include", "index", "literalinclude", "module", "tags", "toctree"}
)
"""What they stand for is made by a tool."""
NAMELESS = frozenset({"param", "parameter", "arg", "argument", "key", "keyword", "ivar", "cvar", "var", "attr"})
IN_WORDS = {
    "deprecated": "Deprecated since version",
    "seealso": "See also",
    "versionadded": "New in version",
    "versionchanged": "Changed in version",
}


class Directive(NamedTuple):
    """A directive: how it is called in words, and what stands behind it on its line."""

    name: str
    argument: str

    @property
    def is_code(self) -> bool:
        return self.name in CODE

    @property
    def is_silent(self) -> bool:
        return self.name in SILENT

    def heading(self, has_more: bool) -> str:
        """With a colon, where what it is about follows; a version belongs before it."""
        if self.name == "admonition":
            return f"{self.argument}:"
        if self.name.startswith(("version", "deprecated")):
            version, _, text = self.argument.partition(" ")
            said = f"{IN_WORDS.get(self.name, self.name)} {version}"
            return f"{said}: {text.strip()}".rstrip() if text.strip() or has_more else f"{said}."
        return f"{IN_WORDS.get(self.name, self.name.replace('-', ' ').capitalize())}: {self.argument}".rstrip()


def listed(text: str) -> str:
    """Footnotes, and what NumPy's docstrings have below `See Also`, as the lists that they are."""
    listed = FOOTNOTE.sub(r"- \1", text) if ".. " in text else text
    if "See Also" not in listed:
        return listed
    return SEE_ALSO.sub(lambda found: found[1] + UNINDENTED.sub("- ", found[2]), listed)


def directive(line: str) -> Directive | None:
    found = DIRECTIVE.match(line)
    return Directive(found[1], (found[2] or "").strip()) if found else None


def body(lines: list[str]) -> list[str]:
    """What is indented below a directive, without its options."""
    text = dedent("\n".join(lines)).split("\n")
    while text and (not text[0].strip() or OPTION.match(text[0])):
        del text[0]
    return text


def field(line: str) -> tuple[str, str] | None:
    """What `:param x: text` begins with, in words, and its text."""
    found = FIELD.match(line)
    if not found:
        return None
    kind, names = found[1], found[2].split()
    said = [] if kind in NAMELESS and names else [kind.capitalize()]
    return " ".join([*said, *map(code, names[-1:])]), line[found.end() :]
