"""What was touched, handed on to followers: each picture once, however often it was touched."""

import asyncio
import contextlib
from collections.abc import Iterator, Sequence

from beanie import PydanticObjectId

from documents.images import Image
from documents.readiness import UNJUDGED
from documents.watching import Touch, touches

# Pictures that a follower may lag behind; one that lags more is told to look again.
MOST_WAITING = 1_000
# What is touched within this time is told at once, and looked up by one query.
GATHER_SECONDS = 0.05
MOST_AT_ONCE = 100
# Of which rules a picture was judged by nobody is told, only of how it was.
UNSEEN = tuple(UNJUDGED)


class TouchedBox:
    """The pictures that were touched since a follower looked last, as often as that was, once."""

    def __init__(self) -> None:
        self._tokens: dict[PydanticObjectId, str] = {}
        self._news = asyncio.Event()
        self._missed = False

    def put(self, touch: Touch | None) -> None:
        """Leave a touch, or None for: something may have been missed."""
        if touch is None or len(self._tokens) >= MOST_WAITING:
            self._tokens.clear()
            self._missed = True
        if touch is not None:
            # At the end, so that tokens only grow: whoever comes back with one misses nothing.
            self._tokens.pop(touch.id, None)
            self._tokens[touch.id] = touch.token
        self._news.set()

    async def take(self) -> list[Touch] | None:
        """Some that were touched, oldest first; None where something was missed before them."""
        await self._news.wait()
        await asyncio.sleep(GATHER_SECONDS)
        if self._missed:
            self._missed = False
            self._keep_ringing()
            return None
        some = list(self._tokens.items())[:MOST_AT_ONCE]
        for id, _ in some:
            del self._tokens[id]
        self._keep_ringing()
        return [Touch(id, token) for id, token in some]

    def _keep_ringing(self) -> None:
        if not self._tokens:
            self._news.clear()


class TouchHub:
    """Hands every touch of a picture to the followers of this process."""

    def __init__(self) -> None:
        self._boxes: set[TouchedBox] = set()

    async def run(self) -> None:
        """Follow the pictures until cancelled."""
        first = True
        async for touch in touches(Image, *UNSEEN):
            # Nobody has missed anything before the first that we see.
            if touch is not None or not first:
                self.hand_out([touch])
            first = False

    def hand_out(self, some: Sequence[Touch | None]) -> None:
        """Put touches into every box."""
        for box in self._boxes:
            for touch in some:
                box.put(touch)

    @contextlib.contextmanager
    def open(self) -> Iterator[TouchedBox]:
        """A box for all that is touched as long as the block runs."""
        box = TouchedBox()
        self._boxes.add(box)
        try:
            yield box
        finally:
            self._boxes.discard(box)
