"""What may be wrong with a server although it answers; each check says what it saw or raises Misconfigured."""

from typing import Any

from ...config.settings import LightragSettings
from ...domain.errors import Misconfigured
from .client import LightRagClient

VERSION = "1.5.7"
"""The one whose behaviour our tests pin down."""


def server_is_known(client: LightRagClient) -> str:
    """The server speaks with us, and is of the version that is tested."""
    health = client.get("/health")
    version = health.get("core_version")
    if version != VERSION:
        raise Misconfigured(
            f"{client.base_url} is LightRAG {version}, docrunch is tested with {VERSION}",
            hint=f"run it as lightrag-hku[api]=={VERSION}",
        )
    configuration_of(health)
    return f"{client.base_url} is LightRAG {version}"


def model_is_ours(client: LightRagClient, settings: LightragSettings) -> str:
    """The server embeds with the model that the settings name."""
    model = configuration_of(client.get("/health")).get("embedding_model")
    if model != settings.embedding_model:
        raise Misconfigured(
            f"the server embeds with {model}, storage.lightrag.embedding_model is {settings.embedding_model}",
            hint="make them equal: vectors of two models cannot be compared",
        )
    return f"the server embeds with {model}"


def graph_is_shown_whole(client: LightRagClient) -> str:
    """The server shows as many nodes as it holds."""
    most = int(configuration_of(client.get("/health")).get("max_graph_nodes", 0))
    nodes = len(client.get("/graph/label/list"))
    if nodes > most:
        raise Misconfigured(
            f"the server holds {nodes} nodes and shows at most {most}: it cannot be reconciled",
            hint="start it with MAX_GRAPH_NODES=1000000",
        )
    return f"the server holds {nodes} nodes and shows up to {most}"


def configuration_of(health: dict[str, Any]) -> dict[str, Any]:
    """What the server tells of itself to those with its key. Raises Misconfigured for others."""
    configuration: dict[str, Any] | None = health.get("configuration")
    if configuration is None:
        raise Misconfigured("the LightRAG server wants a key, and not this one", hint="set DOCRUNCH_LIGHTRAG_API_KEY")
    return configuration
