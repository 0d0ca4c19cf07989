"""An object that is written piece by piece, and that somebody else can go on with."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime

from storage.bucket import Bucket
from storage.errors import ObjectMissing
from storage.objects import StoredPart, Unfinished
from storage.writer import PART


@dataclass(frozen=True, slots=True)
class Point:
    """How far an object is: the parts that the store has, and the `tail` that it has not yet."""

    multipart_id: str
    parts: Sequence[StoredPart] = field(default=())
    tail: bytes = b""

    @property
    def length(self) -> int:
        """Of all that was written up to here, in bytes."""
        return sum(part.length for part in self.parts) + len(self.tail)


class ContinuedWriter:
    """Sends parts as they fill; the object appears, whole, at `end`.

    Whoever keeps the points that `write` gives can go on from the last of them, in any process.
    At most two parts of 16 MiB and one piece are in memory. Nobody but `Bucket.abort_parts`
    throws parts away.
    """

    def __init__(self, bucket: Bucket, key: str, *, content_type: str) -> None:
        self.key = key
        self._bucket, self._type = bucket, content_type

    async def begin(self) -> Point:
        """Throw away what was begun under the key, and begin anew; gives the first point."""
        await self._bucket.abort_parts(self.key)
        self._take(Point(await self._bucket.begin_parts(self.key, content_type=self._type)))
        return self.point

    async def go_on(self, point: Point) -> bool:
        """Go on from a point; False where the store has not all of its parts any more."""
        with suppress(ObjectMissing):
            there = {
                (part.number, part.etag)
                for part in await self._bucket.parts(self.key, point.multipart_id)
            }
            self._take(point)
            return all((part.number, part.etag) in there for part in point.parts)
        return False

    @property
    def point(self) -> Point:
        """Where it is."""
        return Point(self._begun.multipart_id, tuple(self._sent), bytes(self._waiting))

    async def write(self, piece: bytes) -> Point | None:
        """Take a piece; gives a point to keep where parts were filled by it.

        Raises ObjectMissing if it was aborted.
        """
        self._waiting += piece
        if len(self._waiting) < PART:
            return None
        while len(self._waiting) >= PART:
            with memoryview(self._waiting) as waiting:
                part = bytes(waiting[:PART])
            del self._waiting[:PART]
            await self._send(part)
        return self.point

    async def end(self) -> int:
        """Make the object, and tell its length in bytes. Raises ObjectMissing if aborted."""
        length = self.point.length
        if self._waiting or not self._sent:
            await self._send(bytes(self._waiting))
        await self._bucket.end_parts(self.key, self._begun.multipart_id, self._sent)
        return length

    async def _send(self, data: bytes) -> None:
        number = len(self._sent) + 1
        self._sent.append(await self._bucket.send_part(self._begun, number, data))

    def _take(self, point: Point) -> None:
        self._begun = Unfinished(self.key, point.multipart_id, datetime.now(UTC))
        self._sent, self._waiting = list(point.parts), bytearray(point.tail)
