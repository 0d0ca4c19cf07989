"""One after the other, for what is alike."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary


class Turns:
    """Lets those with the same key wait for each other; forgets keys that nobody uses."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def alone(self, key: str) -> AsyncIterator[None]:
        """While the block runs, nobody else is in one with this key."""
        lock = self._locks.setdefault(key, asyncio.Lock())
        async with lock:
            yield
