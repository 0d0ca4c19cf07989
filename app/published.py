"""The public files: what lies under `published/` in the bucket, and nothing else.

In production a CDN stands here; see ECOGRAM_PUBLISHED_URL.
"""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from storage.bucket import Bucket
from storage.errors import ObjectMissing, RangeNotSatisfiable
from storage.objects import StoredObject

# A missing file may be approved in a moment, so its absence is not remembered.
NOT_THERE = {"cache-control": "no-store"}


class PublishedFiles:
    """Streams public objects, with ranges and conditions, for GET and HEAD."""

    def __init__(self, bucket: Bucket) -> None:
        self.bucket = bucket

    async def serve(self, request: Request) -> Response:
        """The file at this address; 404 for everything that is not public."""
        key = f"published/{request.path_params['path']}"
        if ".." in key.split("/"):
            raise HTTPException(404, headers=NOT_THERE)
        try:
            found = await self.bucket.open(key, byte_range=request.headers.get("range"))
        except ObjectMissing as error:
            raise HTTPException(404, headers=NOT_THERE) from error
        except RangeNotSatisfiable as error:
            raise HTTPException(416) from error
        return await _answer(request, found)


async def _answer(request: Request, found: StoredObject) -> Response:
    headers = _headers(found)
    if found.etag in request.headers.get("if-none-match", ""):
        found.body.close()
        return Response(status_code=304, headers=headers)
    headers["content-length"] = str(found.length)
    if found.content_range:
        headers["content-range"] = found.content_range
    status = 206 if found.content_range else 200
    if request.method == "HEAD":
        found.body.close()
        return Response(status_code=status, headers=headers)
    return StreamingResponse(found.chunks(), status_code=status, headers=headers)


def _headers(found: StoredObject) -> dict[str, str]:
    known: Mapping[str, str | None] = {
        "content-type": found.content_type,
        "etag": found.etag,
        "cache-control": found.cache_control,
        "accept-ranges": "bytes",
        "access-control-allow-origin": "*",
        "cross-origin-resource-policy": "cross-origin",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return {name: value for name, value in known.items() if value}
