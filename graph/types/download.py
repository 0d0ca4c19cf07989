"""Files to take along."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Annotated

import strawberry

from actions.downloading.downloads import allowed
from documents.downloads import wanted
from documents.jobs import JobState
from documents.pages import Raw
from documents.processing_states import ProcessingState
from graph.context import Info
from graph.scalars import URL, ByteCount
from graph.types.enums import DownloadMetadata
from graph.types.renditions import LINK_SECONDS

if TYPE_CHECKING:
    from graph.types.job import Job

Telling = Annotated[
    DownloadMetadata, strawberry.argument(description="What the file tells beside its pixels.")
]


@strawberry.enum(description="Whether a file to take along is there.")
class DownloadState(Enum):
    """NOT_PREPARED before anybody asked, and when a day has gone by or the picture has changed."""

    NOT_PREPARED = "NOT_PREPARED"
    PREPARING = "PREPARING"
    READY = "READY"
    FAILED = "FAILED"


@strawberry.type(
    description=(
        "A file to take along. When `state` is NOT_PREPARED or FAILED, send `prepareDownloads`; "
        "while it is PREPARING, ask again, or look at `job`."
    )
)
class ImageDownload:
    """One picture in one of three ways."""

    metadata: DownloadMetadata = strawberry.field(
        description="What the file tells beside its pixels."
    )
    state: DownloadState = strawberry.field(description="Whether it is there.")
    url: URL | None = strawberry.field(
        default=None, description="Signed; good for at least 50 minutes. Null unless READY."
    )
    sidecar_url: URL | None = strawberry.field(
        default=None,
        description=(
            "An XMP file that belongs beside it, where its format cannot carry all that people "
            "wrote; null where it does."
        ),
    )
    file_name: str = strawberry.field(description="Under which a browser saves it.")
    bytes: ByteCount | None = strawberry.field(
        default=None, description="Its size; null unless READY."
    )
    expires_at: datetime | None = strawberry.field(
        default=None, description="Until when it is kept; null for the original."
    )
    job: Annotated["Job", strawberry.lazy("graph.types.job")] | None = strawberry.field(
        default=None, description="What makes it, or made it; null for the original."
    )


async def image_download(image: Raw, metadata: DownloadMetadata, info: Info) -> ImageDownload:
    """The download of an image's raw row. Raises Unauthenticated, Forbidden."""
    allowed(info.context.viewer, metadata)
    if metadata is DownloadMetadata.ORIGINAL:
        return _original(image, info)
    made, job = await info.context.downloads.load(wanted(image, metadata))
    if made is None or made["key"] is None:
        return _not_there(image, metadata, job)
    return _made(image, made, job, info)


def _original(image: Raw, info: Info) -> ImageDownload:
    there = image["state"] != ProcessingState.AWAITING_UPLOAD
    return ImageDownload(
        metadata=DownloadMetadata.ORIGINAL,
        state=DownloadState.READY if there else DownloadState.NOT_PREPARED,
        url=_link(info, image["original"]["key"], _name(image)) if there else None,
        file_name=_name(image),
        bytes=ByteCount(image["original"]["bytes"]),
    )


def _not_there(image: Raw, metadata: DownloadMetadata, job: Raw | None) -> ImageDownload:
    state = DownloadState.NOT_PREPARED
    if job is not None:
        # A job that has just SUCCEEDED has told where the file is; we looked a moment too early.
        failed = job["state"] in {JobState.FAILED, JobState.CANCELLED}
        state = DownloadState.FAILED if failed else DownloadState.PREPARING
    return ImageDownload(metadata=metadata, state=state, file_name=_name(image), job=_job(job))


def _made(image: Raw, made: Raw, job: Raw | None, info: Info) -> ImageDownload:
    name, beside = _name(image), made["sidecar_key"]
    sidecar = f"{name.rpartition('.')[0] or name}.xmp"
    return ImageDownload(
        metadata=DownloadMetadata(made["metadata"]),
        state=DownloadState.READY,
        url=_link(info, made["key"], name),
        sidecar_url=_link(info, beside, sidecar) if beside else None,
        file_name=name,
        bytes=made["bytes"],
        expires_at=made["expires_at"],
        job=_job(job),
    )


def _link(info: Info, key: str, name: str) -> URL:
    return URL(info.context.house.links.url(key, seconds=LINK_SECONDS, file_name=name))


def _name(image: Raw) -> str:
    return str(image["original"].get("name") or image["imported"]["file_name"])


def _job(job: Raw | None) -> "Job | None":
    # Jobs know images, so they are looked up when they are needed.
    from graph.types.job import Job  # noqa: PLC0415

    return None if job is None else Job.of(job)
