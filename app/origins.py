"""Which pages of others may speak to us: any to what is public, to the rest those of settings."""

from collections.abc import Sequence

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from app.requests import HEADER

PUBLIC = ("/i/", "/published/")


class Origins:
    """CORS by address."""

    def __init__(self, app: ASGIApp, allowed: Sequence[str]) -> None:
        self.inner = CORSMiddleware(
            app,
            allow_origins=allowed,
            allow_methods=["GET", "POST"],
            allow_headers=["*"],
            expose_headers=[HEADER],
        )
        self.public = CORSMiddleware(
            app,
            allow_origins=["*"],
            allow_methods=["GET", "HEAD"],
            allow_headers=["*"],
            expose_headers=[HEADER, "content-length", "content-range", "etag"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with what its page may read of the answer."""
        public = scope["type"] == "http" and scope["path"].startswith(PUBLIC)
        await (self.public if public else self.inner)(scope, receive, send)
