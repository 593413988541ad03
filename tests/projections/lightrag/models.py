"""The one double: an endpoint for models. It embeds words deterministically, counts, and has no chat model at all."""

import base64
import json
import re
import struct
from collections.abc import Callable, Sequence
from hashlib import blake2b
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any, NamedTuple

from docrunch.projections.words import words

DIMENSION = 256
NAME = "bag-of-words"
SEAL = re.compile(r"\A[0-9a-f]{8}\n")
"""The random word above each text means nothing to a model; by its digest it is one time in 256 any given word."""


class Embedding(NamedTuple):
    """An embedding model: `embed` makes a text a unit vector of so many little-endian floats."""

    name: str
    dimension: int
    embed: Callable[[str], bytes]

    @property
    def environment(self) -> dict[str, str]:
        """What a LightRAG server has to know of it."""
        return {"EMBEDDING_MODEL": self.name, "EMBEDDING_DIM": str(self.dimension)}


def bag_of_words(text: str) -> bytes:
    """Texts about the same words are near each other."""
    vector = [0.0] * DIMENSION
    for word in words(SEAL.sub("", text)):
        vector[int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "big") % DIMENSION] += 1.0
    length = sum(value * value for value in vector) ** 0.5 or 1.0
    return struct.pack(f"<{DIMENSION}f", *(value / length for value in vector))


WORDS = Embedding(NAME, DIMENSION, bag_of_words)


class Models:
    """An OpenAI-like server: `embedded` texts so far, `chats` asked for (each fails)."""

    def __init__(self, embedding: Embedding = WORDS) -> None:
        self.embedding = embedding
        self.embedded = 0
        self.chats = 0
        self.refuses: str | None = None
        """Texts that hold this are answered with an error."""
        self.is_down = False
        self._lock = Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self.handler())
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, path: str, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if not path.endswith("/embeddings"):
            with self._lock:
                self.chats += 1
            return 400, {"error": {"message": "there is no chat model"}}
        texts: Sequence[str] = body["input"] if isinstance(body["input"], list) else [body["input"]]
        if self.is_down or (self.refuses is not None and any(self.refuses in text for text in texts)):
            return 400, {"error": {"message": "no embedding for this"}}
        with self._lock:
            self.embedded += len(texts)
        return 200, {
            "object": "list",
            "model": self.embedding.name,
            "usage": USAGE,
            "data": list(map(self.row, enumerate(texts))),
        }

    def row(self, numbered: tuple[int, str]) -> dict[str, Any]:
        index, text = numbered
        vector = base64.b64encode(self.embedding.embed(text)).decode()
        return {"object": "embedding", "index": index, "embedding": vector}

    def handler(self) -> type[BaseHTTPRequestHandler]:
        models = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body in two packets would wait for the peer's delayed acknowledgement.
            wbufsize = -1

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                status, answer = models.answer(self.path, body)
                content = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_args: object) -> None:
                """Say nothing."""

        return Handler


USAGE = {"prompt_tokens": 1, "total_tokens": 1}
