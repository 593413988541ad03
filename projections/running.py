"""Running text of comments: names in code and what is stressed stay so, other marks go, all else is shown as it is.

A mark is taken for one only where neither Markdown nor reStructuredText could mean anything else by it.
"""

import re
from collections.abc import Callable

from .escaping import code, code_cell, inert, one_line

SPAN = re.compile(
    r"((?<![\w:]):[a-zA-Z][\w:+.-]{0,40}:)?(?<!`)(`{1,2})(?!`)([`\s]{0,99}+[^`\s].*?)(?<!`)\2(?!`)(__?(?![^\W_]))?"
)
"""What stands between backticks, in reStructuredText with a role before it, or as a link with `_` behind it."""
SHORTENED = re.compile(r"~[^\W\d]\w*(?:\.\w+)+")
"""A name of which Sphinx shows the end, with the role that a project has made its default."""
TARGET = re.compile(r"(\S.*?)\s*<[^<>]*>$")
DOCUMENTS = frozenset({"pep", "rfc"})
"""Roles with a number, which says nothing without what is numbered."""
HELD = re.compile("\x00(\\d+)\x00")
"""Stands for code while the text around it is read; no text has that letter any more."""
TAGS = "a|b|blockquote|br|caption|code|div|em|h[1-6]|hr|i|kbd|li|ol|p|pre|small|span|strong|sub|sup|tt|u|ul"
MAY_MARK = re.compile(r"[*\[<]")
MARK = re.compile(
    r"(?<![^\s(\[{\"'—-])(?P<stars>\*{1,2})(?P<stressed>[\w\x00(\"'](?:[^*]{0,200}[\w\x00).?!:,\"'])?)(?P=stars)"
    r"(?=[\s.,;:?!)\]}\"'—-]|$)"
    r"|!\[(?P<image>[^\[\]]{0,200})\]\([^()\s]{1,1000}\)"
    r"|\[(?P<link>[^\[\]]{1,200})\]\((?:https?://|[#/.])[^()\s]{0,1000}\)"
    rf"|</?(?:{TAGS})(?:\s[^<>]{{0,500}})?/?>"
    r"|\[(?P<note>\d{1,3})\]_(?!\w)",
    re.IGNORECASE,
)


def running(text: str) -> str:
    """One line of running text in which what stands between backticks is code, as it is in comments."""
    return with_code(text, code)


def running_cell(text: str) -> str:
    """The same for a table cell."""
    return with_code(text, code_cell)


def with_code(text: str, code_span: Callable[[str], str]) -> str:
    line, held = one_line(text), list[str]()

    def hold(span: re.Match[str]) -> str:
        held.append(spanned(span, code_span))
        return f"\x00{len(held) - 1}\x00"

    shown = marked(SPAN.sub(hold, line) if "`" in line else line).strip(" ")
    return HELD.sub(lambda place: held[int(place[1])], shown) if held else shown


def marked(text: str) -> str:
    """Text that is stressed, and what links and images say; tags are left out."""
    if not MAY_MARK.search(text):
        return inert(text)
    at, parts = 0, list[str]()
    for mark in MARK.finditer(text):
        parts += [inert(text[at : mark.start()]), said(mark)]
        at = mark.end()
    return "".join([*parts, inert(text[at:])])


def said(mark: re.Match[str]) -> str:
    if stars := mark["stars"]:
        return f"{stars}{marked(mark['stressed'])}{stars}"
    if mark["note"]:
        return inert(f"[{mark['note']}]")
    return inert(mark["link"] or mark["image"] or "")


def spanned(span: re.Match[str], code_span: Callable[[str], str]) -> str:
    """Code, or what a link or a role shows instead of its target: `~a.b.C` is shown as `C`."""
    role, marks, text, link = span.groups()
    if not role and not link:
        is_shortened = marks == "`" and SHORTENED.fullmatch(text)
        return code_span(text.rpartition(".")[2] if is_shortened else text)
    if role and role.strip(":").lower() in DOCUMENTS:
        return inert(f"{role.strip(':').upper()} {text.partition('#')[0]}")
    if titled := TARGET.match(text):
        return inert(titled[1])
    if not role:
        return inert(text)
    return code_span(text.rpartition(".")[2] if text.startswith("~") else text.lstrip("!."))
