"""Texts brought to a server until it has processed them all, or those that it cannot process are known."""

from collections.abc import Iterable, Mapping

from . import texts
from .crew import Crew, Failure, require_embeddings
from .seals import SealedText


def bring_texts(crew: Crew, sealed: Mapping[str, SealedText], hint: str) -> list[Failure[str]]:
    """Bring these texts, by document; what was not done. Raises TargetUnavailable.

    What a crash of the server left half processed is removed and brought again.
    """
    failed: dict[str, Failure[str]] = {}
    lacking = dict.fromkeys(sealed, "")
    for attempt in range(texts.ATTEMPTS):
        if attempt:
            require_embeddings(crew.client)
            texts.delete(crew.client, texts.ids_of(lacking))
        # At last one by one: the server fails what it works on together for the sake of one.
        for some in [[*lacking]] if attempt + 1 < texts.ATTEMPTS else [[id_] for id_ in lacking]:
            failed |= {failure.item: failure for failure in uploaded(crew, sealed, some, hint)}
        lacking = lacking_of(crew, {id_: text.seal for id_, text in sealed.items() if id_ not in failed})
        if not lacking:
            break
    return [*failed.values(), *(Failure(id_, error) for id_, error in lacking.items())]


def uploaded(crew: Crew, sealed: Mapping[str, SealedText], ids: Iterable[str], hint: str) -> list[Failure[str]]:
    """Hand texts over and wait for the server; those that it did not take."""
    failures = crew.failures(ids, lambda id_: texts.upload(crew.client, id_, sealed[id_].content, hint))
    texts.wait_until_idle(crew.client)
    return failures


def lacking_of(crew: Crew, seals: Mapping[str, str]) -> dict[str, str]:
    """The texts that are not there under these seals, and why; gets those back that a crash left in files."""
    there = texts.listed(crew.client)
    lacking = texts.problems(seals, there)
    if not set(texts.ids_of(lacking)) <= there.keys():
        texts.take_in_left_overs(crew.client)
    return lacking
