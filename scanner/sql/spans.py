"""What ends where no regular expression sees it: dollar quotes, comments in comments, the rows of a dump.

None is looked for where there is no end, so that a file full of beginnings is no more work than another.
"""

import re
from dataclasses import dataclass, field

DOLLAR = re.compile(r"\$(?:[^\W\d]\w*)?\$")
COMMENT_MARK = re.compile(r"/\*|\*/")
ROWS_END = re.compile(r"\n\\\.(?=\s|$)")

Span = tuple[str, int, int]
"""The kind of what stands somewhere, where it begins and where it ends."""


@dataclass(slots=True)
class Spans:
    """A text, and whether its comments may hold comments, as those of PostgreSQL and SQL Server do."""

    text: str
    may_nest: bool
    is_dollar_a_quote: bool = True
    _last_quotes: dict[str, int] = field(init=False)
    _last_rows_end: int = field(init=False)

    def __post_init__(self) -> None:
        self._last_quotes = {match.group(): match.start() for match in DOLLAR.finditer(self.text)}
        self._last_rows_end = self.text.rfind("\n\\.")

    def whole(self, match: re.Match[str]) -> Span:
        """What was found, up to where it really ends."""
        kind, start, end = match.lastgroup or "", match.start(), match.end()
        match kind:
            case "mark" if match.group() == "$" and self.is_dollar_a_quote:
                quoted = self._end_of_dollar_quoted(start)
                return (kind, start, end) if quoted is None else ("string", start, quoted)
            case "comment":
                return kind, start, self._end_of_comment(start, end)
            case "rows":
                return self._rows(start, end)
            case "delimiter":
                self.is_dollar_a_quote = "$" not in match.group()
        return kind, start, end

    def _end_of_dollar_quoted(self, start: int) -> int | None:
        """Where the text quoted by the `$tag$` at `start` ends; None where it is none or never ends."""
        opening = DOLLAR.match(self.text, start)
        if opening is None or self._last_quotes.get(opening.group(), start) <= start:
            return None
        closing = self.text.find(opening.group(), opening.end())
        return None if closing < 0 else closing + len(opening.group())

    def _end_of_comment(self, start: int, first_end: int) -> int:
        """Where the comment ends whose first `*/` ends at `first_end`.

        Whether a dialect nests them shows where the marks come out even; where they do not, none of the file's does.
        """
        if not self.may_nest or self.text.find("/*", start + 2, first_end) < 0:
            return first_end
        depth = 0
        for mark in COMMENT_MARK.finditer(self.text, start):
            depth += 1 if mark.group() == "/*" else -1
            if depth == 0:
                return mark.end()
        self.may_nest = False
        return first_end

    def _rows(self, start: int, end: int) -> Span:
        r"""The `;` of `COPY … FROM stdin;` with the rows below it, which end with a line `\.`; without one, FROM."""
        rows = ROWS_END.search(self.text, end - 1) if self._last_rows_end >= end - 1 else None
        return ("word", start, start + len("FROM")) if rows is None else ("mark", end - 1, rows.end())
