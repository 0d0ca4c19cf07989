"""Answers, kept as bytes until something changes of what they are read from."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from dataclasses import dataclass

from actions.publishing.freshness import Freshness

MOST_BYTES = 64 * 1024 * 1024
# What an entry takes beside its body.
OVERHEAD_BYTES = 1024


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered; `lasting` if it is the same for all who may ask, until a change.

    `points` is what those pay who are told it, where they pay.
    """

    body: bytes
    etag: str
    media_type: str
    lasting: bool
    points: int = 0


Make = Callable[[], Awaitable[Answer]]


class KeptAnswers:
    """At most `most_bytes` of answers; those that nobody has asked for longest go first."""

    def __init__(self, freshness: Freshness, most_bytes: int = MOST_BYTES) -> None:
        self.freshness, self.most_bytes = freshness, most_bytes
        self.bytes = 0
        self._epoch = -1
        self._kept: OrderedDict[Hashable, Answer] = OrderedDict()
        self._making: dict[Hashable, asyncio.Task[Answer]] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def find(self, key: Hashable) -> Answer | None:
        """What is kept and still true; None where nothing is."""
        self._forget_what_changed()
        found = self._kept.get(key) if self.freshness.known else None
        if found is not None:
            self._kept.move_to_end(key)
        return found

    async def get(self, key: Hashable, make: Make) -> Answer:
        """What is kept under a key and still true; else made, once for all who ask meanwhile.

        While nobody knows what changes, everyone's is made anew. Raises what `make` raises.
        """
        found = self.find(key)
        if found is not None:
            return found
        if not self.freshness.known:
            return await make()
        making = self._making.get(key)
        if making is None:
            making = self._making[key] = asyncio.create_task(self._make(key, make))
            making.add_done_callback(_retrieved)
        # Whoever began it may go away; the others still wait.
        return await asyncio.shield(making)

    async def _make(self, key: Hashable, make: Make) -> Answer:
        epoch = self._epoch
        try:
            answer = await make()
            self._forget_what_changed()
            if answer.lasting and epoch == self._epoch and self.freshness.known:
                self._keep(key, answer)
            return answer
        finally:
            if self._making.get(key) is asyncio.current_task():
                del self._making[key]

    def _keep(self, key: Hashable, answer: Answer) -> None:
        if (before := self._kept.pop(key, None)) is not None:
            self.bytes -= _size(before)
        self._kept[key] = answer
        self.bytes += _size(answer)
        while self.bytes > self.most_bytes:
            _, dropped = self._kept.popitem(last=False)
            self.bytes -= _size(dropped)

    def _forget_what_changed(self) -> None:
        if self._epoch == self.freshness.epoch:
            return
        self._epoch = self.freshness.epoch
        self._kept.clear()
        # Those who come now must not be told what was read before.
        self._making.clear()
        self.bytes = 0


def _size(answer: Answer) -> int:
    return len(answer.body) + OVERHEAD_BYTES


def _retrieved(made: asyncio.Task[Answer]) -> None:
    """What failed was told to those who waited, if anybody did."""
    if not made.cancelled():
        made.exception()
