"""prepareArchive: have many files packed to take along."""

import strawberry

from actions.downloading import archives
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_ids
from graph.payloads import idempotency_key, mutation, no_errors, refused
from graph.types.download_archive import DownloadArchive
from graph.types.enums import DownloadMetadata


@strawberry.input(description="Which pictures, and what their files are to tell.")
class PrepareArchiveInput:
    """At most 250."""

    ids: list[strawberry.ID] = strawberry.field(
        description="READY images, at most 250, with originals of at most 100 GiB together."
    )
    metadata: DownloadMetadata = strawberry.field(
        default=DownloadMetadata.MERGED,
        description="What the files tell beside their pixels.",
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="What came of it.")
class PrepareArchivePayload:
    """The archive, on its way."""

    archive: DownloadArchive | None = strawberry.field(
        default=None,
        description=(
            "Ask `downloadArchive(id)` until its `url` is not null. Null where there is nothing "
            "to pack."
        ),
    )
    user_errors: list[UserError] = no_errors()


@mutation(PrepareArchivePayload)
async def prepare_archive(info: Info, input: PrepareArchiveInput) -> PrepareArchivePayload:
    """Pack pictures into one ZIP by a job, each once and as it is when its turn comes.

    What is refused is told and the rest is packed. Whoever asked, or an ADMIN, may fetch it for
    a day. MERGED and ORIGINAL need the role REVIEWER, NONE any role.
    """
    begun = await archives.begin(
        info.context.viewer,
        object_ids("Image", input.ids),
        input.metadata,
        input.idempotency_key,
        deliver=info.context.house.deliver,
    )
    archive = DownloadArchive.of(begun.archive) if begun.archive else None
    return PrepareArchivePayload(archive=archive, user_errors=refused("ids", begun.refused))
