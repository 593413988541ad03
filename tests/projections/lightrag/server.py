"""A real LightRAG server as a process of its own, which tests start, kill and start again."""

import os
import socket
import subprocess
import time
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[3]
VENV = Path(os.environ.get("LIGHTRAG_TEST_VENV", ROOT / ".venv-lightrag"))
START_SECONDS = 300.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Server:
    """One server and its data in `folder`; `url` stays the same when it starts again."""

    def __init__(self, folder: Path, models_url: str, **settings: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.environment = environment(folder, self.port, models_url) | settings
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and return when it answers."""
        python = VENV / "bin" / "python"
        if not python.exists():
            raise RuntimeError(f"no LightRAG in {VENV}: run make lightrag")
        launcher = Path(__file__).with_name("launcher.py")
        for name in ("empty", "log"):
            (self.folder / name).mkdir(parents=True, exist_ok=True)
        with (self.folder / "server.log").open("ab") as log:
            # Isolated (-I), so that nothing of this checkout is imported; in an empty folder, as it would read a .env.
            self.process = subprocess.Popen(
                [python, "-I", launcher], cwd=self.folder / "empty", env=self.environment, stdout=log, stderr=log
            )
        try:
            self.wait_until_it_answers(self.process)
        except BaseException:
            self.kill()
            raise

    def wait_until_it_answers(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while process.poll() is None and time.monotonic() < deadline:
            try:
                httpx.get(f"{self.url}/health", timeout=5.0)
            except httpx.TransportError:
                time.sleep(0.02)
            else:
                return
        raise RuntimeError(f"the LightRAG server does not start:\n{(self.folder / 'server.log').read_text()[-3000:]}")

    def kill(self) -> None:
        """SIGKILL: it writes nothing more."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


def environment(folder: Path, port: int, models_url: str) -> dict[str, str]:
    models = {"HOST": models_url, "API_KEY": "stub"}
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "HOST": "127.0.0.1",
        "PORT": str(port),
        "WORKING_DIR": str(folder / "rag"),
        "INPUT_DIR": str(folder / "inputs"),
        "LOG_DIR": str(folder / "log"),
        "LLM_BINDING": "openai",
        "LLM_MODEL": "none",
        "EMBEDDING_BINDING": "openai",
        "EMBEDDING_MODEL": "bag-of-words",
        "EMBEDDING_DIM": "256",
        "MAX_PARALLEL_INSERT": "8",
        "MAX_GRAPH_NODES": "100000",
        "COSINE_THRESHOLD": "0.01",
        **{f"LLM_BINDING_{name}": value for name, value in models.items()},
        **{f"EMBEDDING_BINDING_{name}": value for name, value in models.items()},
    }
