"""A region of the store, listed from several places at a time, told in the order of its keys."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass

from documents.named import original_beyond
from storage.bucket import Bucket
from storage.objects import ObjectInfo
from storage.regions import LAST

# So many pages wait at most in each lane; with them, memory stays bounded.
WAITING = 8
LANES = 3
# Originals in a lane; each of them has two renditions beside it.
STRETCH = 2500


@dataclass(frozen=True, slots=True)
class Stretch:
    """All objects behind those of the stretch before, up to the key `end`."""

    objects: list[ObjectInfo]
    end: str


class Lane:
    """A listing from a key up to another, which goes on while nobody looks."""

    def __init__(self, bucket: Bucket, region: str, after: str, end: str, page: int) -> None:
        self.end = end
        self._bucket, self._region, self._after, self._most = bucket, region, after, page
        self._pages: asyncio.Queue[Stretch | None] = asyncio.Queue(WAITING)
        self._listing = asyncio.create_task(self._list())

    async def stretches(self) -> AsyncIterator[Stretch]:
        """What it lists; raises what its listing raised."""
        while (stretch := await self._pages.get()) is not None:
            yield stretch
        await self._listing

    async def close(self) -> None:
        """Stop listing."""
        self._listing.cancel()
        await asyncio.gather(self._listing, return_exceptions=True)

    async def _list(self) -> None:
        try:
            after, more = self._after, True
            while more:
                page = await self._bucket.page(self._region, after=after, most=self._most)
                after = page.objects[-1].key if page.objects else self.end
                more = page.more and after < self.end
                inside = [info for info in page.objects if info.key <= self.end]
                await self._pages.put(Stretch(inside, after if more else self.end))
        finally:
            # Cancelled, nobody looks any more, and the queue may be full.
            if not (task := asyncio.current_task()) or not task.cancelling():
                await self._pages.put(None)


async def stretches(
    bucket: Bucket, region: str, after: str, *, page: int
) -> AsyncGenerator[Stretch, None]:
    """The region behind `after`, in stretches of at most `page` objects, to its very end.

    Where the next lanes begin the database tells, for ids of one year all begin alike.
    """
    lanes: deque[Lane] = deque()
    start: str | None = after
    try:
        while start is not None or lanes:
            while start is not None and len(lanes) < LANES:
                beyond = await original_beyond(max(start, region), region + LAST, STRETCH)
                lanes.append(Lane(bucket, region, start, beyond or region + LAST, page))
                start = beyond
            async for stretch in lanes[0].stretches():
                yield stretch
            lanes.popleft()
    finally:
        for lane in lanes:
            await lane.close()
