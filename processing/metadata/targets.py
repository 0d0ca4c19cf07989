"""Where each canonical field is written: XMP always, EXIF where it has it, IPTC where that is."""

from collections.abc import Mapping
from dataclasses import dataclass

from processing.metadata.fields import FIELDS, Either

Values = Mapping[str, object]
Written = dict[str, object]
# What ExifTool's JSON understands as "remove the tag".
REMOVED: list[object] = []


@dataclass(frozen=True, slots=True)
class Target:
    """The tags of one field; an IPTC text holds so many bytes of UTF-8."""

    xmp: str
    exif: str | None = None
    iptc: str | None = None
    iptc_bytes: int = 0


def _ps(name: str, iptc: str, size: int) -> Target:
    return Target(f"XMP-photoshop:{name}", None, f"IPTC:{iptc}", size)


TARGETS: Mapping[str, Target] = {
    "title": Target("XMP-dc:Title", None, "IPTC:ObjectName", 64),
    "headline": _ps("Headline", "Headline", 256),
    "description": Target(
        "XMP-dc:Description", "IFD0:ImageDescription", "IPTC:Caption-Abstract", 2000
    ),
    "alt_text": Target("XMP-iptcCore:AltTextAccessibility"),
    "extended_description": Target("XMP-iptcCore:ExtDescrAccessibility"),
    "creators": Target("XMP-dc:Creator", "IFD0:Artist", "IPTC:By-line", 32),
    "copyright_notice": Target("XMP-dc:Rights", "IFD0:Copyright", "IPTC:CopyrightNotice", 128),
    "credit": _ps("Credit", "Credit", 32),
    "source": _ps("Source", "Source", 32),
    "usage_terms": Target("XMP-xmpRights:UsageTerms"),
    "license_url": Target("XMP-xmpRights:WebStatement"),
    "copyrighted": Target("XMP-xmpRights:Marked"),
    "digital_source_type": Target("XMP-iptcExt:DigitalSourceType"),
    "keywords": Target("XMP-dc:Subject", None, "IPTC:Keywords", 64),
    "rating": Target("XMP-xmp:Rating", "IFD0:Rating"),
    "sublocation": Target("XMP-iptcCore:Location", None, "IPTC:Sub-location", 32),
    "city": _ps("City", "City", 32),
    "state": _ps("State", "Province-State", 32),
    "country": _ps("Country", "Country-PrimaryLocationName", 64),
    "country_code": Target("XMP-iptcCore:CountryCode", None, "IPTC:Country-PrimaryLocationCode", 3),
}


def plain_tags(values: Values, tags: Mapping[str, object]) -> Written:
    """The tags of the fields that are texts, lists, marks and truths."""
    written: Written = {}
    for name, target in TARGETS.items():
        if name in values:
            written |= _field(name, target, values[name], tags)
    return written


def in_step(values: Values, tags: Mapping[str, object]) -> Written:
    """What IPTC says and XMP does not, for XMP: once written, both count as equally new."""
    behind: Written = {}
    for field in FIELDS:
        for source in field.sources:
            if not isinstance(source, Either) or field.name in values or source.iptc not in tags:
                continue
            if (value := field.read(tags[source.iptc])) is not None:
                behind[source.xmp] = value
    return behind


def cut(text: str, size: int) -> str:
    """As much of the text as `size` bytes of UTF-8 hold, in whole letters."""
    return text.encode()[:size].decode(errors="ignore")


def _field(name: str, target: Target, value: object, tags: Mapping[str, object]) -> Written:
    if value is None or value == []:
        return _cleared(name, target, tags)
    written: Written = {target.xmp: str(value) if isinstance(value, bool) else value}
    if target.exif:
        written[target.exif] = _for_exif(value)
    if target.iptc:
        written[target.iptc] = _for_iptc(value, target)
    return written


def _cleared(name: str, target: Target, tags: Mapping[str, object]) -> Written:
    """All places where the field may stand; else one that was hidden would come to light."""
    field = next(field for field in FIELDS if field.name == name)
    stands = (tag for tag, _ in field.places(iptc_first=False) if tag in tags)
    places = (target.xmp, target.exif, target.iptc, *stands)
    return {tag: REMOVED for tag in places if tag is not None}


def _for_exif(value: object) -> object:
    if isinstance(value, list):
        return "; ".join(value)
    # EXIF has no stars below zero.
    return REMOVED if isinstance(value, int) and value < 0 else value


def _for_iptc(value: object, target: Target) -> object:
    if isinstance(value, list):
        return [cut(str(one), target.iptc_bytes) for one in value]
    text = cut(str(value), target.iptc_bytes)
    # A country in IPTC has three letters, or none.
    return REMOVED if target.iptc_bytes == 3 and len(text) != 3 else text
