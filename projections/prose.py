"""Docstrings as Markdown, whole or in their first sentence."""

import re
from functools import lru_cache
from inspect import cleandoc
from itertools import takewhile

from .blocks import Inline, blocks, prose_line
from .directives import ADORNMENT, INVISIBLE, directive, field, listed
from .escaping import visible
from .running import running
from .tags import PARAGRAPH_END, untagged

SENTENCE = re.compile(r".+?[.!?](?=\s+[^a-z\s]|$)")
"""What follows an abbreviation such as "i.e." goes on in lower case."""
LETTER = re.compile(r"\w")
LONGEST_SUMMARY = 200
MOST_PARAGRAPHS = 10
"""Among which one is looked for that says something."""


def prose(docstring: str, inline: Inline = running) -> str:
    """The whole docstring as Markdown blocks; empty for one without any words.

    Text that is no comment, with an `inline` of its own, has no tags: there `@static` may be the name of a person.
    """
    text = cleandoc(visible(docstring)).strip()
    text = listed(untagged(text) if inline is running else text)
    if not LETTER.search(text):
        return ""
    if "\n" not in text and not text.startswith(".."):
        return prose_line(text, inline)
    lines = [line if line.strip() else "" for line in text.split("\n")]
    parts = [part for block in blocks(lines, inline) for part in block]
    kept = [part for part, following in zip(parts, [*parts[1:], ""], strict=True) if part or following]
    return "\n".join(kept).strip("\n")


# Tables show the same one as the page that they lead to.
@lru_cache(maxsize=2_000)
def summary(docstring: str | None) -> str:
    """The first sentence of the first paragraph, on one line and not escaped."""
    paragraph = " ".join(first_paragraph(docstring or "").split())
    if not LETTER.search(paragraph):
        return ""
    found = SENTENCE.match(paragraph)
    sentence = found[0] if found else paragraph
    return sentence if len(sentence) <= LONGEST_SUMMARY else shortened(sentence)


def shortened(sentence: str) -> str:
    """Cut between two words, and before code that would not end."""
    cut = sentence[:LONGEST_SUMMARY]
    if cut.count("`") % 2:
        cut = cut[: cut.rindex("`")]
    return f"{cut.rpartition(' ')[0] or cut}…"


def first_paragraph(docstring: str) -> str:
    """The first one that is text, or its title; the first of all where none is."""
    paragraphs = PARAGRAPH_END.split(docstring.strip(), maxsplit=MOST_PARAGRAPHS)
    first = directive(paragraphs[0].partition("\n")[0])
    otherwise = "" if first and first.is_silent else paragraphs[0]
    return untagged(next(filter(None, map(text_of, paragraphs)), otherwise))


def text_of(paragraph: str) -> str:
    """A paragraph without the lines under and over its title; empty for a directive or a field."""
    lines = [line for line in paragraph.split("\n") if not ADORNMENT.match(line.strip())]
    return "\n".join(takewhile(is_text, lines))


def is_text(line: str) -> bool:
    stripped = line.strip()
    return not (stripped.startswith(("@", "##")) or directive(stripped) or INVISIBLE.match(stripped) or field(stripped))
