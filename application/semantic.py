"""What the project's LightRAG server finds near a query, within a time that nobody minds waiting."""

from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TypeVar

from ..domain.errors import TargetAbsent, TargetUnavailable
from ..outbox.standing import standing
from ..projections.lightrag.target import LightRagTarget
from .wiring import Project

SECONDS = 2.0
"""How long LightRAG may take in all, where others can answer for it."""
ASKED_SECONDS = 30.0
"""How long it may take where somebody asks for its answer: it embeds the question, with a model anywhere."""

Answer = TypeVar("Answer")


class NeverReached(TargetAbsent):
    """No worker has delivered to a LightRAG server, so none is asked."""


def nearest(project: Project, query: str, limit: int, *, is_asked_for: bool) -> list[str]:
    """The ids of the documents nearest to a query, best first. Raises TargetUnavailable, in time too."""
    target = LightRagTarget(project.settings.storage.lightrag, project.settings.lightrag_api_key)
    known = standing(project.ledger(target.name))
    if target.name not in project.targets or known.place is None:
        raise NeverReached("no LightRAG server was reached yet", hint="docrunch status tells why")
    if known.is_paused:
        raise TargetUnavailable(f"the LightRAG server is paused: {known.last_error}")
    place, seconds = known.place, ASKED_SECONDS if is_asked_for else SECONDS
    return within(seconds, lambda: asked(target, place, query, limit, seconds))


def asked(target: LightRagTarget, place: str, query: str, limit: int, patience: float) -> list[str]:
    from ..projections.lightrag.client import LightRagClient
    from ..projections.lightrag.errors import RequestFailed, RequestRefused
    from ..projections.lightrag.marker import read_marker
    from ..projections.lightrag.reading import search_entities, search_texts

    target.require_door()
    search = search_entities if target.hint is None else search_texts
    try:
        with LightRagClient(target.settings.base_url, target.api_key, patience=patience) as client:
            if (marker := read_marker(client)) is None or marker.place != place:
                raise TargetUnavailable("the LightRAG server is another project's, or was emptied")
            return [one.document_id for one in search(client, query, limit)]
    except (RequestFailed, RequestRefused) as error:
        raise TargetUnavailable(f"the LightRAG server does not answer: {error}") from error


def within(seconds: float, ask: Callable[[], Answer]) -> Answer:
    """The answer, if it comes in time. The timeouts of a client are for each packet, so a thread is left to wait."""
    answers: SimpleQueue[Answer | BaseException] = SimpleQueue()

    def run() -> None:
        try:
            answers.put(ask())
        except BaseException as error:  # noqa: BLE001 - whoever waits gets it
            answers.put(error)

    Thread(target=run, daemon=True, name="docrunch-lightrag-search").start()
    try:
        answer = answers.get(timeout=seconds)
    except Empty:
        raise TargetUnavailable(f"the LightRAG server did not answer within {seconds:g} s") from None
    if isinstance(answer, BaseException):
        raise answer
    return answer
