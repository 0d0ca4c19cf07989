"""Products for the tests of formats."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from feeds.items import File, Format, Picture, Product, Skip

MOMENT = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
BASE = "https://cdn.shop.example/published"


def file(name: str, width: int = 1600, height: int = 1200, size: int = 250_000) -> File:
    """A public JPEG."""
    url = f"{BASE}/{name}/large/{name}.jpg"
    return File("LARGE", url, "image/jpeg", width, height, size)


def webp(name: str) -> File:
    """The same as WebP."""
    return File("LARGE", f"{BASE}/{name}/large/{name}.webp", "image/webp", 1600, 1200, 99_000)


def picture(name: str, position: int = 1, role: str = "ADDITIONAL", **more: Any) -> Picture:
    """A published picture."""
    known: dict[str, Any] = {"files": [webp(name), file(name)], "version": 3, "updated_at": MOMENT}
    return Picture(id=f"id-{name}", role=role, position=position, **(known | more))


# Hostile texts among good ones, and everything that a picture may say.
CHAIR = Product(
    "SKU-1",
    'Chair, "red"',
    [
        picture(
            "front",
            1,
            "MAIN",
            title="=1+1",
            description="Two\nlines",
            alt_text="A red chair",
            alt_texts={"pt-BR": "Uma cadeira"},
            credit="Ana",
            copyright_notice="© 2026",
            license_url="https://shop.example/l",
            digital_source_type="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
            dominant_color="#aa0000",
            thumb_hash="1QcSHQRnh493V4dIh4eXh1h4kJUI",
            focal_point=(0.5, 0.25),
        ),
        picture("room", 2, "LIFESTYLE", alt_text="@home"),
        picture("back", 3, decorative=True, alt_text=""),
    ],
)
PLAIN = Product("sku 2", None, [picture("plain")])
LOOSE = Product(None, None, [picture("loose")])
PRODUCTS = [LOOSE, CHAIR, PLAIN]


def whole(format: Format, products: Iterable[Product] = PRODUCTS) -> tuple[bytes, list[Skip]]:
    """The bytes of a file, and what is not in it."""
    data, skips = format.begin(), list[Skip]()
    for product in products:
        written = format.one(product)
        assert written.pictures + len(written.skipped) == len(product.pictures)
        data += written.data
        skips += written.skipped
    return data + format.end(), skips


def reasons(skips: list[Skip]) -> list[tuple[str, str]]:
    """Which pictures are not in it, and why."""
    return [(one.picture.id.removeprefix("id-"), one.reason.value) for one in skips]
