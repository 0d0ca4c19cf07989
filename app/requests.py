"""An id for every request: in the logs, in the answer, in what a client may quote."""

import re
import time
import uuid

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEADER = "x-request-id"
# What another proxy or client may have given it.
GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
logger = structlog.stdlib.get_logger("ecogram.requests")


class RequestIds:
    """Names each request, and logs each answer with its status and duration."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on under its id."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        id = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        began, status = time.perf_counter(), 0

        async def named(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message)[HEADER] = id
                status = message["status"]
            await send(message)

        with structlog.contextvars.bound_contextvars(request_id=id):
            try:
                await self.app(scope, receive, named)
            finally:
                logger.info(
                    "answered",
                    method=scope.get("method", "WEBSOCKET"),
                    path=scope["path"],
                    status=status,
                    ms=round((time.perf_counter() - began) * 1000, 1),
                )
