"""Subscribers that cost next to nothing, so that a thousand of them can be held by one process."""

import asyncio
import json
import time
from collections.abc import Callable
from typing import Any, cast
from urllib.parse import urlsplit

import orjson

HANDSHAKE = (
    "GET /graphql HTTP/1.1\r\nhost: {host}\r\nupgrade: websocket\r\nconnection: Upgrade\r\n"
    "sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-version: 13\r\n"
    "sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
)
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10
# What a client sends has to be masked; a mask of zeros leaves it as it is.
MASKED, NO_MASK = 0x80, bytes(4)
Hear = Callable[[float, dict[str, Any]], None]


class Subscriber(asyncio.Protocol):
    """One websocket with one subscription; `hear` is told of each event, and when it came."""

    def __init__(self, host: str, token: str, payload: dict[str, Any], hear: Hear) -> None:
        self.host, self.token, self.payload, self.hear = host, token, payload, hear
        self.buffer = bytearray()
        self.open = False
        self.subscribed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.closed = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask to speak graphql-transport-ws."""
        # uvloop's own transports are none of asyncio's classes.
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(HANDSHAKE.format(host=self.host).encode())

    def connection_lost(self, error: Exception | None) -> None:
        """Nothing more is heard."""
        self.closed = True
        if not self.subscribed.done():
            self.subscribed.set_exception(error or ConnectionError("The server hung up."))

    def data_received(self, data: bytes) -> None:
        """Take all frames that are whole."""
        now = time.perf_counter()
        self.buffer += data
        if not self.open:
            head, found, rest = self.buffer.partition(b"\r\n\r\n")
            if not found:
                return
            assert b" 101 " in head, head
            self.open, self.buffer = True, rest
            init = {"authorization": f"Bearer {self.token}"}
            self.say({"type": "connection_init", "payload": init})
        while (frame := _frame(self.buffer)) is not None:
            opcode, start, end = frame
            content = bytes(self.buffer[start:end])
            del self.buffer[:end]
            self._take(now, opcode, content)

    def _take(self, now: float, opcode: int, content: bytes) -> None:
        if opcode == PING:
            self._send(PONG, content)
        elif opcode == TEXT:
            message = orjson.loads(content)
            if message["type"] == "connection_ack":
                self.say({"id": "1", "type": "subscribe", "payload": self.payload})
                self.subscribed.set_result(None)
            else:
                self.hear(now, message)

    def say(self, message: dict[str, Any]) -> None:
        """Send one message of the protocol."""
        self._send(TEXT, json.dumps(message).encode())

    def _send(self, opcode: int, content: bytes) -> None:
        size = len(content)
        short = size < 126
        length = bytes([MASKED | size]) if short else bytes([MASKED | 126]) + size.to_bytes(2)
        self.transport.write(bytes([0x80 | opcode]) + length + NO_MASK + content)


def _frame(buffer: bytearray) -> tuple[int, int, int] | None:
    """Opcode, start and end of the content of the first frame; None while it is not whole."""
    if len(buffer) < 2:
        return None
    size, start = buffer[1] & 0x7F, 2
    if size >= 126:
        start = 4 if size == 126 else 10
        size = int.from_bytes(buffer[2:start])
    whole = len(buffer) >= start + size
    return (buffer[0] & 0x0F, start, start + size) if whole else None


async def subscribed(address: str, token: str, payload: dict[str, Any], hear: Hear) -> Subscriber:
    """A subscriber whose subscription was sent."""
    at = urlsplit(address)
    _, subscriber = await asyncio.get_running_loop().create_connection(
        lambda: Subscriber(at.netloc, token, payload, hear), str(at.hostname), at.port or 80
    )
    await subscriber.subscribed
    return subscriber
