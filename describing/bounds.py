"""How much an endpoint may send us."""

from collections.abc import AsyncIterator

from httpx2 import AsyncByteStream, Response

from describing.errors import AnswerUnusable

# A hundred times what the tokens that we allow are as text; headers have a bound already.
MOST_BYTES = 2**20


class Bounded(AsyncByteStream):
    """A body of at most MOST_BYTES; reading raises AnswerUnusable where it goes on."""

    def __init__(self, body: AsyncByteStream) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        received = 0
        async for piece in self._body:
            received += len(piece)
            if received > MOST_BYTES:
                raise AnswerUnusable(f"it goes on after {MOST_BYTES} bytes")
            yield piece

    async def aclose(self) -> None:
        """Let go of the connection."""
        await self._body.aclose()


async def bound(response: Response) -> None:
    """Bound the body of an answer before it is read. Raises AnswerUnusable for compressed ones.

    We ask for none, and a few bytes of those could become any number.
    """
    if response.headers.get("content-encoding", "identity") != "identity":
        raise AnswerUnusable("it is compressed, which was not asked for")
    if isinstance(response.stream, AsyncByteStream):
        response.stream = Bounded(response.stream)
