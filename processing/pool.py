"""Lending child processes, one borrower each, and replacing those that are spent."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Generic, Protocol, TypeVar


class Worker(Protocol):
    """Something that can be lent out again and again until it is spent."""

    @property
    def alive(self) -> bool:
        """Whether it still runs, as far as is known."""

    @property
    def reusable(self) -> bool:
        """Whether it stands ready for another borrower."""

    async def close(self) -> None:
        """End it, whatever it is doing."""


W = TypeVar("W", bound=Worker)


class Pool(Generic[W]):
    """At most `size` workers, started when first needed. Raises RuntimeError when closed."""

    def __init__(self, start: Callable[[], Awaitable[W]], *, size: int) -> None:
        self._start, self._slots = start, asyncio.Semaphore(size)
        self._idle: list[W] = []
        self._open = False

    def open(self) -> None:
        """Begin lending."""
        self._open = True

    async def close(self) -> None:
        """End those that stand idle, and the others when they come back."""
        self._open = False
        while self._idle:
            await self._idle.pop().close()

    @asynccontextmanager
    async def borrowed(self) -> AsyncIterator[W]:
        """A worker of one's own; one that is not reusable afterwards is ended."""
        async with self._slots:
            if not self._open:
                raise RuntimeError("The pool is not open.")
            worker = await self._take()
            try:
                yield worker
            finally:
                await self._give_back(worker)

    async def _take(self) -> W:
        while self._idle:
            worker = self._idle.pop()
            if worker.alive:
                return worker
            await worker.close()
        return await self._start()

    async def _give_back(self, worker: W) -> None:
        if worker.reusable and self._open:
            self._idle.append(worker)
        else:
            await worker.close()
