"""Direct uploads, as clients see them."""

from collections.abc import Mapping
from datetime import datetime

import strawberry
from beanie import PydanticObjectId

from actions.uploading.plans import part_sizes
from actions.uploading.results import Reused
from actions.uploading.tickets import Created, Parts, SignedPart
from graph.context import House, Info
from graph.errors import UserError
from graph.ids import global_id
from graph.scalars import URL, ByteCount
from graph.types.already_there import already_there
from graph.types.enums import UploadMethod
from graph.types.image import Image


@strawberry.type(description="A name and a value to send along.")
class UploadField:
    """A form field or a header."""

    name: str = strawberry.field(description="The name.")
    value: str = strawberry.field(description="The value, to be sent as it is.")

    @classmethod
    def all_of(cls, pairs: Mapping[str, str]) -> "list[UploadField]":
        """The pairs, in their order."""
        return [cls(name=name, value=value) for name, value in pairs.items()]


@strawberry.type(description="What came of announcing one file: where to send it, or an error.")
class CreateUploadResult:
    """Everything that a client needs to send the bytes."""

    file_name: str = strawberry.field(description="The file's name as it was announced.")
    upload_id: strawberry.ID | None = strawberry.field(
        default=None, description="To be passed to `completeUploads` once the bytes are sent."
    )
    image_id: strawberry.ID | None = strawberry.field(default=None, description="The new image.")
    image: Image | None = strawberry.field(
        default=None, description="The new image, AWAITING_UPLOAD until the upload is completed."
    )
    method: UploadMethod | None = strawberry.field(
        default=None, description="How to send the bytes; PUT for small files of MULTIPART."
    )
    url: URL | None = strawberry.field(
        default=None,
        description=(
            "Where to send the bytes; null for MULTIPART, see `signUploadParts`, and for what "
            "is completed already."
        ),
    )
    fields: list[UploadField] = strawberry.field(
        default_factory=list,
        description="For POST: the form's fields, in this order, before the file, named `file`.",
    )
    headers: list[UploadField] = strawberry.field(
        default_factory=list,
        description="For PUT: the headers; browsers set Content-Length themselves.",
    )
    part_bytes: ByteCount | None = strawberry.field(
        default=None, description="For MULTIPART: the size of each part, a smaller last one aside."
    )
    part_count: int | None = strawberry.field(
        default=None, description="For MULTIPART: how many parts there are; the first is 1."
    )
    expires_at: datetime | None = strawberry.field(
        default=None, description="The upload must be sent and completed by then."
    )
    error: UserError | None = strawberry.field(
        default=None, description="Why the file was refused."
    )

    there_id: strawberry.Private[PydanticObjectId | None] = None

    @strawberry.field(
        description=(
            "The image that is there already: reused, so that nothing is to be sent, or why the "
            "file was refused with DUPLICATE_IMAGE or NAME_TAKEN; else null."
        )
    )
    async def already_there(self, info: Info) -> Image | None:
        """Loaded with those of the other files."""
        return await already_there(self.there_id, info)

    @classmethod
    def reused(cls, name: str, made: Reused, house: House) -> "CreateUploadResult":
        """The result of a file that need not be sent."""
        image = Image.of_all([made.image], house)[0]
        return cls(file_name=name, image_id=image.id, image=image, there_id=made.image.id)

    @classmethod
    def of(cls, name: str, made: Created, house: House) -> "CreateUploadResult":
        """The result of a file that may be sent."""
        upload, ticket = made.upload, made.ticket
        image = Image.of_all([made.image], house)[0]
        return cls(
            file_name=name,
            upload_id=strawberry.ID(global_id("Upload", upload.id)),
            image_id=image.id,
            image=image,
            method=upload.method,
            url=URL(ticket.url) if ticket else None,
            fields=UploadField.all_of(ticket.fields) if ticket else [],
            headers=UploadField.all_of(ticket.headers) if ticket else [],
            part_bytes=ByteCount(upload.part_bytes) if upload.part_bytes else None,
            part_count=len(part_sizes(upload)) if upload.part_bytes else None,
            expires_at=upload.expires_at,
        )


@strawberry.type(description="Leave to send one part.")
class SignedUploadPart:
    """PUT exactly `bytes` bytes to `url`."""

    part_number: int = strawberry.field(description="The first is 1.")
    url: URL = strawberry.field(description="Where to PUT the part.")
    headers: list[UploadField] = strawberry.field(
        description="The headers; browsers set Content-Length themselves."
    )
    bytes: ByteCount = strawberry.field(description="The exact size of the part.")
    expires_at: datetime = strawberry.field(description="Good until then; sign it again later.")

    @classmethod
    def of(cls, part: SignedPart) -> "SignedUploadPart":
        """The part as clients see it."""
        return cls(
            part_number=part.number,
            url=URL(part.ticket.url),
            headers=UploadField.all_of(part.ticket.headers),
            bytes=ByteCount(part.bytes),
            expires_at=part.expires_at,
        )


@strawberry.type(description="A part that is there, whole.")
class UploadPart:
    """A part in the store."""

    part_number: int = strawberry.field(description="The first is 1.")
    bytes: ByteCount = strawberry.field(description="Its size.")


@strawberry.type(description="An upload in parts, and which of them are there.")
class UploadParts:
    """What a client needs to go on after a break."""

    upload_id: strawberry.ID = strawberry.field(description="The upload.")
    image_id: strawberry.ID = strawberry.field(
        description="Its image; an archive has none, and its id leads to nothing."
    )
    bytes: ByteCount = strawberry.field(description="The size of the whole file.")
    part_bytes: ByteCount = strawberry.field(
        description="The size of each part, a smaller last one aside."
    )
    part_count: int = strawberry.field(description="How many parts there are.")
    parts: list[UploadPart] = strawberry.field(description="Those that are there, in order.")
    missing: list[int] = strawberry.field(description="The numbers of those that are not.")
    expires_at: datetime = strawberry.field(
        description="The upload must be sent and completed by then."
    )

    @classmethod
    def of(cls, found: Parts) -> "UploadParts":
        """The parts as clients see them."""
        upload = found.upload
        there = [UploadPart(part_number=p.number, bytes=ByteCount(p.length)) for p in found.there]
        return cls(
            upload_id=strawberry.ID(global_id("Upload", upload.id)),
            image_id=strawberry.ID(global_id("Image", upload.image_id)),
            bytes=ByteCount(upload.bytes),
            part_bytes=ByteCount(upload.part_bytes or 0),
            part_count=len(found.sizes),
            parts=there,
            missing=found.missing,
            expires_at=upload.expires_at,
        )
