"""The table of canonical fields: for each, where it may stand, best first."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from processing.metadata.dates import Clock
from processing.metadata.numbers import (
    color_space,
    count,
    fired,
    iso,
    number,
    positive,
    rating,
    truth,
    whole,
)
from processing.metadata.texts import (
    address,
    caption,
    country_code,
    keywords,
    line,
    names,
    split_keywords,
    text,
)

Read = Callable[[object], object]


@dataclass(frozen=True, slots=True)
class Either:
    """XMP, else IPTC; the other way round when an old tool has changed IPTC behind XMP's back."""

    xmp: str
    iptc: str


@dataclass(frozen=True, slots=True)
class As:
    """A tag that needs a reader of its own."""

    tag: str
    read: Read


Source = str | Either | As


@dataclass(frozen=True, slots=True)
class Field:
    """One canonical field: how its values are read, and where they stand."""

    name: str
    read: Read
    sources: tuple[Source, ...]

    def places(self, *, iptc_first: bool) -> Iterator[tuple[str, Read]]:
        """The tags to look at, in order, each with its reader."""
        for source in self.sources:
            if isinstance(source, As):
                yield source.tag, source.read
            elif isinstance(source, Either):
                pair = (source.xmp, source.iptc)
                yield from ((tag, self.read) for tag in (pair[::-1] if iptc_first else pair))
            else:
                yield source, self.read


def dc(name: str, iptc: str) -> Either:
    """Dublin Core or IPTC."""
    return Either(f"XMP-dc:{name}", f"IPTC:{iptc}")


def ps(name: str, iptc: str) -> Either:
    """Photoshop's XMP or IPTC."""
    return Either(f"XMP-photoshop:{name}", f"IPTC:{iptc}")


FIELDS: tuple[Field, ...] = (
    Field("title", caption, (dc("Title", "ObjectName"), "IFD0:XPTitle", "PNG:Title")),
    Field("headline", text, (ps("Headline", "Headline"),)),
    Field(
        "description",
        caption,
        (
            "IFD0:ImageDescription",
            dc("Description", "Caption-Abstract"),
            "ExifIFD:UserComment",
            "IFD0:XPComment",
            "PNG:Description",
        ),
    ),
    Field("alt_text", text, ("XMP-iptcCore:AltTextAccessibility",)),
    Field("extended_description", text, ("XMP-iptcCore:ExtDescrAccessibility",)),
    Field(
        "creators",
        # XMP and IPTC are lists, so a semicolon in them is part of a name.
        keywords,
        (
            As("IFD0:Artist", names),
            dc("Creator", "By-line"),
            As("IFD0:XPAuthor", names),
            As("PNG:Author", names),
        ),
    ),
    Field(
        "copyright_notice",
        line,
        ("IFD0:Copyright", dc("Rights", "CopyrightNotice"), "PNG:Copyright"),
    ),
    Field("credit", line, (ps("Credit", "Credit"),)),
    Field("source", line, (ps("Source", "Source"),)),
    Field("usage_terms", text, ("XMP-xmpRights:UsageTerms",)),
    Field("license_url", address, ("XMP-xmpRights:WebStatement",)),
    Field("copyrighted", truth, ("XMP-xmpRights:Marked",)),
    Field("digital_source_type", address, ("XMP-iptcExt:DigitalSourceType",)),
    Field(
        "keywords",
        keywords,
        (dc("Subject", "Keywords"), As("IFD0:XPKeywords", split_keywords)),
    ),
    Field("rating", rating, ("XMP-xmp:Rating", "IFD0:Rating")),
    Field("sublocation", line, (Either("XMP-iptcCore:Location", "IPTC:Sub-location"),)),
    Field("city", line, (ps("City", "City"),)),
    Field("state", line, (ps("State", "Province-State"),)),
    Field("country", line, (ps("Country", "Country-PrimaryLocationName"),)),
    Field(
        "country_code",
        country_code,
        (Either("XMP-iptcCore:CountryCode", "IPTC:Country-PrimaryLocationCode"),),
    ),
    Field("camera_make", line, ("IFD0:Make", "XMP-tiff:Make")),
    Field("camera_model", line, ("IFD0:Model", "XMP-tiff:Model")),
    Field("lens_make", line, ("ExifIFD:LensMake", "XMP-exifEX:LensMake")),
    Field("lens_model", line, ("ExifIFD:LensModel", "XMP-exifEX:LensModel", "XMP-aux:Lens")),
    Field("software", line, ("IFD0:Software", "XMP-xmp:CreatorTool", "PNG:Software")),
    Field("exposure_time", positive, ("ExifIFD:ExposureTime",)),
    Field("f_number", positive, ("ExifIFD:FNumber",)),
    Field("focal_length", positive, ("ExifIFD:FocalLength",)),
    Field("focal_length_35mm", count, ("ExifIFD:FocalLengthIn35mmFormat",)),
    Field("iso", iso, ("ExifIFD:ISO", "ExifIFD:RecommendedExposureIndex")),
    Field("flash_fired", fired, ("ExifIFD:Flash",)),
    Field("exposure_bias", number, ("ExifIFD:ExposureCompensation",)),
    Field("metering_mode", whole, ("ExifIFD:MeteringMode",)),
    Field("color_space", color_space, ("ExifIFD:ColorSpace",)),
)

EXIF_CAPTURED = Clock(
    "ExifIFD:DateTimeOriginal",
    fraction="ExifIFD:SubSecTimeOriginal",
    offset="ExifIFD:OffsetTimeOriginal",
)
EXIF_DIGITIZED = Clock(
    "ExifIFD:CreateDate",
    fraction="ExifIFD:SubSecTimeDigitized",
    offset="ExifIFD:OffsetTimeDigitized",
)
EXIF_MODIFIED = Clock("IFD0:ModifyDate", fraction="ExifIFD:SubSecTime", offset="ExifIFD:OffsetTime")
XMP_CREATED = Clock("XMP-photoshop:DateCreated")
IPTC_CREATED = Clock("IPTC:DateCreated", time="IPTC:TimeCreated")


def clocks(*, iptc_first: bool) -> Mapping[str, tuple[Clock, ...]]:
    """For each canonical time, the clocks that may tell it, best first."""
    created = (IPTC_CREATED, XMP_CREATED) if iptc_first else (XMP_CREATED, IPTC_CREATED)
    digitized = (EXIF_DIGITIZED, Clock("XMP-xmp:CreateDate"))
    return {
        "captured_at": (EXIF_CAPTURED, *created, Clock("XMP-exif:DateTimeOriginal"), *digitized),
        "digitized_at": digitized,
        "modified_at": (EXIF_MODIFIED, Clock("XMP-xmp:ModifyDate")),
    }
