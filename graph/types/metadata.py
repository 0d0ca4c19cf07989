"""What a picture says of itself."""

from dataclasses import fields
from datetime import datetime

import strawberry

from documents.pages import Raw


@strawberry.type(
    description="What was read from the file's EXIF, IPTC and XMP; null is: it does not say."
)
class ImageMetadata:
    """The canonical record, as extracted. Edits are in the image's own fields."""

    title: str | None = strawberry.field(description="The title in the file.")
    description: str | None = strawberry.field(description="The caption in the file.")
    keywords: list[str] | None = strawberry.field(description="The keywords in the file.")
    creators: list[str] | None = strawberry.field(description="Who made the picture.")
    copyright_notice: str | None = strawberry.field(description="The copyright line.")
    credit: str | None = strawberry.field(description="The credit line.")
    captured_at: datetime | None = strawberry.field(
        description="When it was taken; only where the offset from UTC is known."
    )
    captured_at_local: str | None = strawberry.field(
        description="The camera's clock when it was taken, ISO 8601 without offset."
    )
    captured_at_offset: str | None = strawberry.field(
        description="The camera's offset from UTC, such as +02:00."
    )
    latitude: float | None = strawberry.field(description="WGS 84 degrees, south negative.")
    longitude: float | None = strawberry.field(description="WGS 84 degrees, west negative.")
    altitude: float | None = strawberry.field(description="Metres above the sea.")
    camera_make: str | None = strawberry.field(description="The maker of the camera.")
    camera_model: str | None = strawberry.field(description="The model of the camera.")
    lens_model: str | None = strawberry.field(description="The lens.")
    exposure_time: float | None = strawberry.field(description="In seconds.")
    f_number: float | None = strawberry.field(description="The aperture.")
    focal_length: float | None = strawberry.field(description="In millimetres.")
    iso: int | None = strawberry.field(description="The sensitivity.")
    software: str | None = strawberry.field(description="What wrote the file.")

    @classmethod
    def of(cls, raw: Raw) -> "ImageMetadata":
        """The record of a stored one."""
        return cls(**{field.name: raw.get(field.name) for field in fields(cls)})
