"""The texts of documents, cut into chunks by the server, whose pipeline works on them after it has answered."""

from collections.abc import Collection, Iterable, Mapping
from http import HTTPStatus
from time import monotonic, sleep
from typing import Any

from .client import LightRagClient
from .errors import RequestRefused, ServerBusy
from .listing import Text, list_texts
from .names import source, text_id

ATTEMPTS = 3
FAILED = "failed"
FIRST_WAIT, LONGEST_WAIT = 0.02, 0.5
STILL_SECONDS = 240.0
"""How long a working server may show no progress. The more it holds, the longer it takes for each text."""


def upload(client: LightRagClient, document_id: str, content: str, hint: str) -> None:
    """Hand over a text. One that is there already is left alone: whoever looks next finds the wrong seal."""
    stem, _, ending = source(document_id).rpartition(".")
    try:
        client.upload(f"{stem}.[{hint}].{ending}", content.encode())
    except RequestRefused as refusal:
        if refusal.status != HTTPStatus.CONFLICT:
            raise


def take_in_left_overs(client: LightRagClient) -> None:
    """Make texts of files that a crash of the server left in its input folder, where they stop new ones of their names.

    Nothing else gets hold of them. They have the seals they were sent with, so they are found out and replaced.
    """
    client.post("/documents/scan", {})
    wait_until_idle(client)


def chunking(size: int, overlap: int) -> str:
    """The processing hint in a file's name: cut it like this, and let no language model extract anything from it."""
    return f"-!F(chunk_ts={size},chunk_ol={overlap})"


def delete(client: LightRagClient, ids: Collection[str]) -> None:
    """Delete those of these texts that are there, all with one call: the server does nothing else meanwhile."""
    for _ in range(ATTEMPTS):
        if not (doomed := sorted(listed(client).keys() & set(ids))):
            return
        client.delete("/documents/delete_document", {"doc_ids": doomed, "delete_file": True})
        wait_until_idle(client)
    raise ServerBusy("the LightRAG server does not delete texts")


def listed(client: LightRagClient) -> dict[str, Text]:
    return {text.id: text for text in list_texts(client)}


def wait_until_idle(client: LightRagClient) -> None:
    """Return when the pipeline has nothing more to do. Raises ServerBusy when it stands still for too long."""
    wait, seen, since = FIRST_WAIT, None, monotonic()
    while is_working(status := client.get("/documents/pipeline_status")):
        if status["latest_message"] != seen:
            seen, since = status["latest_message"], monotonic()
        elif monotonic() - since > STILL_SECONDS:
            raise ServerBusy(f"the LightRAG server has not moved on for more than {STILL_SECONDS:.0f} s: {seen}")
        sleep(wait)
        wait = min(2 * wait, LONGEST_WAIT)


def is_working(status: Mapping[str, Any]) -> bool:
    return bool(status["busy"] or status["pending_enqueues"] or status["destructive_busy"] or status["scanning"])


def problems(seals: Mapping[str, str], there: Mapping[str, Text]) -> dict[str, str]:
    """Of the documents whose texts shall begin with these seals, those whose texts do not, and why."""
    texts = {id_: there.get(text_id(id_)) for id_ in seals}
    return {id_: why(text) for id_, text in texts.items() if text is None or text.seal != seals[id_]}


def why(text: Text | None) -> str:
    if text is None:
        return "the text did not arrive"
    return text.error if text.status == FAILED and text.error else f"the text is {text.status}"


def ids_of(document_ids: Iterable[str]) -> list[str]:
    return [text_id(id_) for id_ in document_ids]
