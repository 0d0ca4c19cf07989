"""signUploadParts: leave to send parts of a large file."""

import strawberry

from actions.uploading import tickets
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors
from graph.types.direct_upload import SignedUploadPart


@strawberry.input(description="Which parts of which upload.")
class SignUploadPartsInput:
    """At most 250 parts."""

    upload_id: strawberry.ID = strawberry.field(description="An upload by MULTIPART.")
    part_numbers: list[int] = strawberry.field(
        description="The parts, from 1 to `partCount`; at most 250 in a call."
    )


@strawberry.type(description="What came of signing parts.")
class SignUploadPartsPayload:
    """The parts, signed."""

    parts: list[SignedUploadPart] = strawberry.field(
        default_factory=list, description="In the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(SignUploadPartsPayload)
async def sign_upload_parts(info: Info, input: SignUploadPartsInput) -> SignUploadPartsPayload:
    """Sign parts of an upload, again and again as needed, until it is completed or expires.

    Needs the role IMPORTER.
    """
    signed = await tickets.sign_parts(
        info.context.viewer,
        object_id("Upload", input.upload_id, ["uploadId"]),
        input.part_numbers,
        links=info.context.house.upload_links,
    )
    return SignUploadPartsPayload(parts=[SignedUploadPart.of(part) for part in signed])
