"""prepareDownloads: have files made to take along."""

import asyncio

import strawberry

from actions.downloading import downloads
from actions.downloading.downloads import as_raw
from documents.images import Image as ImageDocument
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_ids
from graph.payloads import mutation, no_errors, refusals
from graph.types.download import ImageDownload, image_download
from graph.types.enums import DownloadMetadata, ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="Which pictures, and what their files are to tell.")
class PrepareDownloadsInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(description="READY images, at most 250.")
    metadata: DownloadMetadata = strawberry.field(
        default=DownloadMetadata.MERGED,
        description="What the files tell beside their pixels. ORIGINAL needs no preparing.",
    )
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="A picture and its file.")
class PreparedDownload:
    """One of those that were asked for."""

    image: Image = strawberry.field(description="The picture.")
    download: ImageDownload = strawberry.field(
        description="READY where it was made before; else PREPARING, with its job."
    )


@strawberry.type(description="What came of it.")
class PrepareDownloadsPayload:
    """The files that are there or being made."""

    downloads: list[PreparedDownload] = strawberry.field(
        default_factory=list, description="In the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(PrepareDownloadsPayload)
async def prepare_downloads(info: Info, input: PrepareDownloadsInput) -> PrepareDownloadsPayload:
    """Have files made to take along: each once, kept for a day, made anew when it was edited.

    Answers at once; ask `image { downloadUrl(metadata) }` until it is not null. MERGED and
    ORIGINAL need the role REVIEWER, NONE any role.
    """
    outcome = await downloads.prepare(
        info.context.viewer,
        object_ids("Image", input.ids),
        input.metadata,
        policy=input.error_policy,
        deliver=info.context.house.deliver,
    )
    made = await asyncio.gather(*(_prepared(image, input.metadata, info) for image in outcome.done))
    return PrepareDownloadsPayload(downloads=list(made), user_errors=refusals(outcome))


async def _prepared(
    image: ImageDocument, metadata: DownloadMetadata, info: Info
) -> PreparedDownload:
    [shown] = Image.of_all([image], info.context.house)
    download = await image_download(as_raw(image), metadata, info)
    return PreparedDownload(image=shown, download=download)
