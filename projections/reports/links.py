"""Text that people and agents wrote, with the files and functions it names linked.

A name is a whole code span, or a word with a dot or a slash in it: `outbox/log.py`, `outbox.log.append()`.
"""

import re
from collections.abc import Mapping
from typing import NamedTuple

from ..escaping import code, fenced, inert, one_line, visible
from ..prose import prose

MOST_NAMES = 1_000
"""Names of one document that may become links."""
LONGEST_LINE = 20_000
"""A longer line is shown as it is: nobody reads it, and looking for code in it would take too long."""
FENCE = re.compile(r"^[ \t]*```+([^\n`]*)\n(.*?)^[ \t]*```+[ \t]*$", re.MULTILINE | re.DOTALL)
TOKEN = re.compile(
    r"(?<!`)(?P<ticks>`+)(?!`)(?P<span>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?<![\w./:@\\-])(?P<word>[\w.][\w./-]*\w(?:\(\))?)"
)
NAMED = re.compile(r"[./]")


class Target(NamedTuple):
    """Where a name leads: the document it means, and where that is shown."""

    document_id: str
    page: str


class Links:
    """Where the names of one document lead; `asked` are those it asked for, in order."""

    def __init__(self, targets: Mapping[str, Target] | None = None) -> None:
        self.targets = targets or {}
        self.asked: dict[str, None] = {}

    def find(self, name: str) -> Target | None:
        """What is meant by a name, if it is the name of anything."""
        plain = name.strip().removesuffix("()")
        if plain and len(self.asked) < MOST_NAMES:
            self.asked[plain] = None
        return self.targets.get(plain)

    def code(self, name: str) -> str:
        """A name as code, linked where it leads anywhere."""
        found = self.find(name)
        return f"[{code(name)}](/{found.page})" if found else code(name)

    def line(self, text: str) -> str:
        """One line of running text."""
        line, done, made = one_line(text), 0, ""
        for token in TOKEN.finditer(line) if len(line) <= LONGEST_LINE else ():
            shown = self.token(token)
            if shown is not None:
                made = joined(made + inert(line[done : token.start()]), shown)
                done = token.end()
        return made + inert(line[done:])

    def token(self, token: re.Match[str]) -> str | None:
        if token["span"]:
            return self.code(token["span"])
        return self.code(token["word"]) if NAMED.search(token["word"]) and self.find(token["word"]) else None

    def prose(self, text: str) -> str:
        """Paragraphs, lists and blocks of code."""
        parts, done = [], 0
        for block in FENCE.finditer(text):
            language = block[1].strip().lower()
            parts += [prose(text[done : block.start()], self.line), fenced(block[2], language)]
            done = block.end()
        return "\n\n".join(filter(None, [*parts, prose(text[done:], self.line)]))


def joined(before: str, shown: str) -> str:
    # An exclamation mark in front of a link would make it an image.
    return f"{before[:-1]}\\!{shown}" if before.endswith("!") and shown.startswith("[") else before + shown


def code_block(text: str) -> str:
    """Text that is code as a whole, whether or not it comes with a fence of its own."""
    alone = FENCE.fullmatch(text.strip())
    return fenced(visible(alone[2]), alone[1].strip().lower()) if alone else fenced(text)
