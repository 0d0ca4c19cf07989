"""A real web server on the loopback, one answer for each path."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeAlias

Writer: TypeAlias = asyncio.StreamWriter
Answer: TypeAlias = bytes | Callable[[Writer], Awaitable[None]]

# How a client begins that wants to talk TLS.
TLS = b"\x16"


class Host:
    """What it answers, and what it was asked: the heads of all requests."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []
        self.port = 0

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """The address of a path."""
        return f"http://{host}:{self.port}{path}"

    async def serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        """Answer one request, and hang up."""
        with (
            contextlib.closing(writer),
            contextlib.suppress(ConnectionError, asyncio.IncompleteReadError),
        ):
            first = await reader.readexactly(1)
            if first == TLS:
                writer.write(b"HTTP/1.1 400 Plain words only\r\n\r\n")
                return
            head = (first + await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            self.asked.append(head)
            answer = self.answers[head.split(" ")[1]]
            if isinstance(answer, bytes):
                writer.write(answer)
            else:
                await answer(writer)
            await writer.drain()


@asynccontextmanager
async def hosting() -> AsyncIterator[Host]:
    """A host that is there while the block is."""
    host = Host()
    server = await asyncio.start_server(host.serve, "127.0.0.1", 0)
    host.port = server.sockets[0].getsockname()[1]
    async with server:
        yield host


def ok(body: bytes, *headers: str, length: int | None = None) -> bytes:
    """An answer with a file."""
    said = [*headers, f"Content-Length: {len(body) if length is None else length}"]
    return ("\r\n".join(["HTTP/1.1 200 OK", *said]) + "\r\n\r\n").encode("utf-8") + body


def onward(location: str, status: int = 302) -> bytes:
    """An answer that leads on."""
    head = f"HTTP/1.1 {status} Moved\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"
    return head.encode("utf-8")
