"""What people may write into each field of the metadata, and how it is kept."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from actions.errors import Refused
from actions.metadata.times import captured
from actions.texts import TextTooLong, TooManyKeywords, cleaned, keywords

MOST_CREATORS, MOST_LOCALES = 20, 30
SOURCE_TYPES = "http://cv.iptc.org/newscodes/digitalsourcetype/"
LOCALE = re.compile(r"([a-zA-Z]{2,3})(?:-([a-zA-Z]{4}))?(?:-([a-zA-Z]{2}|\d{3}))?")
RATINGS = {-1, 1, 2, 3, 4, 5}

Kept = dict[str, object]
Read = Callable[[str, object], Kept]


class InvalidValue(Refused):
    """A value is not one that its field takes."""

    code = "INVALID_VALUE"

    def __init__(self, field: str, takes: str) -> None:
        super().__init__(f"{field} takes {takes}: send that, or null to clear it.")
        self.params, self.path = {"field": field, "takes": takes}, (camel(field),)


def kept(changes: Mapping[str, object]) -> Kept:
    """The changes as they are kept: tidy, each under the name of the canonical record.

    None and what is empty clears a field. Raises TextTooLong, TooManyKeywords, InvalidValue,
    each with the path of its field.
    """
    tidy: Kept = {}
    for field, value in changes.items():
        try:
            tidy |= FIELDS[field](field, value)
        except (TextTooLong, TooManyKeywords) as error:
            error.path = (camel(field),)
            raise
    return tidy


def camel(field: str) -> str:
    """The name that clients know a field by."""
    first, *others = field.split("_")
    return first + "".join(word.capitalize() for word in others)


def _text(field: str, value: object) -> Kept:
    return {field: cleaned(field, None if value is None else str(value))}


def _as_is(field: str, value: object) -> Kept:
    return {field: value}


def _keywords(field: str, value: object) -> Kept:
    return {field: keywords(list(value) if isinstance(value, list) else None)}


def _creators(field: str, value: object) -> Kept:
    given = value if isinstance(value, list) else []
    # EXIF keeps them in one text with semicolons between, so none can be within.
    parts = [part for one in given for part in str(one).split(";")]
    tidy = list(dict.fromkeys(name for part in parts if (name := cleaned("creator", part))))
    if len(tidy) > MOST_CREATORS:
        raise InvalidValue(field, f"at most {MOST_CREATORS} names")
    return {field: tidy}


def _rating(field: str, value: object) -> Kept:
    if value not in {None, 0, *RATINGS}:
        raise InvalidValue(field, "-1 for rejected, or 1 to 5 stars")
    return {field: value or None}


def _address(field: str, value: object) -> Kept:
    [(_, address)] = _text(field, value).items()
    if address is not None and not re.fullmatch(r"https?://[^\s<>\"]+", str(address)):
        raise InvalidValue(field, "an address that begins with https:// or http://")
    return {field: address}


def _country_code(field: str, value: object) -> Kept:
    [(_, code)] = _text(field, value).items()
    if code is not None and not re.fullmatch(r"[A-Za-z]{2,3}", str(code)):
        raise InvalidValue(field, "two or three letters, as ISO 3166 has them")
    return {field: str(code).upper() if code else None}


def _source_type(field: str, value: object) -> Kept:
    [(_, term)] = _text(field, value).items()
    bare = str(term or "").removeprefix(SOURCE_TYPES)
    if term is not None and not re.fullmatch(r"[A-Za-z]{2,60}", bare):
        raise InvalidValue(field, "a term of IPTC's Digital Source Type vocabulary")
    return {field: f"{SOURCE_TYPES}{bare}" if bare else None}


def _location(_: str, value: object) -> Kept:
    given = value if isinstance(value, Mapping) else {}
    latitude, longitude = given.get("latitude"), given.get("longitude")
    altitude = given.get("altitude")
    # Whatever else was measured was measured somewhere else.
    rest: Kept = dict.fromkeys(("gps_timestamp", "gps_direction", "gps_accuracy"))
    if given and not (_within(latitude, 90) and _within(longitude, 180)):
        raise InvalidValue("location", "a latitude within 90 and a longitude within 180 degrees")
    if altitude is not None and not _within(altitude, 100_000):
        raise InvalidValue("location", "an altitude within 100,000 metres")
    return {"latitude": latitude, "longitude": longitude, "altitude": altitude, **rest}


def _within(value: object, most: float) -> bool:
    return isinstance(value, int | float) and abs(value) <= most


def _captured_at(field: str, value: object) -> Kept:
    try:
        return captured(value if isinstance(value, Mapping) else {})
    except ValueError as error:
        raise InvalidValue(field, "a local ISO time and an offset such as +02:00") from error


def _alt_texts(field: str, value: object) -> Kept:
    texts: dict[str, str] = {}
    for one in value if isinstance(value, list) else []:
        if text := cleaned("alt_text", one["text"]):
            texts[locale(one["locale"])] = text
    if len(texts) > MOST_LOCALES:
        raise InvalidValue(field, f"at most {MOST_LOCALES} locales")
    return {field: texts or None}


def locale(tag: str) -> str:
    """A language with script and region as usual: "pt-BR". Raises InvalidValue."""
    match = LOCALE.fullmatch(tag)
    if match is None:
        raise InvalidValue("alt_texts", 'locales such as "en" or "pt-BR"')
    language, script, region = match.groups()
    parts = (language.lower(), script and script.capitalize(), region and region.upper())
    return "-".join(part for part in parts if part)


FIELDS: Mapping[str, Read] = MappingProxyType(
    {
        "title": _text,
        "headline": _text,
        "description": _text,
        "alt_text": _text,
        "alt_texts": _alt_texts,
        "decorative": _as_is,
        "extended_description": _text,
        "creators": _creators,
        "copyright_notice": _text,
        "credit": _text,
        "source": _text,
        "usage_terms": _text,
        "license_url": _address,
        "copyrighted": _as_is,
        "digital_source_type": _source_type,
        "keywords": _keywords,
        "rating": _rating,
        "captured_at": _captured_at,
        "location": _location,
        "sublocation": _text,
        "city": _text,
        "state": _text,
        "country": _text,
        "country_code": _country_code,
    }
)
# Fields that stand for several of the record.
PARTS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "captured_at": (
            "captured_at",
            "captured_at_local",
            "captured_at_offset",
            "captured_at_source",
        ),
        "location": (
            "latitude",
            "longitude",
            "altitude",
            "gps_timestamp",
            "gps_direction",
            "gps_accuracy",
        ),
    }
)
