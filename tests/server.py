"""Ecogram on a port of its own in this process, and clients that speak to it as anybody would."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Self

import httpx
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

PREFLIGHT = {"apollo-require-preflight": "true"}
Json = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """A file as a client sends it."""

    name: str
    content: bytes


class Client:
    """A GraphQL client: over HTTP, with multipart uploads, and over websockets."""

    def __init__(self, address: str, token: str | None = None, key: str | None = None) -> None:
        self.address, self.token, self.key = address, token, key
        self.http = httpx.AsyncClient(base_url=address, timeout=60, trust_env=False)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.http.aclose()

    @property
    def headers(self) -> dict[str, str]:
        """What tells who we are."""
        token = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return token | ({"x-api-key": self.key} if self.key else {})

    async def raw(self, query: str, **variables: Any) -> Json:
        """The whole answer, errors included."""
        body = {"query": query, "variables": variables}
        answer = await self.http.post("/graphql", json=body, headers=self.headers)
        assert answer.headers["content-type"].startswith("application/json"), answer.text
        return dict(answer.json())

    async def ask(self, query: str, **variables: Any) -> Json:
        """The data of an answer that must have no top-level errors."""
        answer = await self.raw(query, **variables)
        assert "errors" not in answer, answer["errors"]
        return dict(answer["data"])

    async def refused(self, query: str, **variables: Any) -> str:
        """The code of the one top-level error that the answer must have."""
        [error] = (await self.raw(query, **variables))["errors"]
        return str(error["extensions"]["code"])

    async def send(self, query: str, files: Sequence[Sent], **input: Any) -> httpx.Response:
        """The answer to a mutation that takes `files` in its input, by multipart."""
        holes = {**input, "files": [None] * len(files)}
        operations = {"query": query, "variables": {"input": holes}}
        places = {str(n): [f"variables.input.files.{n}"] for n in range(len(files))}
        form = {"operations": json.dumps(operations), "map": json.dumps(places)}
        parts = {str(n): (file.name, file.content) for n, file in enumerate(files)}
        headers = self.headers | PREFLIGHT
        return await self.http.post("/graphql", data=form, files=parts, headers=headers)

    async def upload(self, query: str, files: Sequence[Sent], **input: Any) -> Json:
        """The data of `send`, which must have no top-level errors."""
        answer = (await self.send(query, files, **input)).json()
        assert "errors" not in answer, answer["errors"]
        return dict(answer["data"])

    @asynccontextmanager
    async def subscribed(self, query: str, **variables: Any) -> AsyncIterator["Stream"]:
        """A subscription over graphql-transport-ws, while the block runs."""
        address = self.address.replace("http", "ws", 1) + "/graphql"
        protocol = Subprotocol("graphql-transport-ws")
        # As browsers do.
        cookies = "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())
        sent = {"cookie": cookies} if cookies else None
        async with connect(
            address, subprotocols=[protocol], proxy=None, additional_headers=sent
        ) as socket:
            stream = Stream(socket)
            await stream.say(type="connection_init", payload=self.headers)
            assert (await stream.hear())["type"] == "connection_ack"
            payload = {"query": query, "variables": variables}
            await stream.say(id="1", type="subscribe", payload=payload)
            yield stream


class Stream:
    """What a subscription tells."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, **message: Any) -> None:
        """Send one message of the protocol."""
        await self.socket.send(json.dumps(message))

    async def hear(self, seconds: float = 20) -> Json:
        """The next message of the protocol; they are text frames."""
        text = await asyncio.wait_for(self.socket.recv(), seconds)
        assert isinstance(text, str)
        return dict(json.loads(text))

    async def next(self, seconds: float = 20) -> Json:
        """The data of the next event."""
        message = await self.hear(seconds)
        assert message["type"] == "next", message
        assert "errors" not in message["payload"], message
        return dict(message["payload"]["data"])


@asynccontextmanager
async def listening(app: Any) -> AsyncIterator[str]:
    """The address of `app`, which answers while the block runs."""
    # On a busy machine an idle connection must not be closed just when it is used again.
    config = uvicorn.Config(
        app, port=0, log_config=None, lifespan="off", loop="none", timeout_keep_alive=60
    )
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
        assert not serving.done(), "The server ended before it began."
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await serving


def codes(payload: Mapping[str, Any]) -> list[str]:
    """The codes of a payload's `userErrors`."""
    return [error["code"] for error in payload["userErrors"]]
