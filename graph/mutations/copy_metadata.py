"""copyMetadata: the same words for other pictures."""

from enum import Enum

import strawberry

from actions.metadata import states
from actions.metadata.values import FIELDS
from actions.readiness.judging import judge_changed
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id, object_ids
from graph.payloads import mutation, no_errors, refused
from graph.types.enums import ErrorPolicy
from graph.types.image import Image

MetadataField = Enum("MetadataField", {name.upper(): name for name in FIELDS})  # type: ignore[misc]
strawberry.enum(
    MetadataField,
    description=(
        "A field of the metadata that people may edit. CAPTURED_AT has its offset with it, "
        "LOCATION latitude, longitude and altitude."
    ),
)


@strawberry.input(description="From which picture to which, and what.")
class CopyMetadataInput:
    """One to many."""

    from_: strawberry.ID = strawberry.field(name="from", description="The image to copy from.")
    to: list[strawberry.ID] = strawberry.field(description="The images to copy to, at most 250.")
    fields: list[MetadataField] = strawberry.field(
        description="What to copy; a field that is empty there is cleared here."
    )
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of it.")
class CopyMetadataPayload:
    """The changed images."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="The changed ones, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(CopyMetadataPayload)
async def copy_metadata(info: Info, input: CopyMetadataInput) -> CopyMetadataPayload:
    """Give pictures the present values of another one's fields, as edits with a history.

    Needs the role IMPORTER.
    """
    outcome = await states.copy(
        info.context.viewer,
        object_id("Image", input.from_, ["from"]),
        object_ids("Image", input.to, "to"),
        [field.value for field in input.fields],
        policy=input.error_policy,
    )
    await judge_changed([image.id for image in outcome.done], info.context.house.channels)
    return CopyMetadataPayload(
        images=Image.of_all(outcome.done, info.context.house),
        user_errors=refused("to", outcome.refused),
    )
