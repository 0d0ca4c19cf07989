"""A real receiver on the loopback, which keeps what it is sent and answers as it is told."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_network
from typing import Any

from actions.webhooks.rules import bounds
from fetching.rules import FetchRules

OK = b"HTTP/1.1 204 No Content\r\n\r\n"


def status(code: int, body: bytes = b"", *headers: str) -> bytes:
    """An answer."""
    said = [f"HTTP/1.1 {code} Whatever", *headers, f"Content-Length: {len(body)}"]
    return ("\r\n".join(said) + "\r\n\r\n").encode() + body


@dataclass
class Got:
    """A request that came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body."""
        return dict(json.loads(self.body))

    def signed_by(self, secret: str) -> bool:
        """Whether one of the signatures is by this secret; written from the specification."""
        key = base64.b64decode(secret[len("whsec_") :])
        head = f"{self.headers['webhook-id']}.{self.headers['webhook-timestamp']}."
        mac = base64.b64encode(hmac.digest(key, head.encode() + self.body, hashlib.sha256))
        return f"v1,{mac.decode()}" in self.headers["webhook-signature"].split(" ")


@dataclass
class Receiver:
    """What it got, and what it answers: of many answers the next, of one always that."""

    port: int = 0
    got: list[Got] = field(default_factory=list)
    answer: Callable[[Got], bytes | None] = lambda _: OK
    came: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}/hook"

    @property
    def rules(self) -> FetchRules:
        """The bounds of a webhook, but for the loopback and this port."""
        ports = frozenset({self.port})
        return bounds(FetchRules(ports=ports, allowed=(ip_network("127.0.0.0/8"),)))

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request, and hang up; or never answer, where the answer is None."""
        with (
            contextlib.closing(writer),
            contextlib.suppress(ConnectionError, asyncio.IncompleteReadError),
        ):
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
            # The case of a signature counts.
            exact = dict(line.split(": ", 1) for line in head[1:] if line)
            headers |= {name.lower(): value for name, value in exact.items()}
            body = await reader.readexactly(int(headers["content-length"]))
            self.got.append(Got(head[0].split(" ")[1], headers, body))
            self.came.set()
            answer = self.answer(self.got[-1])
            if answer is None:
                await reader.read()
                return
            writer.write(answer)
            await writer.drain()


@asynccontextmanager
async def receiving() -> AsyncIterator[Receiver]:
    """A receiver that is there while the block is."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver.serve, "127.0.0.1", 0)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
