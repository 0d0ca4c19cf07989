"""Shopify's product CSV, with the headers of today and those from before.

Each of our products is a Shopify product with one variant: https://help.shopify.com/en/manual/
products/import-export/using-csv says which columns depend on which others (a SKU on the options),
and what a handle may hold; https://shopify.dev/docs/apps/build/online-store/product-media says
what pictures may be.
"""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from feeds.addresses import written
from feeds.cells import guarded, is_safe, lines
from feeds.items import File, Picture, Product, Skip, SkipReason, Written, without

MOST_IMAGES = 250
MOST_PIXELS, MOST_BYTES = 20_000_000, 20 * 1024**2
LONGEST_ALT = 512
# What Shopify calls the options of a product that has none.
NO_OPTION = ("Title", "Default Title")
NO_HANDLE = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Headers:
    """How the columns are called, in their order."""

    handle: str
    title: str
    option_name: str
    option_value: str
    sku: str
    image: str
    position: str
    alt_text: str
    variant_image: str

    @property
    def row(self) -> list[str]:
        """The first line of the file."""
        return [getattr(self, name) for name in self.__slots__]


NOW = Headers(
    "URL handle",
    "Title",
    "Option1 name",
    "Option1 value",
    "SKU",
    "Product image URL",
    "Image position",
    "Image alt text",
    "Variant image URL",
)
BEFORE = Headers(
    "Handle",
    "Title",
    "Option1 Name",
    "Option1 Value",
    "Variant SKU",
    "Image Src",
    "Image Position",
    "Image Alt Text",
    "Variant Image",
)


class Shopify:
    """A row with the product and its first picture, then a row for each other picture."""

    def __init__(self, headers: Headers) -> None:
        self.headers = headers
        # Digests, for there may be a million.
        self._handles: set[bytes] = set()

    def begin(self) -> bytes:
        """The names of the columns."""
        return lines([self.headers.row])

    def one(self, product: Product) -> Written:
        """The rows of a product."""
        if product.code is None:
            return without(product, SkipReason.NO_PRODUCT)
        if not is_safe(product.code):
            return without(product, SkipReason.CODE_UNSAFE)
        if product.before:
            return without(product, SkipReason.TOO_MANY_IMAGES, limit=MOST_IMAGES)
        shown, skipped = _shown(product.pictures)
        if not shown:
            return Written(b"", 0, skipped)
        handle = handle_of(product.code)
        if not self._is_new(handle):
            return without(product, SkipReason.HANDLE_TAKEN)
        name = guarded(product.name or product.code)
        first = [handle, name, *NO_OPTION, product.code]
        heads = [first, *([handle, "", "", "", ""] for _ in shown[1:])]
        rows = [
            [*head, *_image(place, *one), one[1] if place == 1 else ""]
            for place, (head, one) in enumerate(zip(heads, shown, strict=True), start=1)
        ]
        return Written(lines(rows), len(rows), skipped)

    def end(self) -> bytes:
        """Nothing."""
        return b""

    def _is_new(self, handle: str) -> bool:
        digest = hashlib.blake2b(handle.encode(), digest_size=8).digest()
        known = not handle or digest in self._handles
        self._handles.add(digest)
        return not known


def handle_of(code: str) -> str:
    """A product's handle: small letters, digits, and a dash for whatever else there is."""
    plain = unicodedata.normalize("NFKD", code).encode("ascii", "ignore").decode().lower()
    return NO_HANDLE.sub("-", plain).strip("-")


def _image(place: int, picture: Picture, url: str) -> list[str]:
    alt = "" if picture.decorative else guarded(picture.alt_text)[:LONGEST_ALT]
    return [url, str(place), alt]


def _shown(pictures: Sequence[Picture]) -> tuple[list[tuple[Picture, str]], list[Skip]]:
    shown: list[tuple[Picture, str]] = []
    skipped: list[Skip] = []
    for one in pictures:
        file = one.largest()
        url = written(file.url) if file else None
        if len(shown) == MOST_IMAGES:
            skipped.append(Skip(one, SkipReason.TOO_MANY_IMAGES, {"limit": MOST_IMAGES}))
        elif file is None:
            skipped.append(Skip(one, SkipReason.FILE_MISSING))
        elif url is None:
            skipped.append(Skip(one, SkipReason.URL_REFUSED))
        elif _too_large(file):
            facts = {"width": file.width, "height": file.height, "bytes": file.size}
            skipped.append(Skip(one, SkipReason.IMAGE_TOO_LARGE, facts))
        else:
            shown.append((one, url))
    return shown, skipped


def _too_large(file: File) -> bool:
    return file.width * file.height > MOST_PIXELS or file.size > MOST_BYTES
