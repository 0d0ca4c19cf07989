"""An object that is written piece by piece, sent in parts as they fill."""

from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from storage.bucket import Bucket
from storage.objects import StoredPart, Unfinished

PART = 16 * 1024 * 1024
# What a store takes in parts: 10,000 of them.
MOST_BYTES = 10_000 * PART


class Writer:
    """Enter it to begin; the object appears, whole, when the block ends, and not if it raises.

    At most two parts of 16 MiB and one piece are in memory; nothing is on disk. At most
    `MOST_BYTES`. Whoever is killed leaves parts, which `Bucket.abort_parts` removes.
    """

    def __init__(self, bucket: Bucket, key: str, *, content_type: str) -> None:
        self.key, self.bytes = key, 0
        self._bucket, self._type = bucket, content_type
        self._waiting, self._sent = bytearray(), list[StoredPart]()

    async def __aenter__(self) -> Self:
        id = await self._bucket.begin_parts(self.key, content_type=self._type)
        self._begun = Unfinished(self.key, id, datetime.now(UTC))
        return self

    async def write(self, piece: bytes) -> None:
        """Send it with those before, once they fill a part. Raises ObjectMissing if aborted."""
        self._waiting += piece
        self.bytes += len(piece)
        if len(self._waiting) >= PART:
            await self._send(bytes(self._waiting[:PART]))
            del self._waiting[:PART]

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None:
                await self._end()
                return
        except BaseException:
            await self._bucket.abort_unfinished(self._begun)
            raise
        await self._bucket.abort_unfinished(self._begun)

    async def _end(self) -> None:
        await self._send(bytes(self._waiting))
        await self._bucket.end_parts(self.key, self._begun.multipart_id, self._sent)

    async def _send(self, data: bytes) -> None:
        number = len(self._sent) + 1
        self._sent.append(await self._bucket.send_part(self._begun, number, data))
