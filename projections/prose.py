"""Docstrings as Markdown: paragraphs and lists stay, whatever is indented or a dialogue is shown as code."""

import re
from collections.abc import Callable, Iterator
from inspect import cleandoc
from textwrap import dedent

from .escaping import fenced, plain, running, visible

ITEM = re.compile(r"(?:[-*+•]|\d{1,3}[.)])\s+(?=\S)")
RULER = re.compile(r"[-=~^#*+_ ]+$")
SENTENCE = re.compile(r".+?[.!?](?=\s+[^a-z\s]|$)")
"""What follows an abbreviation such as "i.e." goes on in lower case."""
PARAGRAPH_END = re.compile(r"\n[ \t]*\n")
LONGEST_SUMMARY = 200
DRAWN = ("├", "└", "│", "┌", "╰")
"""Begin the lines of trees and boxes."""

Inline = Callable[[str], str]
"""Makes Markdown of one line of running text."""


def prose(docstring: str, inline: Inline = running) -> str:
    """The whole docstring as Markdown blocks; empty for one without any text."""
    text = cleandoc(visible(docstring)).strip()
    if "\n" not in text:
        return prose_line(text, inline)
    parts = [part for block in blocks(text.split("\n"), inline) for part in block]
    kept = [part for part, following in zip(parts, [*parts[1:], ""], strict=True) if part or following]
    return "\n".join(kept).strip("\n")


def summary(docstring: str | None) -> str:
    """The first sentence of the first paragraph, on one line and not escaped."""
    paragraph = " ".join(first_paragraph(docstring or "").split())
    found = SENTENCE.match(paragraph)
    sentence = found[0] if found else paragraph
    return sentence if len(sentence) <= LONGEST_SUMMARY else sentence[:LONGEST_SUMMARY].rstrip() + "…"


def first_paragraph(docstring: str) -> str:
    return PARAGRAPH_END.split(docstring.strip(), maxsplit=1)[0]


def blocks(lines: list[str], inline: Inline) -> Iterator[list[str]]:
    at, after_item = 0, False
    while at < len(lines):
        line = lines[at]
        is_code = line.startswith((">>>", *DRAWN)) or (line.startswith(" ") and not after_item)
        if is_code:
            end = end_of_code(lines, at)
            yield ["", fenced(dedent("\n".join(lines[at:end])), "python" if ">>>" in line else "text"), ""]
            at = end
            continue
        begins_list = bool(ITEM.match(line)) and not after_item
        after_item = bool(ITEM.match(line)) or (after_item and line.startswith(" "))
        if begins_list:
            yield [""]
        yield [("  " if line.startswith(" ") else "") + prose_line(line.strip(), inline)]
        at += 1


def end_of_code(lines: list[str], start: int) -> int:
    """Code goes on over blank lines as long as what follows is indented; a dialogue ends at a blank line."""
    is_dialogue = lines[start].startswith(">>>")
    end = start + 1
    for at in range(start + 1, len(lines)):
        if not lines[at].strip():
            if is_dialogue:
                break
            continue
        if not is_dialogue and not lines[at].startswith((" ", *DRAWN)):
            break
        end = at + 1
    return end


def prose_line(line: str, inline: Inline) -> str:
    """One line of a paragraph or list item. A line of rulers alone would turn the one above into a heading."""
    item = ITEM.match(line)
    if item:
        marker = item[0].strip()
        return f"{marker if marker[0].isdigit() else '-'} {unruled(line[item.end() :], inline)}"
    return unruled(line, inline)


def unruled(text: str, inline: Inline) -> str:
    if text and RULER.match(text):
        return "\\" + text if text[0] in "-=+_" else plain(text)
    return inline(text)
