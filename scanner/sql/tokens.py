r"""SQL as tokens, whatever the dialect.

Standard SQL, PostgreSQL's dollar quotes, the backticks and backslashes of MySQL and the brackets of SQL Server are told
apart by what they look like; a file with backticks or an `ENGINE` is taken for MySQL's, which runs `/*! … */`. What a
program fills in (`:schema`, `{{ schema }}`, `${schema}`) is a name. Lines that speak to psql are passed over.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from .spans import Spans

TokenKind = Literal["word", "name", "string", "mark", "comment", "delimiter"]

COMMENT = r"--[^\n]*|^[ \t]*\#[ \t][^\n]*|/\*(?:.*?\*/|.*)"
PSQL = r"^[ \t]*\\[^\n]*"
RUN_COMMENT = r"/\*M?!\d*|\*/"
DELIMITER = r"^[ \t]*DELIMITER[ \t]+\S+"
QUOTED_NAME = r"`(?:[^`]|``)*`?|(?<![\w\])\"])\[[^\]\n]{1,128}\]"
STANDARD_NAME = rf"\"(?:[^\"]|\"\")*\"?|{QUOTED_NAME}"
MYSQL_NAME = rf"\"(?:[^\"\\]|\\.|\"\")*\"?|{QUOTED_NAME}"
PLACEHOLDER = r":\w+(?!:)|\{\{[^}\n]{1,200}\}\}|\$\{[^}\n]{1,200}\}"
STANDARD_STRING = r"[eE]'(?:[^'\\]|\\.|'')*'?|'(?:[^']|'')*'?"
MYSQL_STRING = r"'(?:[^'\\]|\\.|'')*'?"
ROWS = r"\bFROM\s+STDIN\b[^;]{0,300};"
FLAGS = re.DOTALL | re.MULTILINE | re.IGNORECASE
ENGINE = re.compile(r"\bENGINE\s*=", FLAGS)
BACKTICK = re.compile(rf"{COMMENT}|{STANDARD_STRING}|(?P<backtick>`)", FLAGS)


class Token(NamedTuple):
    """A token and where it stands; `text` of a word is in capitals, that of a name is without its quotes."""

    kind: TokenKind
    text: str
    start: int
    end: int
    is_first_on_line: bool = False


def pattern(string: str, name: str, passed: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<delimiter>{DELIMITER})|(?P<passed>{passed})|(?P<comment>{COMMENT})|(?P<string>{string})|(?P<name>{name})"
        rf"|(?P<rows>{ROWS})|(?P<placeholder>(?<!:)(?:{PLACEHOLDER}))"
        rf"|(?P<word>[@#]{{0,2}}\w(?:[\w@#]|\$(?=\w))*)|(?P<mark>[^\s])",
        FLAGS,
    )


STANDARD = pattern(STANDARD_STRING, STANDARD_NAME, PSQL)
BACKSLASHED = pattern(MYSQL_STRING, MYSQL_NAME, RUN_COMMENT)


def is_mysql(text: str) -> bool:
    """Whether a text is MySQL's: it names an engine, or has a backtick outside of comments and strings."""
    if ENGINE.search(text) is not None:
        return True
    return "`" in text and any(found.lastgroup for found in BACKTICK.finditer(text))


def tokens_of(text: str) -> Iterator[Token]:
    """Every token of a text, in order."""
    of_mysql = is_mysql(text)
    found, spans = BACKSLASHED if of_mysql else STANDARD, Spans(text, may_nest=not of_mysql)
    position, end = 0, 0
    while (match := found.search(text, position)) is not None:
        kind, start, position = spans.whole(match)
        if kind != "passed":
            is_first = end == 0 or "\n" in text[end:start]
            yield _token(kind, text[start:position], start, position, is_first)
            end = position


def _token(kind: str, text: str, start: int, end: int, is_first: bool) -> Token:
    match kind:
        case "word":
            return Token("word", text.upper(), start, end, is_first)
        case "placeholder":
            return Token("name", text, start, end, is_first)
        case "name":
            quote = text[-1] if len(text) > 1 and text[0] != "[" else ""
            return Token("name", text[1:-1].replace(quote * 2, quote) if quote else text[1:-1], start, end, is_first)
        case "string" | "comment" | "delimiter":
            return Token(kind, text, start, end, is_first)
    return Token("mark", text[0], start, end, is_first)
