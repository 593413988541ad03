"""What a search answers with."""

from dataclasses import dataclass
from typing import Literal

Source = Literal["lightrag", "postgres", "both"]
Via = Literal["auto", "lightrag", "postgres", "both"]
"""Who is asked: LightRAG for what is near in meaning, Postgres for words; auto puts what is named just so, which words
tell, before what LightRAG finds."""
Scope = Literal["docs", "reports", "all"]
"""Documents of the code, of what agents reported, or both."""
DOCS = frozenset({"module", "function", "class", "schema"})
REPORTS = frozenset({"decision", "pattern", "task_report", "finding"})
SCOPES: dict[Scope, frozenset[str]] = {"docs": DOCS, "reports": REPORTS, "all": DOCS | REPORTS}


@dataclass(frozen=True, slots=True)
class Result:
    """A document that a search found; the higher the `score` the better, comparable within one search only.

    `excerpt` is a piece of its text. `file` and `line` say where its code is: relative to the project, and from 1; None
    where a document has none. `via` says who found it, and so what the score is. LightRAG tells an order and no
    distance, so it is 1 / rank.
    """

    document_id: str
    type: str
    title: str
    file: str | None
    line: int | None
    score: float
    excerpt: str
    via: Source = "lightrag"


@dataclass(frozen=True, slots=True)
class Hit(Result):
    """A document that answers a query.

    Of Postgres the score tells how well the words fit, from 1 where the document is named just so. Of both it is a
    share of the best fit and of being nearest, up to 1, and more for what is named just so.

    `excerpt` is one line; `matches` are the places in it, start and end, where words of the query stand. `page` says
    where its page lies below the output folder.
    """

    via: Source = "postgres"
    page: str | None = None
    matches: tuple[tuple[int, int], ...] = ()
