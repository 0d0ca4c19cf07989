"""Followers of the same pictures, told together: one look at what was touched serves them all."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import bson

from actions.following.follower import Followed, Follower, ImageChange
from actions.following.touched import TouchHub

# Changes that one of them may lag behind; whoever lags more is told to look again.
MOST_WAITING = 1_000


class ChangeBox:
    """The changes that one follower has not seen yet; `begun` once none can be overlooked."""

    def __init__(self, begun: asyncio.Event | None = None) -> None:
        self.begun = begun or asyncio.Event()
        self._waiting: deque[ImageChange] = deque()
        self._news = asyncio.Event()
        self._missed = False
        self._error: BaseException | None = None

    def put(self, changes: Sequence[ImageChange]) -> None:
        """Leave some; where they are too many, all that wait are given up."""
        if len(self._waiting) + len(changes) > MOST_WAITING:
            self._waiting.clear()
            self._missed = True
        self._waiting.extend(changes)
        self._news.set()

    def fail(self, error: BaseException) -> None:
        """Nothing more comes."""
        self._error = error
        self._news.set()

    async def take(self) -> ImageChange:
        """The next one. Raises what kept others from being found."""
        while not self._waiting and not self._missed:
            if self._error is not None:
                raise self._error
            self._news.clear()
            await self._news.wait()
        if self._missed:
            self._missed = False
            return ImageChange(None)
        return self._waiting.popleft()


class Together:
    """All who follow the same pictures, while there is one."""

    def __init__(self, hub: TouchHub, followed: Followed) -> None:
        self.boxes: set[ChangeBox] = set()
        # Also where nothing could begin: whoever takes is told.
        self.begun = asyncio.Event()
        self._task = asyncio.create_task(self._run(hub, Follower(followed)))

    @property
    def alive(self) -> bool:
        """Whether more is told."""
        return not self._task.done()

    def stop(self) -> None:
        """Nobody follows any more."""
        self._task.cancel()

    async def _run(self, hub: TouchHub, follower: Follower) -> None:
        try:
            with hub.open() as box:
                await follower.begin()
                self.begun.set()
                while True:
                    self._tell(await follower.news(box))
        except Exception as error:  # noqa: BLE001  each of them is told
            for one in self.boxes:
                one.fail(error)
            self.begun.set()

    def _tell(self, changes: Sequence[ImageChange]) -> None:
        for one in self.boxes:
            one.put(changes)


class Gatherings:
    """Who follows what, in this process."""

    def __init__(self, hub: TouchHub) -> None:
        self._hub = hub
        self._known: dict[bytes, Together] = {}

    @asynccontextmanager
    async def joined(self, followed: Followed) -> AsyncIterator[ChangeBox]:
        """A box for all changes from now on, as long as the block runs."""
        key = _key(followed)
        together = self._known.get(key)
        if together is None or not together.alive:
            together = self._known[key] = Together(self._hub, followed)
        box = ChangeBox(together.begun)
        together.boxes.add(box)
        try:
            yield box
        finally:
            together.boxes.discard(box)
            if not together.boxes:
                together.stop()
                if self._known.get(key) is together:
                    del self._known[key]


def _key(followed: Followed) -> bytes:
    """The same for those who follow the same pictures and read the same of them."""
    told = {"where": followed.where, "ids": followed.ids, "fields": followed.fields}
    return bson.encode({**told, "sort": followed.order.sort})
