"""SQL as tokens, whatever the dialect.

Standard SQL, PostgreSQL's dollar quotes, the backticks and backslashes of MySQL and the brackets of SQL Server are told
apart by what they look like; a file with backticks or an `ENGINE` is taken for MySQL's. What a program fills in
(`:schema`, `{{ schema }}`, `${schema}`) is a name.
"""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

TokenKind = Literal["word", "name", "string", "mark", "comment", "delimiter"]

COMMENT = r"--[^\n]*|^[ \t]*\#[ \t][^\n]*|/\*(?:.*?\*/|.*)"
DELIMITER = r"^[ \t]*DELIMITER[ \t]+\S+"
NAME = r"\"(?:[^\"]|\"\")*\"?|`(?:[^`]|``)*`?|(?<![\w\])\"])\[[^\]\n]{1,128}\]"
PLACEHOLDER = r":\w+(?!:)|\{\{[^}\n]{1,200}\}\}|\$\{[^}\n]{1,200}\}"
STANDARD_STRING = r"[eE]'(?:[^'\\]|\\.|'')*'?|'(?:[^']|'')*'?"
MYSQL_STRING = r"'(?:[^'\\]|\\.|'')*'?"
DOLLAR = re.compile(r"\$(?:[^\W\d]\w*)?\$")
MYSQL = re.compile(r"`|\bENGINE\s*=", re.IGNORECASE)
FLAGS = re.DOTALL | re.MULTILINE | re.IGNORECASE


class Token(NamedTuple):
    """A token and where it stands; `text` of a word is in capitals, that of a name is without its quotes."""

    kind: TokenKind
    text: str
    start: int
    end: int
    is_first_on_line: bool = False


def pattern(string: str) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<delimiter>{DELIMITER})|(?P<comment>{COMMENT})|(?P<string>{string})|(?P<name>{NAME})"
        rf"|(?P<placeholder>(?<!:)(?:{PLACEHOLDER}))|(?P<word>[@#]{{0,2}}\w(?:[\w@#]|\$(?=\w))*)|(?P<mark>[^\s])",
        FLAGS,
    )


STANDARD = pattern(STANDARD_STRING)
BACKSLASHED = pattern(MYSQL_STRING)


def tokens_of(text: str) -> Iterator[Token]:
    """Every token of a text, in order."""
    found = BACKSLASHED if MYSQL.search(text) else STANDARD
    last_quotes = {match.group(): match.start() for match in DOLLAR.finditer(text)}
    position, end, is_dollar_a_quote = 0, 0, True
    while (match := found.search(text, position)) is not None:
        kind, start, position = match.lastgroup, match.start(), match.end()
        if kind == "mark" and match.group() == "$" and is_dollar_a_quote:
            quoted = _dollar_quoted(text, start, last_quotes)
            if quoted is not None:
                kind, position = "string", quoted
        if kind == "delimiter":
            is_dollar_a_quote = "$" not in match.group()
        is_first = end == 0 or "\n" in text[end:start]
        yield _token(kind, text[start:position], start, position, is_first)
        end = position


def _token(kind: str | None, text: str, start: int, end: int, is_first: bool) -> Token:
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
    return Token("mark", text, start, end, is_first)


def _dollar_quoted(text: str, start: int, last_quotes: dict[str, int]) -> int | None:
    """Where the text quoted by the `$tag$` at `start` ends; None where it is none or never ends."""
    opening = DOLLAR.match(text, start)
    if opening is None or last_quotes.get(opening.group(), start) <= start:
        return None
    closing = text.find(opening.group(), opening.end())
    return None if closing < 0 else closing + len(opening.group())
