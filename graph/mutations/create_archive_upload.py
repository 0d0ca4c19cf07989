"""createArchiveUpload: announce a ZIP archive, and learn where to send it."""

from datetime import datetime

import strawberry

from actions.importing.archive_uploads import CreatedArchive
from actions.importing.archive_uploads import create_archive_upload as create
from actions.uploading.plans import AnnouncedArchive, part_sizes
from graph.context import Info
from graph.errors import UserError
from graph.ids import global_id
from graph.payloads import idempotency_key, mutation, no_errors
from graph.scalars import URL, ByteCount
from graph.types.direct_upload import UploadField
from graph.types.enums import UploadMethod


@strawberry.input(description="An archive that is going to be sent.")
class CreateArchiveUploadInput:
    """Its size is signed: the store takes nothing else."""

    size: ByteCount = strawberry.field(
        description="The exact size of the archive; the limit is a setting, 5 GiB by default."
    )
    sha256: str | None = strawberry.field(
        default=None,
        description="Its SHA-256 in hex: the import of another archive in its place FAILS.",
    )
    idempotency_key: str | None = idempotency_key()


@strawberry.type(description="Where to send an archive.")
class ArchiveUpload:
    """Everything that a client needs to send the bytes."""

    upload_id: strawberry.ID = strawberry.field(
        description="To be passed to `importArchive` once the bytes are sent."
    )
    method: UploadMethod = strawberry.field(
        description="PUT, or MULTIPART for archives larger than 32 MiB."
    )
    url: URL | None = strawberry.field(
        description=(
            "Where to PUT the bytes; null for MULTIPART, see `signUploadParts` and "
            "`uploadParts`, and for what is imported already."
        )
    )
    headers: list[UploadField] = strawberry.field(
        description="For PUT: the headers; browsers set Content-Length themselves."
    )
    part_bytes: ByteCount | None = strawberry.field(
        description="For MULTIPART: the size of each part, a smaller last one aside."
    )
    part_count: int | None = strawberry.field(
        description="For MULTIPART: how many parts there are; the first is 1."
    )
    expires_at: datetime = strawberry.field(
        description="The archive must be sent, and its import begun, by then."
    )

    @classmethod
    def of(cls, made: CreatedArchive) -> "ArchiveUpload":
        """The upload as clients see it."""
        upload, ticket = made.upload, made.ticket
        return cls(
            upload_id=strawberry.ID(global_id("Upload", upload.id)),
            method=upload.method,
            url=URL(ticket.url) if ticket else None,
            headers=UploadField.all_of(ticket.headers) if ticket else [],
            part_bytes=ByteCount(upload.part_bytes) if upload.part_bytes else None,
            part_count=len(part_sizes(upload)) if upload.part_bytes else None,
            expires_at=upload.expires_at,
        )


@strawberry.type(description="What came of announcing an archive.")
class CreateArchiveUploadPayload:
    """The upload."""

    upload: ArchiveUpload | None = strawberry.field(
        default=None, description="Where to send the archive."
    )
    user_errors: list[UserError] = no_errors()


@mutation(CreateArchiveUploadPayload)
async def create_archive_upload(
    info: Info, input: CreateArchiveUploadInput
) -> CreateArchiveUploadPayload:
    """Announce a ZIP archive that goes to the object store directly, and get leave to send it.

    Send the bytes, then call `importArchive`. What is not imported in time is removed. Needs
    the role IMPORTER.
    """
    house = info.context.house
    made = await create(
        info.context.viewer,
        AnnouncedArchive(int(input.size), input.sha256),
        bucket=house.bucket,
        links=house.upload_links,
        uploads=house.uploads,
        rules=house.imports,
        key=input.idempotency_key,
    )
    return CreateArchiveUploadPayload(upload=ArchiveUpload.of(made))
