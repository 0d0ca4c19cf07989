"""What is known of a picture beyond its pixels."""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

import strawberry

from actions.metadata.values import camel
from documents.analyses import by_model, locale_by_model
from documents.pages import Raw


@strawberry.enum(description="Where a value of the metadata came from.")
class MetadataOrigin(Enum):
    """A standard, the decoder, a person, or a model whose suggestion a person accepted."""

    EXIF = "EXIF"
    IPTC = "IPTC"
    XMP = "XMP"
    PNG = "PNG"
    FILE = "FILE"
    EDITED = "EDITED"
    AI = "AI"


@strawberry.type(description="Where one field's value came from.")
class MetadataSource:
    """A field and its origin."""

    field: str = strawberry.field(description="The field's name, such as capturedAt.")
    origin: MetadataOrigin = strawberry.field(
        description="EDITED or AI where people wrote or accepted it; FILE is the decoder."
    )


@strawberry.type(description="What a picture shows, in one language.")
class AltText:
    """A text for those who cannot see it."""

    locale: str = strawberry.field(description="The language, such as en or pt-BR.")
    text: str = strawberry.field(description="At most 512 characters.")
    origin: MetadataOrigin = strawberry.field(
        description="EDITED where a person wrote it, AI where one accepted it from a model."
    )


def _told(description: str) -> Any:
    return strawberry.field(default=None, description=description)


@strawberry.type(
    description=(
        "What is known of a picture now: as edited, else as its EXIF, XMP and IPTC say, in the "
        "order of the Metadata Working Group; null is: nobody says."
    )
)
class ImageMetadata:
    """The canonical record with the edits over it. The file says what `sources` says it says."""

    title: str | None = _told("The title.")
    headline: str | None = _told("The headline.")
    description: str | None = _told("The caption.")
    alt_text: str | None = _told("For those who cannot see it, in whatever language.")
    decorative: bool | None = _told("Whether it only decorates, so that readers may skip it.")
    extended_description: str | None = _told("More than an alternative text can say.")
    keywords: list[str] | None = _told("The keywords.")
    creators: list[str] | None = _told("Who made the picture.")
    copyright_notice: str | None = _told("The copyright line.")
    credit: str | None = _told("The credit line.")
    source: str | None = _told("Who supplied it.")
    usage_terms: str | None = _told("How it may be used.")
    license_url: str | None = _told("Where its licence stands.")
    copyrighted: bool | None = _told("Whether it is protected; false is: in the public domain.")
    digital_source_type: str | None = _told(
        "How it was made, AI included: the address of a term of IPTC's vocabulary."
    )
    rating: int | None = _told("-1 is rejected, 1 to 5 are stars.")
    captured_at: datetime | None = _told(
        "When it was taken; only where the offset from UTC is known."
    )
    captured_at_local: str | None = _told(
        "The camera's clock when it was taken, ISO 8601 without offset."
    )
    captured_at_offset: str | None = _told("The camera's offset from UTC, such as +02:00.")
    captured_at_source: str | None = _told(
        "EXIF, XMP, IPTC or EDITED; GPS_INFERRED where the offset follows from satellites' time."
    )
    digitized_at: datetime | None = _told("When it was scanned; only with a known offset.")
    digitized_at_local: str | None = _told("The same on the local clock.")
    digitized_at_offset: str | None = _told("That clock's offset from UTC.")
    modified_at: datetime | None = _told("When a program changed it; only with a known offset.")
    modified_at_local: str | None = _told("The same on the local clock.")
    modified_at_offset: str | None = _told("That clock's offset from UTC.")
    latitude: float | None = _told("WGS 84 degrees, south negative.")
    longitude: float | None = _told("WGS 84 degrees, west negative.")
    altitude: float | None = _told("Metres above the sea.")
    gps_timestamp: datetime | None = _told("The satellites' time.")
    gps_direction: float | None = _told("Where the camera looked: degrees clockwise from north.")
    gps_accuracy: float | None = _told("How far off the position may be, in metres.")
    sublocation: str | None = _told("The place within the city.")
    city: str | None = _told("The city.")
    state: str | None = _told("The state or province.")
    country: str | None = _told("The country's name.")
    country_code: str | None = _told("The country, in two or three letters of ISO 3166.")
    camera_make: str | None = _told("The maker of the camera.")
    camera_model: str | None = _told("The model of the camera.")
    lens_make: str | None = _told("The maker of the lens.")
    lens_model: str | None = _told("The lens.")
    software: str | None = _told("What wrote the file.")
    exposure_time: float | None = _told("In seconds.")
    f_number: float | None = _told("The aperture.")
    focal_length: float | None = _told("In millimetres.")
    focal_length_35mm: int | None = strawberry.field(
        name="focalLength35mm",
        default=None,
        description="In millimetres, as on 35 mm film.",
    )
    iso: int | None = _told("The sensitivity.")
    flash_fired: bool | None = _told("Whether the flash fired.")
    exposure_bias: float | None = _told("In exposure values.")
    metering_mode: int | None = _told("As EXIF numbers them.")
    color_profile: str | None = _told("The name of the embedded ICC profile.")
    color_space: str | None = _told("SRGB, ADOBE_RGB or UNCALIBRATED, as the camera says.")
    color_model: str | None = _told("RGB, GRAY, CMYK, INDEXED or LAB.")
    bits_per_sample: int | None = _told("Bits of each channel.")
    has_alpha: bool | None = _told("Whether any pixel is see-through.")
    frames: int | None = _told("1, or more for what is animated.")
    stored_width: int | None = _told("In pixels, as they lie in the file.")
    stored_height: int | None = _told("In pixels, as they lie in the file.")
    alt_texts: list[AltText] = strawberry.field(
        default_factory=list, description="The alternative texts by language, as edited."
    )
    sources: list[MetadataSource] = strawberry.field(
        default_factory=list, description="For each field that has a value, where it came from."
    )

    @classmethod
    def of(
        cls, read: Raw, edits: Raw, origins: Mapping[str, str], ai_texts: Raw
    ) -> "ImageMetadata":
        """The record of what was read and edited."""
        known = {**read, **edits}
        texts = known.pop("alt_texts", None) or {}
        plain = {name: value for name, value in known.items() if name in PLAIN}
        told = {
            name: _by_whom(name, edits, ai_texts) if name in edits else origins.get(name)
            for name in plain
        }
        return cls(
            **plain,
            alt_texts=[_alt_text(locale, text, ai_texts) for locale, text in texts.items()],
            sources=[
                MetadataSource(field=camel(name), origin=MetadataOrigin(origin))
                for name, origin in told.items()
                if origin and plain[name] not in (None, [])
            ],
        )


def _by_whom(name: str, edits: Raw, ai_texts: Raw) -> str:
    return "AI" if by_model(name, edits, ai_texts) else "EDITED"


def _alt_text(locale: str, text: str, ai_texts: Raw) -> AltText:
    by_ai = locale_by_model(locale, text, ai_texts)
    origin = MetadataOrigin.AI if by_ai else MetadataOrigin.EDITED
    return AltText(locale=locale, text=text, origin=origin)


PLAIN = frozenset(
    field.python_name
    for field in strawberry.types.get_object_definition(ImageMetadata, strict=True).fields
) - {"alt_texts", "sources"}
