"""What is written: products with their published pictures, and what was left out and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class SkipReason(StrEnum):
    """Why a picture is not in an export."""

    ARCHIVE_FULL = "ARCHIVE_FULL"
    CHANNEL_REFUSES = "CHANNEL_REFUSES"
    CODE_TOO_LONG = "CODE_TOO_LONG"
    CODE_UNSAFE = "CODE_UNSAFE"
    FILE_MISSING = "FILE_MISSING"
    HANDLE_TAKEN = "HANDLE_TAKEN"
    IMAGE_GONE = "IMAGE_GONE"
    IMAGE_TOO_LARGE = "IMAGE_TOO_LARGE"
    IMAGE_TOO_SMALL = "IMAGE_TOO_SMALL"
    NO_PRODUCT = "NO_PRODUCT"
    TOO_MANY_IMAGES = "TOO_MANY_IMAGES"
    TOO_MANY_ROWS = "TOO_MANY_ROWS"
    TYPE_REFUSED = "TYPE_REFUSED"
    UNREADABLE = "UNREADABLE"
    URL_REFUSED = "URL_REFUSED"


@dataclass(frozen=True, slots=True)
class File:
    """A public file: `width` and `height` in pixels, `size` in bytes."""

    preset: str
    url: str
    content_type: str
    width: int
    height: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A published picture; `id` as the API gives it, `position` from 1 on its product.

    `alt_text` is in the locale that was asked for, `alt_texts` has all by locale. The files
    are in no certain order. `focal_point` is from 0 to 1 of width and height.
    """

    id: str
    role: str
    position: int
    title: str | None = None
    description: str | None = None
    alt_text: str | None = None
    alt_texts: Mapping[str, str] = field(default_factory=dict)
    decorative: bool = False
    credit: str | None = None
    copyright_notice: str | None = None
    license_url: str | None = None
    digital_source_type: str | None = None
    dominant_color: str | None = None
    thumb_hash: str | None = None
    focal_point: tuple[float, float] | None = None
    version: int
    updated_at: datetime
    files: Sequence[File]

    def largest(self, content_type: str = "image/jpeg") -> File | None:
        """The file of a type with the most pixels; None where there is none."""
        made = (one for one in self.files if one.content_type == content_type)
        return max(made, key=lambda one: one.width * one.height, default=None)


@dataclass(frozen=True, slots=True)
class Product:
    """What the shop sells, with its pictures as placed; without a `code`, pictures on no product.

    One with very many pictures comes in several; `before` is how many came in those before.
    """

    code: str | None
    name: str | None
    pictures: Sequence[Picture]
    before: int = 0


@dataclass(frozen=True, slots=True)
class Skip:
    """A picture that was left out. `facts` are what the reason is about."""

    picture: Picture
    reason: SkipReason
    facts: Mapping[str, int | str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of one product, how many of its pictures are in them, and which are not."""

    data: bytes
    pictures: int
    skipped: Sequence[Skip] = ()


class Format(Protocol):
    """A file: `begin`, then `one` for each product in the order of their codes, then `end`."""

    def begin(self) -> bytes:
        """What stands before the first product."""

    def one(self, product: Product) -> Written:
        """One product; its pictures are each in it, or skipped."""

    def end(self) -> bytes:
        """What stands behind the last product."""


def without(product: Product, reason: SkipReason, **facts: int) -> Written:
    """A product that is left out with all of its pictures."""
    return Written(b"", 0, [Skip(one, reason, facts) for one in product.pictures])
