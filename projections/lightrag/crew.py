"""Many requests at once, and what to do with those that fail for the sake of one among them."""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from ...domain.errors import TargetUnavailable
from .client import LightRagClient
from .errors import RequestFailed, RequestRefused

Item = TypeVar("Item")
Work = Callable[[Item], None]


@dataclass(frozen=True, slots=True)
class Failure(Generic[Item]):
    """Something that was not done, and whether trying again is of no use."""

    item: Item
    error: str
    is_permanent: bool = False


@dataclass(frozen=True, slots=True)
class Crew:
    """Works on several items at once, each with requests of its own."""

    client: LightRagClient
    threads: ThreadPoolExecutor

    def failures(self, items: Iterable[Item], work: Work[Item]) -> list[Failure[Item]]:
        """Work on all items at once; what failed. Raises TargetUnavailable."""
        return [failure for failure in self.threads.map(partial(failure_of, work), items) if failure is not None]

    def apart(self, failed: Sequence[Failure[Item]], work: Work[Item], undo: Work[Item]) -> list[Failure[Item]]:
        """Find the culprits among what failed together, and leave none of them on the server.

        The server embeds what is waiting all at once, in whose request ever, and what it cannot embed goes on waiting:
        one such text makes every request fail until it is gone.
        """
        passing = [failure.item for failure in failed if not failure.is_permanent]
        if passing:
            require_embeddings(self.client)
        for item in passing:
            failure_of(undo, item)
        again = [self.alone(item, work, undo) for item in passing]
        return [*(failure for failure in failed if failure.is_permanent), *filter(None, again)]

    def alone(self, item: Item, work: Work[Item], undo: Work[Item]) -> Failure[Item] | None:
        failure = failure_of(work, item)
        if failure is not None:
            failure_of(undo, item)
        return failure


def failure_of(work: Work[Item], item: Item) -> Failure[Item] | None:
    try:
        work(item)
    except RequestRefused as error:
        return Failure(item, str(error), is_permanent=True)
    except RequestFailed as error:
        return Failure(item, str(error))
    return None


def require_embeddings(client: LightRagClient) -> None:
    """A document that cannot be embedded is to blame only while others can. Raises TargetUnavailable."""
    try:
        client.post("/query/data", {"query": "docrunch", "mode": "naive", "chunk_top_k": 1, "enable_rerank": False})
    except RequestFailed as error:
        raise TargetUnavailable(
            f"the LightRAG server cannot embed: {error}", hint="look at the log of the LightRAG server"
        ) from error
