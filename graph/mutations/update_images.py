"""updateImages: what people write about many pictures."""

from typing import Any

import strawberry

from actions.metadata import editing
from actions.metadata.editing import Edit
from actions.metadata.values import FIELDS
from actions.readiness.judging import judge_changed
from graph.context import Info
from graph.errors import UserError
from graph.ids import object_id
from graph.payloads import mutation, no_errors, refused_fields
from graph.sent import sent
from graph.types.custom_field import CustomFieldValueInput, all_given
from graph.types.enums import ErrorPolicy
from graph.types.image import Image


@strawberry.input(description="An alternative text in one language.")
class AltTextInput:
    """A text and its language."""

    locale: str = strawberry.field(description="Such as en or pt-BR; each at most once.")
    text: str = strawberry.field(description="At most 512 characters; an empty one is left out.")


@strawberry.input(description="When a picture was taken.")
class CaptureTimeInput:
    """A local clock, and its offset if that is known."""

    local: str = strawberry.field(
        description="ISO 8601 without offset, as precise as you know: 2024-06, 2024-06-01T10:11:12."
    )
    offset: str | None = strawberry.field(
        default=None, description="The clock's offset from UTC, such as +02:00; unknown if null."
    )


@strawberry.input(description="Where a picture was taken, WGS 84.")
class LocationInput:
    """A position."""

    latitude: float = strawberry.field(description="Degrees, -90 to 90, south negative.")
    longitude: float = strawberry.field(description="Degrees, -180 to 180, west negative.")
    altitude: float | None = strawberry.field(
        default=None, description="Metres above the sea, at most 100,000; unknown if null."
    )


def _text(limit: str, what: str = "") -> Any:
    return strawberry.field(description=f"{what}At most {limit} characters.")


@strawberry.input(description="What people may say of a picture.")
class SaidFields:
    """The fields of the metadata that can be edited."""

    title: strawberry.Maybe[str | None] = _text("256")
    headline: strawberry.Maybe[str | None] = _text("256")
    description: strawberry.Maybe[str | None] = _text("5,000")
    alt_text: strawberry.Maybe[str | None] = _text("512", "For whatever language. ")
    alt_texts: strawberry.Maybe[list[AltTextInput] | None] = strawberry.field(
        description="All of them, at most 30; they replace those that are there."
    )
    decorative: strawberry.Maybe[bool | None] = strawberry.field(
        description="Whether it only decorates, so that it needs no alternative text."
    )
    extended_description: strawberry.Maybe[str | None] = _text("5,000")
    creators: strawberry.Maybe[list[str] | None] = strawberry.field(
        description="At most 20 of 200 characters; a semicolon separates two."
    )
    copyright_notice: strawberry.Maybe[str | None] = _text("500")
    credit: strawberry.Maybe[str | None] = _text("256")
    source: strawberry.Maybe[str | None] = _text("256")
    usage_terms: strawberry.Maybe[str | None] = _text("5,000")
    license_url: strawberry.Maybe[str | None] = _text("2,000", "With http:// or https://. ")
    copyrighted: strawberry.Maybe[bool | None] = strawberry.field(
        description="Whether it is protected; false is: in the public domain."
    )
    digital_source_type: strawberry.Maybe[str | None] = strawberry.field(
        description="A term of IPTC's vocabulary, such as trainedAlgorithmicMedia, or its address."
    )
    keywords: strawberry.Maybe[list[str] | None] = strawberry.field(
        description="At most 100 of 64 characters; doubles and blanks are dropped."
    )
    rating: strawberry.Maybe[int | None] = strawberry.field(
        description="1 to 5, or -1 for rejected; 0 clears it."
    )
    captured_at: strawberry.Maybe[CaptureTimeInput | None] = strawberry.field(
        description="When it was taken."
    )
    location: strawberry.Maybe[LocationInput | None] = strawberry.field(
        description="Where it was taken; to forget it everywhere there is `removeLocation`."
    )
    sublocation: strawberry.Maybe[str | None] = _text("256")
    city: strawberry.Maybe[str | None] = _text("256")
    state: strawberry.Maybe[str | None] = _text("256")
    country: strawberry.Maybe[str | None] = _text("256")
    country_code: strawberry.Maybe[str | None] = strawberry.field(
        description="Two or three letters of ISO 3166."
    )

    def changes(self) -> dict[str, object]:
        """Those that were sent, as the action takes them."""
        return {name: _plain(value) for name, value in sent(self, FIELDS).items()}


@strawberry.input(
    description=(
        "One picture and what to change of it. Not sent: stays; null: cleared, in later "
        "downloads too."
    )
)
class UpdateImagesItemInput(SaidFields):
    """The image, the version that the caller saw, and the changes."""

    id: strawberry.ID = strawberry.field(description="The image.")
    expected_version: int = strawberry.field(
        description="The `version` that you read; CONFLICT if somebody changed it since."
    )
    product_code: strawberry.Maybe[str | None] = strawberry.field(
        description="The SKU that it shows, at most 64 characters; a new one makes its product."
    )
    product_name: strawberry.Maybe[str | None] = strawberry.field(
        description=(
            "Renames the product, for all of its images; at most 256 characters. Of several "
            "names for one product the last stands."
        )
    )

    custom_fields: list[CustomFieldValueInput] | None = strawberry.field(
        default=None,
        description="Values of the house's own fields, each key once; those not named stay.",
    )

    def edit(self, place: int) -> Edit:
        """The same as the action takes it."""
        id = object_id("Image", self.id, ["images", place, "id"])
        return Edit(
            id,
            self.changes(),
            self.expected_version,
            custom=all_given(self.custom_fields),
            product=self._product(),
        )

    def _product(self) -> dict[str, str | None]:
        said = {"product_code": self.product_code, "product_name": self.product_name}
        return {name: some.value for name, some in said.items() if some is not None}


@strawberry.input(description="What to change of which pictures.")
class UpdateImagesInput:
    """At most 250."""

    images: list[UpdateImagesItemInput] = strawberry.field(description="At most 250, each once.")
    error_policy: ErrorPolicy = strawberry.field(
        default=ErrorPolicy.CONTINUE, description="ABORT does all or none."
    )


@strawberry.type(description="What came of it.")
class UpdateImagesPayload:
    """The changed images."""

    images: list[Image] = strawberry.field(
        default_factory=list, description="The changed ones, in the order of the input."
    )
    user_errors: list[UserError] = no_errors()


@mutation(UpdateImagesPayload)
async def update_images(info: Info, input: UpdateImagesInput) -> UpdateImagesPayload:
    """Edit metadata and products of many pictures, in one transaction and with a history of each.

    An error's path names the image's place and the field. Needs the role IMPORTER.
    """
    edits = [item.edit(place) for place, item in enumerate(input.images)]
    outcome = await editing.update(info.context.viewer, edits, policy=input.error_policy)
    await judge_changed([image.id for image in outcome.done], info.context.house.channels)
    return UpdateImagesPayload(
        images=Image.of_all(outcome.done, info.context.house),
        user_errors=refused_fields("images", outcome.refused),
    )


def _plain(value: object) -> object:
    if isinstance(value, list):
        return [_plain(one) for one in value]
    if isinstance(value, AltTextInput | CaptureTimeInput | LocationInput):
        return strawberry.asdict(value)
    return value
