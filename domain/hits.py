"""What a search answers with."""

from dataclasses import dataclass
from typing import Literal

from .graph import Source

Via = Literal["auto", "lightrag", "postgres", "both"]
"""Who is asked: LightRAG for what is near in meaning, Postgres for words; auto puts what is named just so, which words
tell, before what LightRAG finds."""
Scope = Literal["docs", "reports", "all"]
"""Documents of the code, of what agents reported, or both."""
DOCS = frozenset({"module", "function", "class", "schema"})
REPORTS = frozenset({"decision", "pattern", "task_report", "finding"})
SCOPES: dict[Scope, frozenset[str]] = {"docs": DOCS, "reports": REPORTS, "all": DOCS | REPORTS}


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers a query; the higher the `score` the better, comparable within one search only.

    `via` says who found it, and so what the score is. Of Postgres it tells how well the words fit, from 1 where the
    document is named just so. LightRAG tells an order and no distance, so it is 1 / rank. Of both it is a
    share of the best fit and of being nearest, up to 1, and more for what is named just so.

    `excerpt` is one line of its text; `matches` are the places in it, start and end, where words of the query stand.
    `file` and `line` say where its code is, `page` where its page lies below the output folder.
    """

    document_id: str
    type: str
    title: str
    page: str | None
    file: str | None
    line: int | None
    score: float
    excerpt: str
    matches: tuple[tuple[int, int], ...] = ()
    via: Source = "postgres"
