"""Writing times and places, which take several tags each, and removing places from everywhere."""

import re
from collections.abc import Mapping

from processing.metadata.targets import REMOVED, Values, Written

PLACE_NAMES = ("sublocation", "city", "state", "country", "country_code")
POSITION = ("latitude", "longitude", "altitude")
# All that is known of where a picture was taken.
PLACE = (*POSITION, "gps_timestamp", "gps_direction", "gps_accuracy", *PLACE_NAMES)

# No values in these, so they may be arguments.
POSITION_REMOVED = (
    "-GPS:all=",
    "-XMP-exif:GPS*=",
    "-XMP-iptcExt:LocationCreated=",
    "-XMP-iptcExt:LocationShown=",
    "-QuickTime:GPSCoordinates=",
    "-Keys:GPSCoordinates=",
)
MAKER_NOTES_REMOVED = "-MakerNotes:all="
# Pictures behind the first one of a JPEG have an EXIF of their own, which ExifTool cannot write.
OTHERS_REMOVED = ("-MPF:all=", "-trailer:all=")
TELLS_POSITION = re.compile(r":(GPS(?!VersionID)|LocationCreated|LocationShown)", re.IGNORECASE)
LOCAL = re.compile(r"(\d{4}(?:-\d\d){0,2})(?:T(\d\d:\d\d:\d\d)(?:\.(\d+))?)?")


def tells_position(tags: Mapping[str, object]) -> list[str]:
    """The tags, maker notes' too, that tell where a picture was taken."""
    computed = "Composite:"
    return [key for key in tags if TELLS_POSITION.search(key) and not key.startswith(computed)]


def xmp_alone(tags: Mapping[str, object]) -> bool:
    """Whether such files have no EXIF."""
    return tags.get("File:FileType") == "GIF"


def time_tags(values: Values) -> Written:
    """The tags of the time of capture, where that is to be written."""
    if "captured_at_local" not in values:
        return {}
    local = LOCAL.fullmatch(str(values["captured_at_local"] or ""))
    date, time, fraction = local.groups() if local else (None, None, None)
    offset = values.get("captured_at_offset") if time else None
    return _time_tags(date and date.replace("-", ":"), time, fraction, offset)


def _time_tags(date: str | None, time: str | None, fraction: str | None, offset: object) -> Written:
    # EXIF and IPTC know whole days only; "2004-06" fits into XMP alone.
    day = date if date and len(date) == 10 else None
    clock = f"{date} {time}" if day and time else None
    exact = f"{clock}{f'.{fraction}' if fraction else ''}{offset or ''}" if clock else date
    return {
        "ExifIFD:DateTimeOriginal": _or_removed(clock),
        "ExifIFD:SubSecTimeOriginal": _or_removed(clock and fraction),
        "ExifIFD:OffsetTimeOriginal": _or_removed(clock and offset),
        "XMP-photoshop:DateCreated": _or_removed(exact),
        "IPTC:DateCreated": _or_removed(day),
        # It cannot be written without an offset.
        "IPTC:TimeCreated": _or_removed(f"{time}{offset}" if clock and offset else None),
    }


def position_tags(values: Values, tags: Mapping[str, object]) -> Written:
    """The tags of a position or an altitude that is to be written."""
    written: Written = {}
    if _number(values.get("latitude")) and _number(values.get("longitude")):
        written |= _coordinate("Latitude", values["latitude"], "NS", tags)
        written |= _coordinate("Longitude", values["longitude"], "EW", tags)
        # Measured at another place.
        for stale in ("GPSDateStamp", "GPSTimeStamp", "GPSHPositioningError"):
            written |= {
                key: REMOVED for key in (f"GPS:{stale}", f"XMP-exif:{stale}") if key in tags
            }
    if "altitude" in values:
        written |= _altitude(values["altitude"], tags)
    if any(value != REMOVED for value in written.values()):
        written["GPS:GPSVersionID"] = "2 3 0 0"
    return written


def _coordinate(name: str, degrees: object, letters: str, tags: Mapping[str, object]) -> Written:
    value = float(str(degrees))
    written: Written = {
        f"GPS:GPS{name}": abs(value),
        f"GPS:GPS{name}Ref": letters[1] if value < 0 else letters[0],
    }
    if f"XMP-exif:GPS{name}" in tags or xmp_alone(tags):
        written[f"XMP-exif:GPS{name}"] = value
    return written


def _altitude(metres: object, tags: Mapping[str, object]) -> Written:
    below = _number(metres) and float(str(metres)) < 0
    size = abs(float(str(metres))) if _number(metres) else REMOVED
    ref: object = REMOVED if size == REMOVED else int(below)
    written: Written = {"GPS:GPSAltitude": size, "GPS:GPSAltitudeRef": ref}
    if "XMP-exif:GPSAltitude" in tags or xmp_alone(tags):
        written |= {"XMP-exif:GPSAltitude": size, "XMP-exif:GPSAltitudeRef": ref}
    return written


def _number(value: object) -> bool:
    return isinstance(value, int | float)


def _or_removed(value: object) -> object:
    return value or REMOVED
