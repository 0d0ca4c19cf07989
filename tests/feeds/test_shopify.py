"""Shopify's product CSV, held against its published rules."""

from pathlib import Path

import pytest

from feeds.items import File, Product
from feeds.shopify import BEFORE, NOW, Headers, Shopify, handle_of
from tests.feeds.shelves import CHAIR, LOOSE, PLAIN, PRODUCTS, file, picture, reasons, webp, whole
from tests.feeds.shopify_rules import Rows, rows_of, violations
from tests.feeds.test_google import files_of

GOLDEN = Path(__file__).with_name("golden")


def told(products: list[Product]) -> tuple[Rows, list[tuple[str, str]]]:
    """The rows, which both files tell alike, and what is not in them; nothing breaks a rule."""
    data, skips = whole(Shopify(NOW), products)
    before, _ = whole(Shopify(BEFORE), products)
    rows = rows_of(data)
    assert rows == rows_of(before, legacy=True)
    assert violations(rows, files_of(products)) == []
    return rows, reasons(skips)


@pytest.mark.parametrize(("headers", "name"), [(NOW, "now"), (BEFORE, "before")])
def test_the_files_are_as_they_were(headers: Headers, name: str) -> None:
    """To the byte, with the headers of their time."""
    assert whole(Shopify(headers))[0] == (GOLDEN / f"shopify-{name}.csv").read_bytes()


def test_a_product_has_a_row_and_each_more_picture_one() -> None:
    """The first is the variant's; a decorative picture has no alternative text."""
    rows, skips = told(PRODUCTS)

    assert [row["URL handle"] for row in rows] == ["sku-1", "sku-1", "sku-1", "sku-2"]
    assert [row["SKU"] for row in rows] == ["SKU-1", "", "", "sku 2"]
    assert [row["Title"] for row in rows] == ['Chair, "red"', "", "", "sku 2"]
    assert [row["Variant image URL"] for row in rows] == [
        file("front").url,
        "",
        "",
        file("plain").url,
    ]
    assert [row["Image alt text"] for row in rows] == ["A red chair", "'@home", "", ""]
    assert skips == [("loose", "NO_PRODUCT")]


def test_two_codes_of_one_handle_are_not_mixed() -> None:
    """The first has it; whoever would overwrite it is told. Some codes give none at all."""
    codes = ["A B", "A-B", "a_b", "\u6905"]
    products = [Product(code, None, [picture(f"p{n}")]) for n, code in enumerate(codes)]
    rows, skips = told(products)

    assert [row["SKU"] for row in rows] == ["A B"]
    assert skips == [("p1", "HANDLE_TAKEN"), ("p2", "HANDLE_TAKEN"), ("p3", "HANDLE_TAKEN")]


def test_what_is_not_taken_is_told() -> None:
    """By type, size, address, number and code; positions have no gaps."""
    pictures = [
        picture("webp", files=[webp("webp")]),
        picture("huge", files=[file("huge", 5000, 4001)]),
        picture("heavy", files=[file("heavy", size=20 * 1024**2 + 1)]),
        picture("here", files=[File("LARGE", "/a.jpg", "image/jpeg", 9, 9, 9)]),
        *(picture(f"p{n}") for n in range(251)),
    ]
    unsafe = Product("-1", None, [picture("unsafe")])
    none = Product("none", None, [picture("none", files=[])])
    later = Product("A", None, [picture("later")], before=255)
    rows, skips = told([Product("A", None, pictures), later, none, unsafe])

    assert len(rows) == 250
    assert skips == [
        ("webp", "FILE_MISSING"),
        ("huge", "IMAGE_TOO_LARGE"),
        ("heavy", "IMAGE_TOO_LARGE"),
        ("here", "URL_REFUSED"),
        ("p250", "TOO_MANY_IMAGES"),
        ("later", "TOO_MANY_IMAGES"),
        ("none", "FILE_MISSING"),
        ("unsafe", "CODE_UNSAFE"),
    ]


def test_a_long_text_is_cut_to_what_is_taken() -> None:
    """512 characters, an apostrophe included."""
    rows, _ = told([Product("A", None, [picture("a", alt_text="=" + "x" * 600)])])

    assert rows[0]["Image alt text"] == "'=" + "x" * 510


@pytest.mark.parametrize(
    ("code", "handle"),
    [("SKU-1", "sku-1"), (" Ä/B..c ", "a-b-c"), ("--", ""), ("\u6905", "")],
)
def test_handles_are_plain(code: str, handle: str) -> None:
    """Small letters, digits, and single dashes between them."""
    assert handle_of(code) == handle


def test_the_rules_find_what_is_wrong() -> None:
    """A validator that finds nothing would prove nothing."""
    good = rows_of(whole(Shopify(NOW), [CHAIR, PLAIN])[0])
    files = files_of([CHAIR, PLAIN, LOOSE])
    broken = {
        "a handle comes twice": [*good, good[0]],
        "no handle": [{**good[3], "URL handle": "SKU 2"}],
        "no title": [{**good[3], "Title": ""}],
        "a SKU without its option": [{**good[3], "Option1 name": ""}],
        "a row of a picture says more": [good[0], {**good[1], "SKU": "X"}],
        "positions have gaps": [good[0], {**good[1], "Image position": "3"}],
        "the variant's picture": [{**good[3], "Variant image URL": "https://x"}],
        "nothing lies there": [{**good[3], "Product image URL": "https://x"}],
    }

    for said, rows in broken.items():
        assert any(said in one for one in violations(rows, files)), said
