"""The parts of a docstring as Markdown: paragraphs and lists stay, code is fenced, directives are said in words."""

import re
from collections.abc import Callable, Iterator
from textwrap import dedent

from .boundaries import FENCE, begins_block, end_of_code, end_of_fence, end_of_paragraph, is_table
from .directives import ADORNMENT, INVISIBLE, Directive, body, directive, field
from .escaping import fenced, plain
from .indented import ITEM, words_of
from .tables import end_of_table, table

HEADING = re.compile(r"(#{1,6})\s+(\w.*?)\s*#*$")
QUOTED = re.compile(r"> ([^\s>].*)$")
LITERAL = re.compile(r"(?<!`)``(?!`)")
LETTER = re.compile(r"\w")
RULER = re.compile(r"[-=~^#*+_ ]+$")
DEEPEST = 4
"""Words that are indented within each other; what is deeper is shown as it stands."""

Inline = Callable[[str], str]
"""Makes Markdown of one line of running text."""


def blocks(lines: list[str], inline: Inline, depth: int = 0) -> Iterator[list[str]]:
    """Lines of Markdown, an empty one where a block ends."""
    at, after_item = 0, False
    while at < len(lines):
        line = lines[at]
        if (end := end_of_table(lines, at)) > at:
            yield table(lines[at:end])
            at = end
            continue
        if is_table(lines, at):
            end = end_of_paragraph(lines, at)
            yield ["", fenced("\n".join(lines[at:end]), "text"), ""]
            at = end
            continue
        if begins_block(line) or (line.startswith(" ") and not after_item):
            end = end_of_fence(lines, at) if line.startswith(FENCE) else end_of_code(lines, at)
            yield from block(lines[at:end], lines[max(at - 2, 0) : at], inline, depth)
            at = end
            continue
        if is_cut(line, lines[at + 1 : at + 2]):
            lines[at : at + 2] = [f"{line} {lines[at + 1].strip()}"]
            continue
        if is_item(line) and not after_item:
            yield [""]
        after_item = is_item(line) or (after_item and line.startswith(" "))
        yield written(lines, at, inline)
        at += 1


def is_cut(line: str, following: list[str]) -> bool:
    """Whether code begins between two backticks that ends in the next line."""
    return "``" in line and [len(LITERAL.findall(one)) % 2 for one in (line, *following)] == [1, 1]


def is_item(line: str) -> bool:
    return ITEM.match(line) is not None or field(line) is not None


def block(lines: list[str], before: list[str], inline: Inline, depth: int) -> Iterator[list[str]]:
    """What is indented, fenced or drawn, or what a directive is about: words stay words, all else is code.

    `before` are the two lines above: words directly below one go on where that ended.
    """
    found = directive(lines[0])
    if found and found.is_silent:
        yield [""]
        return
    inside = body(lines[1:]) if found else dedent("\n".join(lines)).split("\n")
    above = next(filter(str.strip, reversed(before)), "")
    words = said(lines[0], found, inside, above) if depth < DEEPEST else None
    if words is None:
        yield ["", code_block(lines[0], found, inside), ""]
        return
    yield ["", inline(found.heading(any(words)))] if found else [] if before[-1:] != [""] else [""]
    yield from blocks(words, inline, depth + 1)
    yield [""]


def said(first: str, found: Directive | None, inside: list[str], above: str) -> list[str] | None:
    """The lines inside if they are words, or blocks of their own."""
    if found:
        return None if found.is_code else inside
    if not first.startswith(" "):
        return None
    if begins_block(inside[0]) and not above.endswith("::"):
        return inside
    return words_of(inside, above)


def code_block(first: str, found: Directive | None, inside: list[str]) -> str:
    if found:
        return fenced("\n".join(inside), found.argument) if any(inside) else fenced(found.argument)
    if first.startswith(FENCE):
        closed = len(inside) > 1 and inside[-1].startswith(FENCE)
        return fenced("\n".join(inside[1 : -1 if closed else None]), first.strip("` "))
    return fenced("\n".join(inside), "python" if ">>>" in first else "text")


def written(lines: list[str], at: int, inline: Inline) -> list[str]:
    """One line of text; a title is no heading of the page, but stands out."""
    line = lines[at]
    if INVISIBLE.match(line) or ADORNMENT.match(line):
        return [""]
    if told := title(lines, at):
        return ["", f"**{inline(told.replace('*', ''))}**", ""]
    if quoted := quote(lines, at):
        goes_on_quoting = at + 1 < len(lines) and lines[at + 1].startswith(">")
        return [f"> {inline(quoted)}", *([] if goes_on_quoting else [""])]
    if line.endswith("::") and not goes_on(lines, at):
        line = line[:-1] if line != "::" else ""
    return [("  " if line.startswith(" ") else "") + prose_line(line.strip(), inline)]


def quote(lines: list[str], at: int) -> str:
    """What is quoted at the beginning of a paragraph; a sign of comparison may begin a line, too."""
    found = QUOTED.match(lines[at])
    is_within = at == 0 or not lines[at - 1].strip() or lines[at - 1].startswith(">")
    return found[1] if found and is_within else ""


def title(lines: list[str], at: int) -> str:
    """What stands over a ruler, or behind the marks of Markdown; one `#` in a paragraph is a comment in code."""
    line = lines[at]
    if at + 1 < len(lines) and ADORNMENT.match(lines[at + 1]) and LETTER.search(line):
        return line.strip()
    found = HEADING.match(line) if line.startswith("#") else None
    return found[2] if found and (len(found[1]) > 1 or stands_alone(lines, at)) else ""


def stands_alone(lines: list[str], at: int) -> bool:
    return not any(map(str.strip, lines[max(at - 1, 0) : at] + lines[at + 1 : at + 2]))


def goes_on(lines: list[str], at: int) -> bool:
    """Whether the next line is of the same paragraph."""
    following = lines[at + 1] if at + 1 < len(lines) else ""
    return bool(following) and not following.startswith((" ", ">>>"))


def prose_line(line: str, inline: Inline) -> str:
    """One line of a paragraph or list item. A line of rulers alone would turn the one above into a heading."""
    if found := field(line):
        head, text = found
        return f"- {head}: {unruled(text, inline)}".rstrip()
    if item := ITEM.match(line):
        marker = item[0].strip()
        return f"{marker if marker[0].isdigit() else '-'} {unruled(line[item.end() :], inline)}"
    return unruled(line, inline)


def unruled(text: str, inline: Inline) -> str:
    if text and RULER.match(text):
        return "\\" + text if text[0] in "-=+_" else plain(text)
    return inline(text)
