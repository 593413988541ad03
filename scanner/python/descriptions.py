"""Docstrings in the styles of Google, NumPy and reStructuredText, taken apart by `docstring_parser`."""

import re
from collections.abc import Iterator

from docstring_parser import Docstring, DocstringStyle, ParseError, parse

from ..descriptions import Described, Note, describe, describe_parameters
from ..facts import SymbolFacts
from .sections import relaxed

# Only one docstring in five has any of these: looking for them first costs a hundredth of taking one apart.
PARAMETERS = r"Args|Arguments|Parameters|Params|Keyword Args|Keyword Arguments|Other Parameters"
HEADING = re.compile(rf"[ \t]*(?:{PARAMETERS}|Returns?|Yields?)[ \t]*:?[ \t]*")
FIELD = re.compile(r"[ \t]*:(?:param(?:eter)?|arg(?:ument)?|key(?:word)?|type|returns?|rtype|yields?)\b[^:\n]*:.*")
TELLTALE = re.compile(rf"^(?:{HEADING.pattern}|{FIELD.pattern})$", re.MULTILINE)
RULER = re.compile(r"[ \t]*-{3,}[ \t]*")
MAX_CHARACTERS = 20_000
"""A longer docstring is a document of its own, and is left as it is."""


def describe_all(symbols: list[SymbolFacts]) -> None:
    """Give all symbols of a file what their docstrings say.

    What the docstring of a class says of parameters is said of those of its `__init__`.
    """
    by_name = {symbol["qualified_name"]: symbol for symbol in symbols}
    for symbol in symbols:
        docstring = symbol["docstring"]
        if docstring is None or not TELLTALE.search(docstring) or len(docstring) > MAX_CHARACTERS:
            continue
        if symbol["kind"] != "class":
            describe(symbol, read(docstring))
        elif (made_by := by_name.get(f"{symbol['qualified_name']}.__init__")) is not None:
            describe_parameters(made_by, read(docstring))


def read(docstring: str) -> Described:
    """Take a docstring apart. Sections on other things than parameters and results stay in the description."""
    style = style_of(docstring)
    try:
        found = parsed(docstring, style)
    except ParseError:
        return Described(docstring)
    # NumPy's style lets several share a line; the first word on a parameter counts.
    parameters = {
        name.strip().lstrip("*"): Note(one.type_name, flowing(one.description))
        for one in reversed(found.params)
        for name in one.arg_name.split(",")
    }
    said = found.returns
    returns = None if said is None else Note(said.type_name, flowing(said.description))
    if not parameters and returns is None:
        return Described(docstring)
    return Described("\n".join(rest_of(docstring, style)).strip() or None, parameters, returns)


def parsed(docstring: str, style: DocstringStyle) -> Docstring:
    """What the library reads. Raises ParseError for what it cannot read."""
    try:
        return parse(docstring, style=style)
    except ParseError:
        if style is not DocstringStyle.GOOGLE:
            raise
        return parse(relaxed(docstring), style=style)


def style_of(docstring: str) -> DocstringStyle:
    """The style of the first thing in a docstring that has one."""
    mark = TELLTALE.search(docstring)
    if mark is None or mark.group().lstrip().startswith(":"):
        return DocstringStyle.REST
    following = docstring[mark.end() + 1 :].partition("\n")[0]
    return DocstringStyle.NUMPYDOC if RULER.fullmatch(following) else DocstringStyle.GOOGLE


def rest_of(docstring: str, style: DocstringStyle) -> Iterator[str]:
    """The lines that say nothing of parameters and results."""
    lines = docstring.split("\n")
    is_left_out, margin = False, 0
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        indent = len(line) - len(line.lstrip())
        if style is DocstringStyle.NUMPYDOC:
            if RULER.fullmatch(following):
                is_left_out = HEADING.fullmatch(line) is not None
        elif (FIELD if style is DocstringStyle.REST else HEADING).fullmatch(line):
            is_left_out, margin = True, indent
        elif line.strip() and indent <= margin:
            is_left_out = False
        if not is_left_out:
            yield line


def flowing(text: str | None) -> str | None:
    """The text with its line breaks made spaces, paragraphs kept."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in re.split(r"\n[ \t]*\n", text or ""))
    return "\n\n".join(filter(None, paragraphs)) or None
