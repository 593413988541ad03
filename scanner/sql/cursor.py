"""A place among the tokens of a statement, from which they are read in order."""

import re
from dataclasses import dataclass

from .tokens import Token

BRACKETED = re.compile(r"(?<![\w\]])\[([^\W\d][\w ]*)\]")
END = Token("mark", "", -1, -1)


@dataclass(slots=True)
class Cursor:
    """Tokens, the text they stand in, and the place of the next one; `is_unclosed` tells that a parenthesis was not."""

    text: str
    tokens: list[Token]
    place: int = 0
    is_unclosed: bool = False

    @property
    def next(self) -> Token:
        """The next token, an empty one at the end."""
        return self.tokens[self.place] if self.place < len(self.tokens) else END

    def take(self) -> Token:
        """The next token, which is passed."""
        token = self.next
        self.place += 1
        return token

    def has(self, *words: str) -> bool:
        """Whether these words come next; if so they are passed."""
        ahead = self.tokens[self.place : self.place + len(words)]
        if [token.text for token in ahead if token.kind != "name"] != list(words):
            return False
        self.place += len(words)
        return True

    def skip_to(self, words: frozenset[str], within: int) -> str:
        """Pass tokens up to one of these words, but no more than so many; the word, "" if there is none."""
        for _ in range(within):
            token = self.take()
            if token.text in words and token.kind == "word":
                return token.text
        return ""

    def name(self) -> list[str]:
        """A name with its parts, `[schema, table]`; empty where no name comes next. SQLite takes strings for names."""
        parts = []
        while self.next.kind in {"word", "name", "string"}:
            parts.append(self.written(self.take()))
            if self.next.text != ".":
                break
            self.take()
        return parts

    def group(self) -> list[list[Token]] | None:
        """The parts between the parentheses that come next, parted by commas; None where there are none.

        A group that is never closed ends with the statement.
        """
        if self.next.text != "(":
            return None
        self.take()
        parts: list[list[Token]] = [[]]
        depth, brackets = 1, 0
        while self.place < len(self.tokens):
            token = self.take()
            mark = token.text if token.kind == "mark" else ""
            depth += (mark == "(") - (mark == ")")
            brackets = max(0, brackets + (mark == "[") - (mark == "]"))
            if depth == 0:
                break
            if mark == "," and depth == 1 and brackets == 0:
                parts.append([])
            else:
                parts[-1].append(token)
        self.is_unclosed = self.is_unclosed or depth > 0
        return [part for part in parts if part]

    def written(self, token: Token) -> str:
        """The text of a token as written; a name that is quoted, by a string too, without its quotes."""
        match token.kind:
            case "name":
                return token.text
            case "string":
                return unquoted(token.text)
        return self.text[token.start : token.end]

    def joined(self, tokens: list[Token]) -> str:
        """The text from the first to the last of these tokens, on one line."""
        return " ".join(self.text[tokens[0].start : tokens[-1].end].split()) if tokens else ""

    def plain(self, tokens: list[Token]) -> str:
        """The same without the brackets that SQL Server puts around names and types."""
        return BRACKETED.sub(r"\1", self.joined(tokens))


def unquoted(text: str) -> str:
    """The value of a string literal."""
    body = text[text.index("'") + 1 :] if "'" in text else text
    return body.removesuffix("'").replace("''", "'")
