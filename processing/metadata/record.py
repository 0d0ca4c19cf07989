"""The canonical record, in plain values that JSON and a database can hold."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """Every field may be absent: None, or an empty list.

    Instants are aware and in UTC. A `…_local` time is ISO 8601 without an offset, as precise as
    the file is: "2004-06" stays "2004-06".
    """

    title: str | None = None
    headline: str | None = None
    description: str | None = None
    alt_text: str | None = None
    extended_description: str | None = None
    creators: list[str] = field(default_factory=list)
    copyright_notice: str | None = None
    credit: str | None = None
    source: str | None = None
    usage_terms: str | None = None
    license_url: str | None = None
    copyrighted: bool | None = None
    # IPTC's term for how it was made, AI included, as an address of its vocabulary.
    digital_source_type: str | None = None
    keywords: list[str] = field(default_factory=list)
    # -1 is rejected, 1 to 5 are stars; 0 means unrated and is None here.
    rating: int | None = None

    # The instant is known only if an offset is.
    captured_at: datetime | None = None
    captured_at_offset: str | None = None
    captured_at_local: str | None = None
    # EXIF, XMP, IPTC, or GPS_INFERRED when the offset was inferred from the satellites' time.
    captured_at_source: str | None = None
    digitized_at: datetime | None = None
    digitized_at_offset: str | None = None
    digitized_at_local: str | None = None
    modified_at: datetime | None = None
    modified_at_offset: str | None = None
    modified_at_local: str | None = None

    # Degrees in WGS 84, north and east positive; metres above sea level.
    latitude: float | None = None
    longitude: float | None = None
    altitude: float | None = None
    gps_timestamp: datetime | None = None
    # Degrees clockwise from north; metres.
    gps_direction: float | None = None
    gps_accuracy: float | None = None
    sublocation: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    country_code: str | None = None

    camera_make: str | None = None
    camera_model: str | None = None
    lens_make: str | None = None
    lens_model: str | None = None
    software: str | None = None
    # Seconds; millimetres; exposure values.
    exposure_time: float | None = None
    f_number: float | None = None
    focal_length: float | None = None
    focal_length_35mm: int | None = None
    iso: int | None = None
    flash_fired: bool | None = None
    exposure_bias: float | None = None
    metering_mode: int | None = None

    orientation: int = 1
    width: int | None = None
    height: int | None = None
    stored_width: int | None = None
    stored_height: int | None = None
    color_profile: str | None = None
    # SRGB, ADOBE_RGB or UNCALIBRATED, as the camera says; the profile has the last word.
    color_space: str | None = None
    bits_per_sample: int | None = None
    color_model: str | None = None
    has_alpha: bool | None = None
    frames: int | None = None
