"""Whether we live, and whether we can work."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

# A load balancer asks every few seconds, and wants an answer before it asks again.
SECONDS = 3.0
Check = Callable[[], Awaitable[object]]


async def healthz(_: Request) -> Response:
    """We live."""
    return JSONResponse({"status": "alive"})


class Readiness:
    """Asks each part, and names those that do not answer."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self.checks = checks

    async def answer(self, _: Request) -> Response:
        """200 when all parts answer, else 503; either way with a word on each."""
        words = await asyncio.gather(*(self._word(check) for check in self.checks.values()))
        ready = all(word == "ok" for word in words)
        parts = dict(zip(self.checks, words, strict=True))
        body = {"status": "ready" if ready else "not ready", "parts": parts}
        return JSONResponse(body, 200 if ready else 503, headers={"cache-control": "no-store"})

    async def _word(self, check: Check) -> str:
        try:
            async with asyncio.timeout(SECONDS):
                await check()
        except Exception as error:  # noqa: BLE001 - whatever it is, the part is not reachable
            return f"unreachable ({type(error).__name__})"
        return "ok"
