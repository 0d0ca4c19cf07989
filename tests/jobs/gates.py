"""Buckets that hold a worker at one step, so that a test can do something meanwhile."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

from storage.bucket import Bucket
from storage.errors import StoreUnavailable

STEPS = ("before download", "before put", "after put")


class Gated(Bucket):
    """A bucket whose users wait at one step until the gate is open."""

    def __init__(self, bucket: Bucket, step: str = "before put") -> None:
        super().__init__(bucket.client, bucket.name, threads=4)
        self.step = step
        self.reached, self.gate = asyncio.Event(), asyncio.Event()

    async def download(self, key: str, path: Path) -> None:
        """Fetch it once the gate is open."""
        await self._wait("before download")
        await super().download(key, path)

    async def put(self, key: str, file: BinaryIO, **options: Any) -> None:
        """Store it once the gate is open, or wait for it afterwards."""
        await self._wait("before put")
        await super().put(key, file, **options)
        await self._wait("after put")

    async def _wait(self, step: str) -> None:
        if step == self.step:
            self.reached.set()
            await self.gate.wait()


class Down(Bucket):
    """A bucket whose store does not answer any more."""

    async def download(self, key: str, path: Path) -> None:
        """Fail."""
        raise StoreUnavailable("http://10.0.0.7:8333 is switched off")

    async def put(self, key: str, file: BinaryIO, **options: Any) -> None:
        """Fail."""
        raise StoreUnavailable("http://10.0.0.7:8333 is switched off")

    async def delete(self, keys: Iterable[str]) -> None:
        """Fail."""
        raise StoreUnavailable("http://10.0.0.7:8333 is switched off")


class Forbidding(Bucket):
    """A bucket whose store lets us delete nothing, for reasons that we have no name for."""

    async def delete(self, keys: Iterable[str]) -> None:
        """Fail."""
        raise PermissionError("AccessDenied")


async def keys(bucket: Bucket, prefix: str = "") -> list[str]:
    """The keys of all that is in the store."""
    return [info.key async for info in bucket.list(prefix)]
