"""Where a picture was taken, if what it says about that can be true."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isclose

from processing.metadata.numbers import between, number, positive

# "33,51.4N" and "33,51,24N", as XMP writes positions.
WRITTEN = re.compile(
    r"(\d+(?:\.\d+)?),(\d+(?:\.\d+)?)(?:,(\d+(?:\.\d+)?))?\s*([NSEW])", re.IGNORECASE
)
HIGHEST = 100_000.0
COMPUTED = ("Latitude", "Longitude", "Altitude")


@dataclass(frozen=True, slots=True)
class Place:
    """A position in degrees, and what was measured with it."""

    latitude: float
    longitude: float
    altitude: float | None = None
    direction: float | None = None
    accuracy: float | None = None


def exif_place(tags: Mapping[str, object]) -> Place | None:
    """The place from the GPS directory; without a hemisphere there is no place.

    Of two such directories in one file, the last one's.
    """
    tags = _of_one_block(tags)
    latitude = _signed(tags.get("GPS:GPSLatitude"), tags.get("GPS:GPSLatitudeRef"), "NS")
    longitude = _signed(tags.get("GPS:GPSLongitude"), tags.get("GPS:GPSLongitudeRef"), "EW")
    return _place(latitude, longitude, tags, "GPS:")


def _of_one_block(tags: Mapping[str, object]) -> Mapping[str, object]:
    """Without numbers of one block beside letters of another, which ExifTool lists so.

    What it computes itself is of one block.
    """
    computed = {name: number(tags.get(f"Composite:GPS{name}")) for name in COMPUTED}
    if all(_same(computed[name], tags.get(f"GPS:GPS{name}")) for name in ("Latitude", "Longitude")):
        return tags
    sizes = {f"GPS:GPS{name}": abs(size) for name, size in computed.items() if size is not None}
    return {**tags, **sizes}


def _same(computed: float | None, said: object) -> bool:
    value = _degrees(said)
    return computed is None or value is None or isclose(abs(computed), abs(value), abs_tol=1e-6)


def xmp_place(tags: Mapping[str, object]) -> Place | None:
    """The place from XMP, whose degrees carry their own sign or letter."""
    latitude = _degrees(tags.get("XMP-exif:GPSLatitude"))
    longitude = _degrees(tags.get("XMP-exif:GPSLongitude"))
    return _place(latitude, longitude, tags, "XMP-exif:")


def _place(
    latitude: float | None, longitude: float | None, tags: Mapping[str, object], group: str
) -> Place | None:
    if latitude is None or longitude is None or not _possible(latitude, longitude):
        return None
    return Place(
        latitude=latitude,
        longitude=longitude,
        altitude=_altitude(tags.get(f"{group}GPSAltitude"), tags.get(f"{group}GPSAltitudeRef")),
        direction=between(0, 360)(tags.get(f"{group}GPSImgDirection")),
        accuracy=positive(tags.get(f"{group}GPSHPositioningError")),
    )


def _possible(latitude: float, longitude: float) -> bool:
    # Receivers without a fix write zeros.
    return abs(latitude) <= 90 and abs(longitude) <= 180 and (latitude, longitude) != (0, 0)


def _signed(value: object, ref: object, letters: str) -> float | None:
    degrees = _degrees(value)
    letter = str(ref or "").strip(" \0").upper()[:1]
    if degrees is None or (degrees >= 0 and letter not in tuple(letters)):
        return None
    return -abs(degrees) if letter == letters[1] or degrees < 0 else degrees


def _degrees(value: object) -> float | None:
    match = WRITTEN.fullmatch(str(value).strip())
    if match is None:
        return _alone(value)
    degrees, minutes, seconds = (float(part or 0) for part in match.groups()[:3])
    size = degrees + minutes / 60 + seconds / 3600
    return -size if match[4].upper() in "SW" else size


def _alone(value: object) -> float | None:
    # "33 deg" and "33 51 24" are not degrees but the beginning of something else.
    return number(value) if len(str(value).split()) == 1 else None


def _altitude(value: object, ref: object) -> float | None:
    metres = between(-HIGHEST, HIGHEST)(value)
    below = str(ref if ref is not None else "").strip(" \0") == "1"
    return -abs(metres) if metres is not None and below else metres
