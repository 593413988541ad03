"""A network and a server that fail: requests that are never sent, answers that get lost, a server killed at work."""

from collections.abc import Callable, Sequence
from threading import Event, Lock, Thread
from typing import Literal

import httpx

Fault = Literal["none", "unsent", "lost", "late", "kill"]
LATE_SECONDS = 0.005


class Network(httpx.BaseTransport):
    """Brings requests to a server, with the faults that are next; `kill` ends the server while it works on one."""

    def __init__(self, kill: Callable[[], None]) -> None:
        self.kill = kill
        self.inner = httpx.HTTPTransport()
        self.faults: list[Fault] = []
        self.sent: list[tuple[str, str]] = []
        """Method and path of every request that was to change something."""
        self._lock = Lock()

    def fail(self, faults: Sequence[Fault]) -> None:
        """Let the next requests have these faults, and those after them none."""
        with self._lock:
            self.faults = list(reversed(faults))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with self._lock:
            fault = self.faults.pop() if self.faults else "none"
            if request.method != "GET" and not request.url.path.endswith(("/paginated", "/data")):
                self.sent.append((request.method, request.url.path))
        if fault == "unsent":
            raise httpx.WriteError("never sent", request=request)
        if fault == "kill":
            return self.killed_at_work(request)
        if fault == "late":
            Event().wait(LATE_SECONDS)
        response = self.inner.handle_request(request)
        if fault == "lost":
            response.close()
            raise httpx.ReadError("the answer got lost", request=request)
        return response

    def killed_at_work(self, request: httpx.Request) -> httpx.Response:
        """The server may have done all, half or nothing of it."""
        sender = Thread(target=self.send_in_vain, args=[request])
        sender.start()
        sender.join(LATE_SECONDS)
        self.kill()
        sender.join()
        raise httpx.ReadError("the server was killed", request=request)

    def send_in_vain(self, request: httpx.Request) -> None:
        try:
            self.inner.handle_request(request).close()
        except httpx.TransportError:
            return

    def close(self) -> None:
        self.inner.close()
