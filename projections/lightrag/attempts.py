"""Requests that may find the graph other than it was seen: an answer was lost, or another worker has been here."""

from http import HTTPStatus
from typing import Any

from .client import LightRagClient
from .errors import RequestRefused

EXISTS = "already exists"
MISSING = "does not exist"


def posted(client: LightRagClient, path: str, body: dict[str, Any], *, unless: tuple[str, ...]) -> bool:
    """Post something; False when the server refuses it with one of these words."""
    try:
        client.post(path, body)
    except RequestRefused as refusal:
        if not any(words in str(refusal) for words in unless):
            raise
        return False
    return True


def deleted(client: LightRagClient, path: str, body: dict[str, Any]) -> None:
    """Delete something; that there is none is fine."""
    try:
        client.delete(path, body)
    except RequestRefused as refusal:
        if refusal.status != HTTPStatus.NOT_FOUND:
            raise
