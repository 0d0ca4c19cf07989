"""The public files: those of approved pictures below `published/` in the bucket, nothing else.

In production a CDN may stand before this address, or before the bucket; see
ECOGRAM_PUBLISHED_URL.
"""

import re
from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from actions.publishing.addresses import Gone, NeverThere, PublicFile, public_file
from actions.publishing.publication import CACHE_CONTROL
from app.conditions import matches
from app.problems import gone, not_there, problem
from storage.bucket import Bucket
from storage.errors import ObjectMissing, StoreUnavailable
from storage.keys import PUBLISHED

# One range of bytes; whoever asks for several, or in another unit, is given the whole.
RANGE = re.compile(r"bytes=(?:(\d{1,18})-(\d{0,18})|-(\d{1,18}))", re.ASCII | re.IGNORECASE)


class PublishedFiles:
    """Streams public objects, with ranges and conditions, for GET and HEAD."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket

    async def serve(self, request: Request) -> Response:
        """The file at this address; 410 for what was public, 404 for what never was."""
        try:
            return await self._found(request, f"{PUBLISHED}{request.path_params['path']}")
        except Gone:
            return gone("This file is public no longer.")
        except (NeverThere, ObjectMissing):
            return not_there("No public file is here.")
        except StoreUnavailable:
            return problem(503, "Unavailable", "The files cannot be read now: try again.")

    async def _found(self, request: Request, key: str) -> Response:
        try:
            return await self._answer(request, await public_file(key))
        except ObjectMissing:
            # Taken back between our two questions, most likely: then it is gone.
            await public_file(key)
            raise

    async def _answer(self, request: Request, file: PublicFile) -> Response:
        known = await self.bucket.head(file.key)
        headers = _headers(file, known.etag)
        if matches(request.headers.get("if-none-match"), known.etag):
            return Response(status_code=304, headers=headers)
        if request.method == "HEAD":
            length = {"content-length": str(known.length)}
            return Response(status_code=200, headers=headers | length)
        wanted = _range(request, known.etag, known.length)
        if wanted is not None and wanted[0] >= known.length:
            outside = {"content-range": f"bytes */{known.length}"}
            return problem(416, "Range not satisfiable", "The file is shorter.", outside)
        return await self._streamed(file, wanted, known.length, headers)

    async def _streamed(
        self, file: PublicFile, wanted: tuple[int, int] | None, whole: int, headers: dict[str, str]
    ) -> Response:
        if wanted is None:
            found = await self.bucket.open(file.key)
            headers["content-length"] = str(found.length)
            return StreamingResponse(found.chunks(), headers=headers)
        begin, end = wanted
        found = await self.bucket.open(file.key, byte_range=f"bytes={begin}-{end}")
        headers["content-length"] = str(found.length)
        headers["content-range"] = f"bytes {begin}-{end}/{whole}"
        return StreamingResponse(found.chunks(), status_code=206, headers=headers)


def _range(request: Request, etag: str, length: int) -> tuple[int, int] | None:
    """The first and the last byte that are wanted; None for the whole file.

    A first byte behind the end is what cannot be satisfied.
    """
    if_range = request.headers.get("if-range")
    found = RANGE.fullmatch(request.headers.get("range", "").strip())
    if found is None or (if_range is not None and if_range.strip() != etag):
        return None
    begin, end, last = found.groups()
    if last is not None:
        # None of the last bytes is a range that cannot be satisfied.
        return (max(length - int(last), 0) if int(last) else length, length - 1)
    if end and int(end) < int(begin):
        return None
    return int(begin), min(int(end), length - 1) if end else length - 1


def _headers(file: PublicFile, etag: str) -> dict[str, str]:
    return {
        "content-type": file.content_type,
        "etag": etag,
        "cache-control": CACHE_CONTROL,
        "accept-ranges": "bytes",
        **SAFE,
    }


# Any page may show it, and no browser takes it for anything but what it is.
SAFE: Mapping[str, str] = {
    "access-control-allow-origin": "*",
    "cross-origin-resource-policy": "cross-origin",
    "x-content-type-options": "nosniff",
    "content-security-policy": "default-src 'none'; sandbox",
}
