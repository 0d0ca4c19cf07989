"""A model's endpoint on the loopback, which speaks chat completions and says what it is told to."""

import asyncio
import base64
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from describing.questions import Endpoint
from tests.server import listening

KEY = "sk-test-1"
Reply = Callable[[], Awaitable[Response]]


def body(content: str | None, **message: Any) -> dict[str, Any]:
    """A whole chat completion."""
    reason = message.pop("finish_reason", "stop")
    said = {"role": "assistant", "content": content, **message}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": "seer-1-2026",
        "choices": [{"index": 0, "message": said, "finish_reason": reason}],
        "usage": {"prompt_tokens": 900, "completion_tokens": 30, "total_tokens": 930},
    }


def replying(content: str, status: int = 200, **headers: str) -> Reply:
    """A raw answer."""

    async def reply() -> Response:
        kind = headers.pop("content_type", "application/json")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Response(content, status, named, media_type=kind)

    return reply


def pouring(piece: bytes, status: int = 200) -> Reply:
    """An answer that never ends, as fast as it is read."""

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield piece
            # Nothing else makes it wait once its reader has gone.
            await asyncio.sleep(0)

    async def reply() -> Response:
        return StreamingResponse(endless(), status, media_type="application/json")

    return reply


def saying(content: str | None, **message: Any) -> Reply:
    """The model says `content`."""
    return replying(json.dumps(body(content, **message)))


def text(said: str) -> Reply:
    """The model describes the picture."""
    return saying(json.dumps({"text": said}))


def keywords(*words: str) -> Reply:
    """The model gives keywords."""
    return saying(json.dumps({"keywords": list(words)}))


def failing(status: int, code: str | None = None, **headers: str) -> Reply:
    """The endpoint refuses."""
    error = {"message": f"no, {KEY}", "type": "x", "param": None, "code": code}
    return replying(json.dumps({"error": error}), status, **headers)


@dataclass
class Model:
    """What it is asked, and what it answers: each of `replies` in turn, then the last for ever."""

    address: str = ""
    asked: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=lambda: [text("A red chair.")])
    # Of the replies that hang: somebody waits, and nobody has to wait any longer.
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    released: asyncio.Event = field(default_factory=asyncio.Event)

    def endpoint(self, **more: Any) -> Endpoint:
        """How to reach it."""
        return Endpoint(**{"model": "seer-1", "base_url": self.address, "key": KEY, **more})

    def hanging(self, then: Reply) -> Reply:
        """A reply that comes once it is `released`."""

        async def reply() -> Response:
            self.reached.set()
            await self.released.wait()
            return await then()

        return reply

    def says(self, *replies: Reply) -> None:
        """From now on."""
        self.replies = list(replies)

    def picture(self, place: int = -1) -> bytes:
        """The picture of a request."""
        _, shown = self.asked[place]["messages"][1]["content"]
        return base64.b64decode(shown["image_url"]["url"].split(",")[1])

    async def answer(self, request: Request) -> Response:
        """One request."""
        self.asked.append(await request.json())
        self.headers.append(dict(request.headers))
        reply = self.replies[0]
        if len(self.replies) > 1:
            self.replies.pop(0)
        return await reply()


@asynccontextmanager
async def modelling() -> AsyncIterator[Model]:
    """An endpoint, as long as the block runs."""
    model = Model()
    route = Route("/v1/chat/completions", model.answer, methods=["POST"])
    async with listening(Starlette(routes=[route])) as address:
        model.address = f"{address}/v1"
        try:
            yield model
        finally:
            model.released.set()
