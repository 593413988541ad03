"""Text from source code is not to be trusted: here it becomes Markdown that shows it and does nothing else.

No HTML survives, no line breaks out of its cell, span or fence, no invisible mark turns the reading order around.
"""

import re

INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
SPACE = re.compile(r"\s+")
BACKTICKS = re.compile("`+")
LANGUAGE = re.compile(r"[a-z0-9+-]{1,20}")
# An underscore within a word is no emphasis; `@` and `:` could become mentions and links of the platform's own.
ACTIVE = re.compile(r"[\\`*\[\]<>&|~$#{}]|(?<![^\W_])_|_(?![^\W_])|(?<=[hpw])[:.](?=[/w])")
ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;"}
LONGEST_LABEL = 60
NOT_IN_LABELS = re.compile(r"[^\w .()-]")


def visible(text: str) -> str:
    """The text with every control character and direction mark written out by number; tabs and line ends stay."""
    if text.isascii() and text.isprintable():
        return text
    return INVISIBLE.sub(written_out, text.replace("\r\n", "\n").replace("\r", "\n"))


def written_out(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def one_line(text: str) -> str:
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return SPACE.sub(" ", visible(text)).strip()


def plain(text: str) -> str:
    """One line of running text, without markup of its own; also fit for a table cell."""
    return inert(one_line(text))


def inert(line: str) -> str:
    """A part of a line, without markup of its own; its spaces stay."""
    return ACTIVE.sub(escaped, line)


def escaped(match: re.Match[str]) -> str:
    letter = match[0]
    return ENTITIES.get(letter) or "\\" + letter


def code(text: str) -> str:
    """An inline code span, its fence longer than any run of backticks inside."""
    line = without_comments(one_line(text))
    if "`" not in line:
        return f"`{line}`" if line else "` `"
    fence = "`" * (max(map(len, BACKTICKS.findall(line))) + 1)
    return f"{fence} {line} {fence}"


def code_cell(text: str) -> str:
    """An inline code span in a table cell, where a pipe ends the cell even within code."""
    return code(text).replace("|", "\\|")


def fenced(text: str, language: str = "") -> str:
    """A block of code, its fence longer than any run of backticks inside."""
    body = without_comments(visible(text)).strip("\n")
    runs = [len(run) for run in BACKTICKS.findall(body)] if "`" in body else []
    fence = "`" * max(3, *[run + 1 for run in runs], 3)
    return f"{fence}{language if LANGUAGE.fullmatch(language) else ''}\n{body}\n{fence}"


def without_comments(text: str) -> str:
    # Code shows entities as they are written, so a comment's opening is broken by a space instead.
    return text.replace("<!--", "<! --") if "<!--" in text else text


def mermaid_label(text: str) -> str:
    """A quoted label of a Mermaid node; what is not plainly a name becomes a numbered entity.

    Of a name that is too long the end is shown: a picture is as wide as its widest label, and shrunk to fit.
    """
    line = one_line(text)
    if len(line) > LONGEST_LABEL:
        line = "..." + line[3 - LONGEST_LABEL :]
    return '"' + NOT_IN_LABELS.sub(lambda match: f"#{ord(match[0])};", line) + '"'
