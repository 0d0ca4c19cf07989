"""A bucket, without ever blocking the event loop."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self, TypeVar

from boto3.s3.transfer import TransferConfig

from storage import creation, listing, parts
from storage.answers import translated
from storage.errors import NotDeleted, StoreUnavailable
from storage.lent import LentFile
from storage.objects import Bytes, Listed, ObjectInfo, StoredObject, StoredPart, Unfinished

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import ListObjectsV2OutputTypeDef

Answer = TypeVar("Answer")

PING_SECONDS = 2.0
DELETE_AT_ONCE = 1000
# Parts keep what is in memory small; our own threads carry them, so no more are started.
TRANSFER = TransferConfig(
    multipart_threshold=32 * 1024**2, multipart_chunksize=16 * 1024**2, use_threads=False
)


class Bucket:
    """The objects of one bucket; enter it before use, for it owns `threads` threads.

    Every method raises StoreUnavailable when the store does not answer; what we have no
    name for comes through as boto3 raised it.
    """

    def __init__(self, client: "S3Client", name: str, *, threads: int = 16) -> None:
        self.client, self.name = client, name
        self._executor = ThreadPoolExecutor(threads, thread_name_prefix="bucket")
        self._pinging: asyncio.Future[None] | None = None

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.to_thread(self._executor.shutdown, cancel_futures=True)

    async def ensure(self, cors_origins: Sequence[str]) -> None:
        """Make the bucket if there is none; let pages of `cors_origins` send and fetch."""
        await self._run(creation.ensure, self.client, self.name, list(cors_origins))

    async def put(
        self,
        key: str,
        file: BinaryIO,
        *,
        content_type: str,
        cache_control: str | None = None,
        disposition: str | None = None,
    ) -> None:
        """Store what `file` holds from where it stands, and leave it open.

        At most 16 MiB of it are in memory. Nothing is stored under the key until all of it is.
        Cancelled, it raises once nothing is on its way any more.
        """
        headers = {
            "ContentType": content_type,
            "CacheControl": cache_control,
            "ContentDisposition": disposition,
        }
        sent = {name: value for name, value in headers.items() if value is not None}
        await self._run_to_its_end(self._put, key, file, sent)

    async def download(self, key: str, path: Path) -> None:
        """Write an object to `path`, which appears only when it is whole.

        Raises ObjectMissing.
        """
        await self._run(self._download, key, path)

    async def open(self, key: str, *, byte_range: str | None = None) -> StoredObject:
        """An object to be read in pieces, or a range of it, as in `bytes=0-99`.

        Raises ObjectMissing, and RangeNotSatisfiable when the range lies outside of it.
        """
        return await self._run(self._open, key, byte_range)

    async def head(self, key: str) -> ObjectInfo:
        """What the store knows of an object. Raises ObjectMissing."""
        return await self._run(self._head, key)

    async def copy(self, source: str, target: str) -> None:
        """Copy inside the store, type and headers included. Raises ObjectMissing."""
        await self._run(self._copy, source, target)

    async def adopt(self, source: str, target: str, *, etag: str, content_type: str) -> None:
        """Copy the bytes alone: of what their sender said of them only `content_type` is kept.

        Raises ObjectMissing, and ObjectChanged when they are not those of `etag` any more.
        """
        await self._run(self._adopt, source, target, etag, content_type)

    async def begin_parts(self, key: str, *, content_type: str) -> str:
        """Begin an object that is sent in parts, and give the store's id for that."""
        return await self._run(parts.begin, self.client, self.name, key, content_type)

    async def parts(self, key: str, multipart_id: str) -> Sequence[StoredPart]:
        """The parts that are there, in their order. Raises ObjectMissing once it is ended."""
        return await self._run(parts.those_of, self.client, self.name, key, multipart_id)

    async def send_part(self, begun: Unfinished, number: int, data: bytes) -> StoredPart:
        """Send one part, the first being number 1; all but the last have 5 MiB or more.

        Raises ObjectMissing once it is ended. Cancelled, it raises once nothing is on its way.
        """
        sent = (self.client, self.name, begun, number, data)
        return await self._run_to_its_end(parts.send, *sent)

    async def end_parts(self, key: str, multipart_id: str, sent: Sequence[StoredPart]) -> None:
        """Make the object of its parts. Raises ObjectMissing where it was ended before."""
        await self._run(parts.end, self.client, self.name, key, multipart_id, sent)

    async def abort_parts(self, key: str) -> None:
        """Throw away whatever was begun under exactly this key; may be repeated."""
        await self._run(parts.abort, self.client, self.name, key)

    async def unfinished(self) -> list[Unfinished]:
        """Everything that was begun in parts and neither ended nor aborted."""
        return await self._run(parts.unfinished, self.client, self.name)

    async def abort_unfinished(self, begun: Unfinished) -> None:
        """Throw away the parts of one beginning; may be repeated."""
        await self._run(parts.abort_one, self.client, self.name, begun.key, begun.multipart_id)

    async def delete(self, keys: Iterable[str]) -> None:
        """Delete objects; those that are gone already count as deleted.

        Raises NotDeleted, after trying all, when the store kept some.
        """
        kept: dict[str, str] = {}
        for batch in _batches(keys, DELETE_AT_ONCE):
            kept |= await self._run(self._delete, batch)
        if kept:
            raise NotDeleted(kept)

    async def page(self, prefix: str, *, after: str = "", most: int = 1000) -> Listed:
        """At most `most` objects whose keys begin with `prefix` and come behind `after`."""
        return await self._run(listing.page, self.client, self.name, prefix, after, most)

    async def list(self, prefix: str = "") -> AsyncIterator[ObjectInfo]:
        """Every object whose key begins with `prefix`, in the order of their keys."""
        token: str | None = None
        while True:
            page = await self._run(self._page, prefix, token)
            for info in _infos(page):
                yield info
            token = page.get("NextContinuationToken")
            if not page["IsTruncated"] or token is None:
                return

    async def ping(self) -> None:
        """Make sure that the bucket is there and answers within 2 s. Raises StoreUnavailable.

        However many ask at once, and however long the store hangs, one thread is asking.
        """
        if self._pinging is None or self._pinging.done():
            self._pinging = asyncio.ensure_future(self._run(self._ping))
            self._pinging.add_done_callback(_retrieved)
        try:
            await asyncio.wait_for(asyncio.shield(self._pinging), PING_SECONDS)
        except TimeoutError as error:
            raise StoreUnavailable(f"no answer within {PING_SECONDS:.0f} s") from error

    async def _run(self, call: Callable[..., Answer], *arguments: Any) -> Answer:
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._executor, call, *arguments)

    async def _run_to_its_end(self, call: Callable[..., Answer], *arguments: Any) -> Answer:
        """As `_run`, but a thread that has begun is waited for: it cannot be stopped."""
        running = self._executor.submit(call, *arguments)
        seen = asyncio.wrap_future(running)
        try:
            return await asyncio.shield(seen)
        except asyncio.CancelledError:
            if not running.cancel():
                await asyncio.wait({seen})
            raise

    def _put(self, key: str, file: BinaryIO, headers: dict[str, str]) -> None:
        lent: Any = LentFile(file)
        with translated(key):
            self.client.upload_fileobj(lent, self.name, key, ExtraArgs=headers, Config=TRANSFER)

    def _download(self, key: str, path: Path) -> None:
        with translated(key):
            self.client.download_file(self.name, key, str(path), Config=TRANSFER)

    def _open(self, key: str, byte_range: str | None) -> StoredObject:
        options: Any = {"Range": byte_range} if byte_range else {}
        with translated(key, byte_range=byte_range):
            answer = self.client.get_object(Bucket=self.name, Key=key, **options)
        return StoredObject(
            key=key,
            content_type=answer["ContentType"],
            length=answer["ContentLength"],
            etag=answer["ETag"],
            last_modified=answer["LastModified"].astimezone(UTC),
            content_range=answer.get("ContentRange"),
            cache_control=answer.get("CacheControl"),
            body=Bytes(answer["Body"], self._executor, key),
        )

    def _head(self, key: str) -> ObjectInfo:
        with translated(key):
            answer = self.client.head_object(Bucket=self.name, Key=key)
        return ObjectInfo(
            key=key,
            length=answer["ContentLength"],
            etag=answer["ETag"],
            last_modified=answer["LastModified"].astimezone(UTC),
            content_type=answer["ContentType"],
        )

    def _copy(self, source: str, target: str) -> None:
        origin: Any = {"Bucket": self.name, "Key": source}
        with translated(source):
            self.client.copy_object(Bucket=self.name, Key=target, CopySource=origin)

    def _adopt(self, source: str, target: str, etag: str, content_type: str) -> None:
        origin: Any = {"Bucket": self.name, "Key": source}
        with translated(source):
            self.client.copy_object(
                Bucket=self.name,
                Key=target,
                CopySource=origin,
                CopySourceIfMatch=etag,
                MetadataDirective="REPLACE",
                ContentType=content_type,
            )

    def _delete(self, keys: Sequence[str]) -> dict[str, str]:
        doomed: Any = {"Objects": [{"Key": key} for key in keys], "Quiet": True}
        with translated(self.name):
            answer = self.client.delete_objects(Bucket=self.name, Delete=doomed)
        return {error["Key"]: error["Code"] for error in answer.get("Errors", [])}

    def _page(self, prefix: str, token: str | None) -> "ListObjectsV2OutputTypeDef":
        more: Any = {"ContinuationToken": token} if token else {}
        with translated(prefix):
            return self.client.list_objects_v2(Bucket=self.name, Prefix=prefix, **more)

    def _ping(self) -> None:
        if not creation.exists(self.client, self.name):
            raise StoreUnavailable(f"there is no bucket {self.name!r}.")


def _infos(page: "ListObjectsV2OutputTypeDef") -> Iterator[ObjectInfo]:
    for item in page.get("Contents", []):
        modified = item["LastModified"].astimezone(UTC)
        yield ObjectInfo(item["Key"], item["Size"], item["ETag"], modified)


def _batches(keys: Iterable[str], size: int) -> Iterator[Sequence[str]]:
    left = iter(keys)
    while batch := tuple(islice(left, size)):
        yield batch


def _retrieved(asked: asyncio.Future[None]) -> None:
    """A ping that nobody waits for any more may fail without a warning."""
    if not asked.cancelled():
        asked.exception()
