"""The delivery target: documents become nodes, relations and texts on a LightRAG server."""

import secrets
import socket
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pydantic import SecretStr

from ...config.settings import LightragSettings
from ...domain.errors import TargetAbsent, TargetUnavailable
from ...domain.targets import Confirm, Delivery, Manner, Outcome
from .rendering import RENDERER_VERSION

if TYPE_CHECKING:
    from .client import LightRagClient

CONNECT_SECONDS = 1.0
BATCH = 250
PORTS = {"http": 80, "https": 443}


class LightRagTarget:
    """Documents on the LightRAG server of the settings; nothing is asked of it, and no client loaded, until needed.

    Unlike folders of pages a server is shared by accident: its default address is the same for every project. So a
    workspace that another project marked as its own is never simply taken.
    """

    name = "lightrag"
    document_types = frozenset(
        {"module", "function", "class", "schema", "pattern", "decision", "task_report", "finding"}
    )
    manner = Manner(batch=BATCH, is_exclusive=True, needs_incoming=True, is_adopted=False)

    def __init__(self, settings: LightragSettings, api_key: SecretStr | None = None) -> None:
        self.settings = settings
        self.api_key = api_key
        cut = f" {settings.chunk_size}/{settings.chunk_overlap}" if settings.mode == "documents+graph" else ""
        # All that decides what is embedded, and how: a changed setting brings every document again.
        self.renderer_version = f"{RENDERER_VERSION} {settings.mode} {settings.embedding_model}{cut}"

    @cached_property
    def client(self) -> "LightRagClient":
        from .client import LightRagClient

        return LightRagClient(self.settings.base_url, self.api_key)

    def close(self) -> None:
        if "client" in self.__dict__:
            self.client.close()

    def place(self) -> str | None:
        """The id in the marker node, None where there is none."""
        from .marker import read_marker

        self.require_door()
        self.client.require_answer()
        marker = read_marker(self.client)
        return marker.place if marker else None

    def create_place(self) -> str:
        from .marker import create_marker

        return create_marker(self.client, secrets.token_hex(16))

    def probe(self) -> None:
        from .crew import require_embeddings

        self.require_door()
        self.client.require_answer()
        require_embeddings(self.client)

    def deliver(self, deliveries: Sequence[Delivery], confirm: Confirm) -> list[Outcome]:
        """Bring documents, edges and texts to what is wanted; see `round.py` for the order of steps."""
        from .client import CONNECTIONS
        from .crew import Crew
        from .round import carry_out

        confirmed = confirm(deliveries)
        wanted = [one for one in deliveries if one.document_id in confirmed]
        stale = [Outcome(one.document_id, is_stale=True) for one in deliveries if one.document_id not in confirmed]
        with ThreadPoolExecutor(CONNECTIONS) as threads:
            return [*carry_out(Crew(self.client, threads), wanted, self.hint), *stale]

    def holdings(self) -> dict[str, str]:
        """Everything of ours on the server; what is not there in full is listed with what it lacks."""
        from .holding import held_documents

        return held_documents(self.client)

    def checks(self) -> dict[str, Callable[[], str]]:
        """What `docrunch doctor` looks at once the server answers."""
        from . import health

        return {
            "server": lambda: health.server_is_known(self.client),
            "embedding": lambda: health.model_is_ours(self.client, self.settings),
            "graph": lambda: health.graph_is_shown_whole(self.client),
        }

    @property
    def hint(self) -> str | None:
        if self.settings.mode == "graph":
            return None
        from .texts import chunking

        return chunking(self.settings.chunk_size, self.settings.chunk_overlap)

    def require_door(self) -> None:
        """See whether anybody is there before an HTTP client is loaded. Raises TargetAbsent."""
        address = urlsplit(self.settings.base_url)
        try:
            port = address.port or PORTS[address.scheme]
        except ValueError as error:
            raise TargetUnavailable("storage.lightrag.base_url is no address", hint=str(error)) from error
        try:
            socket.create_connection((address.hostname or "", port), CONNECT_SECONDS).close()
        except OSError as error:
            where = f"{address.scheme}://{address.hostname}:{port}"
            raise TargetAbsent(
                f"no LightRAG server answers at {where}", hint="start it, or set storage.lightrag.base_url"
            ) from error
