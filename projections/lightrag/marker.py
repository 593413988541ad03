"""The node that says whose the graph is: the server has no other place to write that down."""

from .client import LightRagClient
from .entities import put

MARKER = "docrunch:place"
PREFIX = "docrunch "


def read_marker(client: LightRagClient) -> str | None:
    """The id of the place, None in a graph that is nobody's yet."""
    answer = client.get("/graphs", label=MARKER, max_depth=1, max_nodes=2)
    paths = [str(row["properties"].get("file_path", "")) for row in answer["nodes"] if row["id"] == MARKER]
    return paths[0].removeprefix(PREFIX) if paths and paths[0].startswith(PREFIX) else None


def write_marker(client: LightRagClient, place: str) -> str:
    """Mark a graph that is nobody's; returns the id that is there in the end, perhaps that of somebody else."""
    seen = read_marker(client)
    if seen is not None:
        return seen
    words = "This graph is written by docrunch from the log of one project; see the documentation of docrunch."
    said = {"description": words, "entity_type": "docrunch", "file_path": f"{PREFIX}{place}", "source_id": "docrunch"}
    put(client, MARKER, said, is_new=True)
    return read_marker(client) or place
