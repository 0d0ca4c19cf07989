"""What we know of an object, and its bytes as they arrive."""

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Self

from storage.answers import translated

if TYPE_CHECKING:
    from botocore.response import StreamingBody

CHUNK_BYTES = 256 * 1024


@dataclass(frozen=True, slots=True)
class ObjectInfo:
    """An object as the store describes it: `length` in bytes, `etag` in its quotes.

    A listing does not tell the content type.
    """

    key: str
    length: int
    etag: str
    last_modified: datetime
    content_type: str | None = None


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A part of an object that is sent in parts: the first is number 1, `length` is in bytes."""

    number: int
    length: int
    etag: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a listing, in the order in which the store tells it, and whether more follow."""

    objects: list[ObjectInfo]
    more: bool


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An object whose parts are being sent, or were once: the store keeps them either way."""

    key: str
    multipart_id: str
    begun_at: datetime


class Bytes:
    """The body of an answer, read in threads; closed once, and never in mid-read."""

    def __init__(self, body: "StreamingBody", executor: ThreadPoolExecutor, key: str) -> None:
        self._body, self._executor, self._key = body, executor, key
        self._reading = Lock()

    async def read(self) -> bytes:
        """The next piece, at most 256 KiB; empty at the end."""
        return await asyncio.get_running_loop().run_in_executor(self._executor, self._read)

    def close(self) -> None:
        """Give the connection back as soon as the read under way is over; does not wait."""
        try:
            self._executor.submit(self._close)
        except RuntimeError:
            # The bucket was left before its object: no thread reads, nor will any.
            self._close()

    def _read(self) -> bytes:
        with self._reading, translated(self._key):
            return self._body.read(CHUNK_BYTES)

    def _close(self) -> None:
        with self._reading:
            self._body.close()


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object that is open for reading; close it, or read `chunks` to the end.

    `length` counts the bytes that will come, `content_range` is set when a range was asked
    for, `etag` is in its quotes, as HTTP writes it.
    """

    key: str
    content_type: str
    length: int
    etag: str
    last_modified: datetime
    content_range: str | None
    cache_control: str | None
    body: Bytes

    async def chunks(self) -> AsyncGenerator[bytes, None]:
        """The bytes, at most 256 KiB at a time; closes when it ends, breaks or is cancelled."""
        try:
            while piece := await self.body.read():
                yield piece
        finally:
            self.body.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.body.close()
