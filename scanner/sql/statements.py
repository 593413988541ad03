"""SQL parted into statements, of which those that define something are kept."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from .tokens import Token

KEPT = frozenset({"CREATE", "ALTER", "COMMENT", "DROP"})
ROUTINES = frozenset({"FUNCTION", "PROCEDURE", "PROC", "TRIGGER", "EVENT", "PACKAGE"})
BLOCKS = frozenset({"BEGIN", "CASE"})
BLOCK_ENDS = frozenset({"IF", "LOOP", "WHILE", "REPEAT", "FOR"})
SEPARATORS = frozenset({";", "GO"})
HEAD = 8
MAX_TOKENS = 200_000
"""A statement with more of them is no definition that a person wrote; what it holds beyond is not read."""


@dataclass(slots=True)
class Statement:
    """A statement that defines something: its tokens without comments, and the comments in and above it.

    `depth` counts the blocks of a routine that are open.
    """

    tokens: list[Token] = field(default_factory=list)
    comments: list[Token] = field(default_factory=list)
    above: list[Token] = field(default_factory=list)
    depth: int = 0

    def add(self, token: Token) -> None:
        """Take in the next token."""
        if len(self.tokens) < MAX_TOKENS:
            self._count_blocks(token)
            self.tokens.append(token)

    def comments_behind(self) -> list[Token]:
        """The comments after the last token, which may describe the next statement."""
        return [comment for comment in self.comments if comment.start > self.tokens[-1].end]

    def _count_blocks(self, token: Token) -> None:
        if token.kind != "word" or not any(first.text in ROUTINES for first in self.tokens[:HEAD]):
            return
        is_end = self.tokens[-1].text == "END"
        if token.text in (BLOCK_ENDS if is_end else BLOCKS):
            self.depth += 1
        elif token.text == "END":
            self.depth = max(0, self.depth - 1)


def statements_of(text: str, tokens: Iterator[Token]) -> Iterator[Statement]:
    """The statements that begin with CREATE, ALTER, COMMENT or DROP.

    A statement ends with `;`, with a line that is `GO`, where the next definition begins a line, or with what
    `DELIMITER` set; within the body of a routine only the last of these, or its `END`, ends it.
    """
    current: Statement | None = None
    above: list[Token] = []
    previous, delimiter = None, ";"
    for token in tokens:
        if token.kind == "comment":
            (above if current is None else current.comments).append(token)
            continue
        if token.kind == "delimiter":
            delimiter = token.text.split()[-1]
        if current is not None and _ends(text, current, token, delimiter):
            yield current
            above, current = current.comments_behind(), None
        if current is None and _begins(previous, token):
            current = Statement(above=above)
        if current is not None:
            current.add(token)
        elif token.text not in SEPARATORS:
            above = []
        previous = token
    if current is not None:
        yield current


def _begins(previous: Token | None, token: Token) -> bool:
    if token.kind != "word" or token.text not in KEPT:
        return False
    return token.is_first_on_line or (previous is not None and previous.text in SEPARATORS)


def _ends(text: str, current: Statement, token: Token, delimiter: str) -> bool:
    if token.kind == "delimiter" or (token.text == "GO" and token.is_first_on_line):
        return True
    if text.startswith(delimiter, token.start) and (current.depth == 0 or delimiter != ";"):
        return True
    is_definition = token.kind == "word" and token.text in {"CREATE", "ALTER"} and token.is_first_on_line
    return is_definition and current.depth == 0 and not _is_open(current)


def _is_open(current: Statement) -> bool:
    """Whether the statement has not got to what it defines: `CREATE OR ALTER`, on two lines."""
    return len(current.tokens) < 2 or current.tokens[-1].text == "OR"  # noqa: PLR2004  # a verb and its object
