"""What the answers of a LightRAG server mean: its status codes do not tell all."""

from contextlib import suppress
from http import HTTPStatus
from typing import Any

import httpx

from ...domain.errors import TargetUnavailable
from .errors import RequestRefused

DENIED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN})
OVERLOADED = frozenset({HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE})
TAKEN = ("already contains", "already exists")


def is_passing(response: httpx.Response, reason: str) -> bool:
    """Whether the same request may succeed later: the server is busy, overloaded, or failed."""
    if response.status_code == HTTPStatus.CONFLICT:
        return not any(words in reason for words in TAKEN)
    return response.status_code in OVERLOADED or response.is_server_error or is_busy(response)


def is_failure(response: httpx.Response) -> bool:
    """Whether the server failed, rather than being busy."""
    return response.is_server_error and response.status_code not in OVERLOADED


def is_busy(response: httpx.Response) -> bool:
    """Some routes say with status 200 that nothing was done."""
    body = parsed(response)
    return isinstance(body, dict) and body.get("status") == "busy"


def accepted(response: httpx.Response, reason: str) -> httpx.Response:
    """The answer of a server that did what it was asked. Raises RequestRefused, TargetUnavailable."""
    if response.status_code in DENIED:
        raise TargetUnavailable(f"the LightRAG server denies access: {reason}", hint="set DOCRUNCH_LIGHTRAG_API_KEY")
    if not response.is_success:
        raise RequestRefused(response.status_code, reason)
    if parsed(response) is None:
        raise TargetUnavailable("what answers is no LightRAG server", hint="set storage.lightrag.base_url")
    return response


def reason_of(response: httpx.Response) -> str:
    """What the server says is wrong, in one line."""
    body = parsed(response)
    said = body.get("detail", body.get("message")) if isinstance(body, dict) else None
    return " ".join(str(said or f"{response.status_code} {response.reason_phrase}").split())[:500]


def parsed(response: httpx.Response) -> Any:
    with suppress(ValueError):
        return response.json()
    return None
