"""From ExifTool's tags and the decoder's facts to one record."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from processing.facts import Facts
from processing.metadata.dates import Clock, Moment, inferred, moment, satellite_time
from processing.metadata.fields import FIELDS, Field, clocks
from processing.metadata.places import Place, exif_place, xmp_place
from processing.metadata.record import Metadata

Origin = Literal["EXIF", "IPTC", "XMP", "PNG", "FILE"]
Tags = Mapping[str, object]
Found = dict[str, tuple[Any, Origin]]

EXIF_GROUPS = frozenset({"IFD0", "ExifIFD", "GPS", "InteropIFD"})


class Canonical(NamedTuple):
    """The record, and for each field that is set, which standard it came from."""

    metadata: Metadata
    sources: dict[str, Origin]


def canonical(tags: Tags, facts: Facts) -> Canonical:
    """Reconcile what the standards say; EXIF before XMP before IPTC, as tools agree to do."""
    iptc_first = iptc_is_newer(tags)
    found: Found = {}
    for field in FIELDS:
        found |= _field(field, tags, iptc_first=iptc_first)
    for name, alternatives in clocks(iptc_first=iptc_first).items():
        found |= _time(name, alternatives, tags)
    found |= _position(tags)
    found |= _inferred(found)
    found |= _file(tags, facts)
    return Canonical(
        Metadata(**{name: value for name, (value, _) in found.items()}),
        {name: origin for name, (_, origin) in found.items()},
    )


def iptc_is_newer(tags: Tags) -> bool:
    """Whether an old tool has changed IPTC behind XMP's back."""
    kept, current = tags.get("Photoshop:IPTCDigest"), tags.get("File:CurrentIPTCDigest")
    return bool(kept and current and kept != current)


def _origin(tag: str) -> Origin:
    group = tag.partition(":")[0]
    if group in EXIF_GROUPS:
        return "EXIF"
    if group.startswith("XMP"):
        return "XMP"
    if group == "IPTC":
        return "IPTC"
    return "PNG" if group == "PNG" else "FILE"


def _field(field: Field, tags: Tags, *, iptc_first: bool) -> Found:
    for tag, read in field.places(iptc_first=iptc_first):
        if tag in tags and (value := read(tags[tag])) is not None:
            return {field.name: (value, _origin(tag))}
    return {}


def _time(name: str, alternatives: tuple[Clock, ...], tags: Tags) -> Found:
    for clock in alternatives:
        if found := clock.read(tags):
            return _told(name, found, _origin(clock.stamp))
    return {}


def _told(name: str, found: Moment, origin: Origin) -> Found:
    values = {
        name: found.instant,
        f"{name}_offset": found.offset_text,
        f"{name}_local": found.local,
        # Only the time of capture says in the record itself where it came from.
        **({f"{name}_source": origin} if name == "captured_at" else {}),
    }
    return {key: (value, origin) for key, value in values.items() if value is not None}


def _position(tags: Tags) -> Found:
    found: Found = {}
    if place := exif_place(tags):
        found |= _whereabouts(place, "EXIF")
    elif place := xmp_place(tags):
        found |= _whereabouts(place, "XMP")
    if when := satellite_time(tags.get("GPS:GPSDateStamp"), tags.get("GPS:GPSTimeStamp")):
        found["gps_timestamp"] = (when, "EXIF")
    return found


def _whereabouts(place: Place, origin: Origin) -> Found:
    values = {
        "latitude": place.latitude,
        "longitude": place.longitude,
        "altitude": place.altitude,
        "gps_direction": place.direction,
        "gps_accuracy": place.accuracy,
    }
    return {key: (value, origin) for key, value in values.items() if value is not None}


def _inferred(found: Found) -> Found:
    if "captured_at" in found or "captured_at_local" not in found or "gps_timestamp" not in found:
        return {}
    local, origin = found["captured_at_local"]
    guess = inferred(_clock(local), found["gps_timestamp"][0])
    if guess is None:
        return {}
    return _told("captured_at", guess, origin) | {"captured_at_source": ("GPS_INFERRED", origin)}


def _clock(local: str) -> Moment:
    return moment(local) or Moment(local)


def _file(tags: Tags, facts: Facts) -> Found:
    values = {
        "orientation": facts.orientation,
        "width": facts.width,
        "height": facts.height,
        "stored_width": facts.stored_width,
        "stored_height": facts.stored_height,
        "color_profile": facts.color_profile or tags.get("ICC_Profile:ProfileDescription"),
        "bits_per_sample": facts.bits_per_sample,
        "color_model": facts.color_model,
        "has_alpha": facts.has_alpha,
        "frames": facts.frames,
    }
    return {key: (value, "FILE") for key, value in values.items() if value is not None}
