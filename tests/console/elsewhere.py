"""What lies beyond the service, on the loopback: a model to ask, and a shop that is told."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any

from tests.describing.model import body

MODEL = "seer-1"
# In an instruction: the model denies access the first time that it reads this word.
SULK = "Sulk-"
SAID = {"text": "A red shoe on a table.", "keywords": ["shoe", "red"]}


class Elsewhere(ThreadingHTTPServer):
    """Refuses some things the first time that it is asked, and never again."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self._met: set[str] = set()
        self._lock = Lock()

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def settings(self) -> dict[str, str]:
        """What a service needs to reach it."""
        return {
            "ECOGRAM_OPENAI_BASE_URL": f"{self.address}/v1",
            "ECOGRAM_OPENAI_MODEL": MODEL,
            "ECOGRAM_WEBHOOK_NETWORKS": "127.0.0.0/8",
            "ECOGRAM_WEBHOOK_PORTS": f"443,{self.server_port}",
        }

    def is_first(self, what: str) -> bool:
        """Whether nobody asked for this before."""
        with self._lock:
            met = what in self._met
            self._met.add(what)
        return not met


class _Answer(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_POST(self) -> None:
        """The model's answer to a question, or a shop's to an event."""
        sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path.endswith("/chat/completions"):
            self._say(*self._described(sent))
        else:
            # Who wants no more events at first, and takes them then.
            self._say(410 if self.server.is_first(self.path) else 200, {})

    def _described(self, asked: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        instruction = asked["messages"][1]["content"][0]["text"]
        words = [word for word in instruction.split() if word.startswith(SULK)]
        if any(self.server.is_first(word) for word in words):
            return 401, {"error": {"message": "No.", "type": "x", "param": None, "code": None}}
        shape = asked["response_format"]["json_schema"]["name"]
        return 200, body(json.dumps({shape: SAID[shape]}))

    def _say(self, status: int, told: dict[str, Any]) -> None:
        content = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing of it."""


@contextmanager
def beyond() -> Iterator[Elsewhere]:
    """It answers while the block runs."""
    with Elsewhere() as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
