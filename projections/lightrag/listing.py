"""The texts that a server holds, whole or half processed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .client import LightRagClient
from .names import is_ours

PAGE = 200
SEAL_LENGTH = 8
PROCESSED = "processed"


@dataclass(frozen=True, slots=True)
class Text:
    """A text of ours: `source` is its name; `seal` the word it begins with, None unless it is processed in full."""

    id: str
    source: str
    status: str
    seal: str | None
    error: str


def list_texts(client: LightRagClient) -> list[Text]:
    """All texts of ours, also those that failed or wait."""
    return [text_of(row) for row in rows(client) if is_ours(row["file_path"])]


def rows(client: LightRagClient) -> Iterator[dict[str, Any]]:
    page = 1
    while True:
        asked = {"page": page, "page_size": PAGE, "sort_field": "id", "sort_direction": "asc"}
        answer = client.post("/documents/paginated", asked)
        yield from answer["documents"]
        if not answer["pagination"]["has_next"]:
            return
        page += 1


def seal_of(content: str, length: int) -> str:
    """The word that a text begins with, and how many characters it has."""
    return f"{content[:SEAL_LENGTH]}-{length}"


def text_of(row: dict[str, Any]) -> Text:
    is_whole = row["status"] == PROCESSED
    seal = seal_of(str(row["content_summary"]), int(row["content_length"])) if is_whole else None
    return Text(row["id"], row["file_path"], row["status"], seal, str(row.get("error_msg") or ""))
