"""What people may write where, and how long it may be."""

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from actions.errors import Refused

LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "name": 200,
        "title": 256,
        "headline": 256,
        "description": 5_000,
        "alt_text": 512,
        "extended_description": 5_000,
        "creator": 200,
        "copyright_notice": 500,
        "credit": 256,
        "source": 256,
        "usage_terms": 5_000,
        "license_url": 2_000,
        "digital_source_type": 200,
        "sublocation": 256,
        "city": 256,
        "state": 256,
        "country": 256,
        "country_code": 3,
        "keyword": 64,
        "note": 2_000,
        "override_reason": 2_000,
        "prompt": 2_000,
        "product_code": 64,
        "product_name": 256,
        "event_name": 200,
        "search": 254,
    }
)
MOST_KEYWORDS = 100


class TextTooLong(Refused):
    """A text is longer than its field takes."""

    code = "TEXT_TOO_LONG"

    def __init__(self, field: str, limit: int, actual: int) -> None:
        super().__init__(f"{field} takes at most {limit} characters, but has {actual}: shorten it.")
        self.params = {"field": field, "limit": limit, "actual": actual}


class TextMissing(Refused):
    """A text is empty where something has to be said."""

    code = "TEXT_MISSING"

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is empty: write at least one character.")
        self.params = {"field": field}


class TooManyKeywords(Refused):
    """More keywords than a picture takes."""

    code = "TOO_MANY_KEYWORDS"
    path = ("keywords",)

    def __init__(self, actual: int) -> None:
        super().__init__(f"At most {MOST_KEYWORDS} keywords, but there were {actual}: drop some.")
        self.params = {"limit": MOST_KEYWORDS, "actual": actual}


def cleaned(field: str, text: str | None) -> str | None:
    """The text in NFC without control characters and outer blanks; None where nothing is left.

    Line breaks and tabs stay. Raises TextTooLong.
    """
    if text is None:
        return None
    tidy = plain(text)
    if len(tidy) > LIMITS[field]:
        raise TextTooLong(field, LIMITS[field], len(tidy))
    return tidy or None


def plain(text: str) -> str:
    """The text in NFC without control characters and outer blanks; line breaks and tabs stay."""
    kept = (c for c in unicodedata.normalize("NFC", text) if c in "\n\t" or c.isprintable())
    return "".join(kept).strip()


def required(field: str, text: str | None) -> str:
    """As `cleaned`, but raises TextMissing where nothing is left."""
    tidy = cleaned(field, text)
    if tidy is None:
        raise TextMissing(field)
    return tidy


def keywords(words: list[str] | None) -> list[str]:
    """Keywords without doubles and blanks, in their order. Raises TooManyKeywords, TextTooLong."""
    tidy = [cleaned("keyword", word) for word in words or []]
    kept = list(dict.fromkeys(word for word in tidy if word is not None))
    if len(kept) > MOST_KEYWORDS:
        raise TooManyKeywords(len(kept))
    return kept
