"""Requests to a LightRAG server; every request we make may be repeated, so lost answers are asked for again."""

from collections.abc import Callable, Iterator, Mapping
from time import monotonic, sleep
from typing import Any, Self

import httpx
from pydantic import SecretStr

from ...domain.errors import TargetUnavailable
from .answers import accepted, is_failure, is_passing, reason_of
from .errors import RequestFailed, ServerAbsent, ServerBusy

TIMEOUT = httpx.Timeout(60.0, connect=1.5)
ANSWER_SECONDS = 5.0
CONNECTIONS = 24
"""The server embeds together what waits at the same time, so many requests at once are less work for it."""
PATIENCE_SECONDS = 60.0
FIRST_WAIT, LONGEST_WAIT = 0.02, 1.0
MOST_FAILURES = 4


class LightRagClient:
    """Talks to one server, from several threads at once. Close it, or use it as a context manager.

    Every method raises TargetUnavailable when the server cannot be used, RequestRefused for what it will never do and
    RequestFailed for what it keeps failing at. `patience` is how many seconds it waits for a busy server.
    """

    def __init__(
        self,
        base_url: str,
        api_key: SecretStr | None = None,
        *,
        transport: httpx.BaseTransport | None = None,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        # User and password apart: addresses of requests are logged.
        url = httpx.URL(base_url.rstrip("/"))
        auth = (url.username, url.password) if url.userinfo else None
        self.base_url = str(url.copy_with(userinfo=b""))
        self.patience = patience
        headers = {} if api_key is None else {"X-API-Key": api_key.get_secret_value()}
        limits = httpx.Limits(max_connections=CONNECTIONS, max_keepalive_connections=CONNECTIONS)
        self._http = httpx.Client(
            base_url=self.base_url, headers=headers, auth=auth, timeout=TIMEOUT, limits=limits, transport=transport
        )

    def get(self, path: str, **values: Any) -> Any:
        return self.asked(lambda: self._http.get(path, params=values)).json()

    def post(self, path: str, body: Mapping[str, Any]) -> Any:
        return self.asked(lambda: self._http.post(path, json=body)).json()

    def delete(self, path: str, body: Mapping[str, Any]) -> Any:
        return self.asked(lambda: self._http.request("DELETE", path, json=body)).json()

    def upload(self, name: str, content: bytes) -> Any:
        """Send a text as a file of this name."""
        return self.asked(lambda: self._http.post("/documents/upload", files={"file": (name, content)})).json()

    def require_answer(self) -> None:
        """See quickly whether the server answers at all, before anything is asked that may take its time."""
        if self.sent(lambda: self._http.get("/health", timeout=ANSWER_SECONDS)) is None:
            raise ServerBusy(f"the LightRAG server at {self.base_url} does not answer")

    def asked(self, send: Callable[[], httpx.Response]) -> httpx.Response:
        """The answer to a request, which is sent again until it is one."""
        waits, failures = self.waits(), 0
        while True:
            response = self.sent(send)
            reason = "its answers do not arrive" if response is None else reason_of(response)
            if response is not None and not is_passing(response, reason):
                return accepted(response, reason)
            failures += response is not None and is_failure(response)
            if failures == MOST_FAILURES:
                raise RequestFailed(f"the LightRAG server failed: {reason}")
            if not next(waits, False):
                raise ServerBusy(f"the LightRAG server at {self.base_url} is not ready: {reason}")

    def sent(self, send: Callable[[], httpx.Response]) -> httpx.Response | None:
        """The answer to a request sent once; None when none arrived, whether or not the request did."""
        try:
            return send()
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise ServerAbsent(
                f"no LightRAG server answers at {self.base_url}", hint="start it, or set storage.lightrag.base_url"
            ) from error
        except httpx.TransportError:
            return None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise TargetUnavailable(f"the LightRAG server at {self.base_url}: {type(error).__name__}") from error

    def waits(self) -> Iterator[bool]:
        """Waits longer each time it is asked, until the patience ends."""
        wait, end = FIRST_WAIT, monotonic() + self.patience
        while monotonic() < end:
            sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)
            yield True

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()
