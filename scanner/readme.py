"""`README` at the root: what the project says of itself first, as text without markup.

Both Markdown and reStructuredText are read, as both hosts and people mix them with HTML. The first paragraph that says
something counts: no heading, badge, list, quote, table, code or bare links, which most begin with.
"""

import re
from collections.abc import Iterator

from .facts import Parsed
from .language import Language
from .markup import is_told, running_text, unlinked
from .text import unicode_source

MOST_READ = 64_000
"""Letters: what comes later is no introduction."""
LONGEST = 1_000

# What is not closed ends with the text, so that each is looked for once.
ASIDE = re.compile(
    r"\A---\n.*?\n---\n"
    r"|<!--(?:.*?-->|.*)"
    r"|^ {0,3}(?P<fence>`{3,}|~{3,})[^\n]*\n(?:.*?^ {0,3}(?P=fence)[`~]*[ \t]*$|.*)",
    re.DOTALL | re.MULTILINE,
)
BLANK = re.compile(r"\n[ \t]*\n")
HEADING = re.compile(r"#{1,6}(?:\s|$)")
TITLE = re.compile(r"^(?:#{1,6}\s.*|\S.*\n([=\-~^\"#*+])\1{2,}[ \t]*$)", re.MULTILINE)
MOST_TITLES = 2
ADORNMENT = re.compile(r"([=\-~^\"#*+`:.'_])\1{2,}[ \t]*")
"""Under a heading, or over and under it."""
NO_TEXT = re.compile(r"\s|[>|]|[-*+]\s|\d{1,3}[.)]\s|\.\.\s|:[\w-]+:\s|\[[^\]]+\]:|\{[%{]")
"""Begins a quote, table, list, directive, field, definition of a link, template, or something indented."""
DEFINED = re.compile(r"^ {0,3}\[([^\]\n]+)\]:", re.MULTILINE)


def parse_readme(_path: str, data: bytes) -> Parsed:
    """The introduction as the file's docstring. Raises ParseFailure for text that is not UTF-8."""
    return Parsed(docstring=introduction(unicode_source(data).decode()[:MOST_READ]))


def introduction(text: str) -> str | None:
    """What stands in a paragraph comes before what is written as HTML."""
    plain = opening(ASIDE.sub("", text))
    labels = frozenset(label.casefold() for label in DEFINED.findall(plain))
    found = [*paragraphs(plain)]
    is_html = [paragraph.startswith("<") for paragraph in found]
    for wanted in (False, True):
        for paragraph, html in zip(found, is_html, strict=True):
            if html is wanted and is_told(running_text(unlinked(paragraph), labels)):
                return shortened(running_text(paragraph, labels)) or None
    return None


def opening(text: str) -> str:
    """The text up to its second section, below its title: what comes later tells how to install it, not what it is."""
    titles = [title.start() for title in TITLE.finditer(text)]
    return text[: titles[MOST_TITLES]] if len(titles) > MOST_TITLES else text


def paragraphs(text: str) -> Iterator[str]:
    """Each on one line, without its headings."""
    for block in BLANK.split(text):
        lines = block.strip("\n").split("\n")
        adorned = [at for at, line in enumerate(lines) if ADORNMENT.fullmatch(line)]
        kept = lines[adorned[-1] + 1 :] if adorned else lines
        while kept and HEADING.match(kept[0]):
            del kept[0]
        end = next((at for at, line in enumerate(kept) if NO_TEXT.match(line) and not is_html(kept)), len(kept))
        if kept[:end]:
            yield " ".join(line.strip() for line in kept[:end])


def is_html(lines: list[str]) -> bool:
    return lines[0].startswith("<")


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST else text[:LONGEST].rstrip() + "…"


def module_of(path: str) -> str:
    """A file that is no module goes by its path."""
    return path


PATHS = re.compile(r"readme(?:\.\w+)?", re.IGNORECASE)
README = Language("readme", (".md", ".markdown", ".rst", ".txt", ""), 3, module_of, parse_readme, PATHS)
