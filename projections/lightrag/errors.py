"""What can go wrong with a request to a LightRAG server.

TargetUnavailable
├── ServerAbsent   nobody answers there
└── ServerBusy     the server is at something else for too long
RequestRefused     the server will not do this one, whoever asks (400, 404, 422)
RequestFailed      the server tried and failed (5xx): it may have been half done
"""

from ...domain.errors import TargetAbsent, TargetUnavailable


class ServerAbsent(TargetAbsent):
    """Nobody answers at the address."""


class ServerBusy(TargetUnavailable):
    """The server is at something else, such as documents of somebody else, for longer than we wait."""


class RequestRefused(Exception):
    """The server refuses this request as it is; `status` is the HTTP status, the text is its reason."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class RequestFailed(Exception):
    """The server failed at this request, repeatedly; it may have been half done."""
