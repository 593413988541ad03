"""The nodes of documents. Writing one embeds its description; a failure may leave the node without its vector."""

from ...domain.documents import Document
from .client import LightRagClient
from .errors import RequestRefused
from .names import Stamp, entity_name, text_id
from .rendering import description

NOT_FOUND = 404
EXISTS = "already exists"
MISSING = "does not exist"


def write(client: LightRagClient, document: Document, stamp: Stamp, *, is_new: bool) -> None:
    """Make the node of a document say what it should; its edges stay. `is_new` is a guess."""
    name = entity_name(document.id)
    said = {
        "description": description(document),
        "entity_type": document.type,
        "file_path": str(stamp),
        # Queries of LightRAG that meet the node bring the text's first chunk with it.
        "source_id": f"{text_id(document.id)}-chunk-000",
    }
    put(client, name, said, is_new=is_new)


def put(client: LightRagClient, name: str, said: dict[str, str], *, is_new: bool) -> None:
    """Create a node or edit it, whichever is possible: an answer may have been lost, or another worker been here."""
    if not (is_new and created(client, name, said)) and not edited(client, name, said):
        client.post("/graph/entity/create", {"entity_name": name, "entity_data": said})


def created(client: LightRagClient, name: str, said: dict[str, str]) -> bool:
    """False when there is such a node."""
    try:
        client.post("/graph/entity/create", {"entity_name": name, "entity_data": said})
    except RequestRefused as refusal:
        if EXISTS not in str(refusal):
            raise
        return False
    return True


def edited(client: LightRagClient, name: str, said: dict[str, str]) -> bool:
    """False when there is no such node."""
    try:
        client.post("/graph/entity/edit", {"entity_name": name, "updated_data": said})
    except RequestRefused as refusal:
        if MISSING not in str(refusal):
            raise
        return False
    return True


def remove(client: LightRagClient, document_id: str) -> None:
    """Remove the node of a document, and its edges with it; none is fine."""
    try:
        client.delete("/graph/entity/delete", {"entity_name": entity_name(document_id)})
    except RequestRefused as refusal:
        if refusal.status != NOT_FOUND:
            raise
