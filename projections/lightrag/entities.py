"""The nodes of documents. Writing one embeds its description; a failure may leave the node without its vector."""

from ...domain.documents import Document
from .attempts import EXISTS, MISSING, deleted, posted
from .client import LightRagClient
from .names import Stamp, entity_name, text_id
from .rendering import description


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
    """Create a node or edit it, whichever is possible."""
    new, known = {"entity_name": name, "entity_data": said}, {"entity_name": name, "updated_data": said}
    if is_new and posted(client, "/graph/entity/create", new, unless=(EXISTS,)):
        return
    if not posted(client, "/graph/entity/edit", known, unless=(MISSING,)):
        client.post("/graph/entity/create", new)


def remove(client: LightRagClient, document_id: str) -> None:
    """Remove the node of a document, and its edges with it; none is fine."""
    deleted(client, "/graph/entity/delete", {"entity_name": entity_name(document_id)})
