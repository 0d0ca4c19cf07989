"""Google's feeds, held against its published rules."""

from pathlib import Path

import pytest

from feeds.google_files import GoogleTsv, GoogleXml
from feeds.items import File, Picture, Product
from tests.feeds.google_rules import Items, from_tsv, from_xml, violations
from tests.feeds.shelves import BASE, PRODUCTS, file, picture, reasons, webp, whole

GOLDEN = Path(__file__).with_name("golden")


def files_of(products: list[Product]) -> dict[str, File]:
    """The files behind the addresses."""
    return {one.url: one for item in products for p in item.pictures for one in p.files}


def sized(name: str, *sides: tuple[int, int], size: int = 200_000) -> Picture:
    """A picture with JPEGs of these sides, and a WebP that is large enough."""
    made = [file(f"{name}{n}", *side, size=size) for n, side in enumerate(sides)]
    return picture(name, files=[webp(name), *made])


def feeds(products: list[Product]) -> tuple[Items, list[tuple[str, str]]]:
    """The items, which both files tell alike, and what is not in them."""
    xml, skips = whole(GoogleXml(BASE), products)
    tsv, also = whole(GoogleTsv(), products)
    assert reasons(skips) == reasons(also)
    assert from_xml(xml) == from_tsv(tsv)
    return from_xml(xml), reasons(skips)


def test_both_files_are_as_they_were() -> None:
    """To the byte."""
    assert whole(GoogleXml(BASE))[0] == (GOLDEN / "google.xml").read_bytes()
    assert whole(GoogleTsv())[0] == (GOLDEN / "google.tsv").read_bytes()


def test_pictures_go_where_their_roles_say() -> None:
    """The first that is no scene leads, the first scene is the scene, others are additional."""
    items, skips = feeds(PRODUCTS)

    assert violations(items, files_of(PRODUCTS)) == []
    assert items[0] == {
        "id": ["SKU-1"],
        "image_link": [file("front").url],
        "additional_image_link": [file("back").url],
        "lifestyle_image_link": [file("room").url],
    }
    assert skips == [("loose", "NO_PRODUCT")]


def test_a_product_of_scenes_alone_has_a_main_picture() -> None:
    """For each product needs one; a second scene is its scene, a third additional."""
    rooms = [picture(f"room{n}", n, "LIFESTYLE") for n in (1, 2, 3)]
    [item], skips = feeds([Product("A", None, rooms)])

    assert item["image_link"] == [file("room1").url]
    assert item["lifestyle_image_link"] == [file("room2").url]
    assert item["additional_image_link"] == [file("room3").url]
    assert skips == []


def test_what_is_not_fit_is_left_out_and_told() -> None:
    """Sizes, bytes, types, endings and addresses; each of the others goes on."""
    wrong = picture("wrong", files=[File("LARGE", f"{BASE}/a.png", "image/jpeg", 900, 900, 9)])
    nowhere = picture("nowhere", files=[File("LARGE", "/a.jpg", "image/jpeg", 900, 900, 9)])
    pictures = [
        sized("narrow", (1600, 499)),
        sized("edge", (500, 500)),
        sized("huge", (8001, 8000)),
        sized("limit", (8000, 8000), size=16_000_000),
        sized("heavy", (900, 900), size=16_000_001),
        picture("webp", files=[webp("webp")]),
        wrong,
        nowhere,
    ]
    products = [Product("A", None, pictures)]
    [item], skips = feeds(products)

    assert violations([item], files_of(products)) == []
    assert item["image_link"] == [file("edge0").url]
    assert item["additional_image_link"] == [file("limit0").url]
    assert skips == [
        ("narrow", "IMAGE_TOO_SMALL"),
        ("huge", "IMAGE_TOO_LARGE"),
        ("heavy", "IMAGE_TOO_LARGE"),
        ("webp", "TYPE_REFUSED"),
        ("wrong", "TYPE_REFUSED"),
        ("nowhere", "URL_REFUSED"),
    ]


def test_a_picture_too_large_is_told_by_its_next_file() -> None:
    """The largest file that is fit is taken."""
    [item], skips = feeds([Product("A", None, [sized("big", (9000, 9000), (4000, 4000))])])

    assert (item["image_link"], skips) == ([file("big1").url], [])


def test_ten_are_additional_and_no_more() -> None:
    """What is beyond is told, and so is what comes in a later part of the same product."""
    pictures = [picture(f"p{n:02}", n + 1) for n in range(13)]
    later = Product("A", None, [picture("later", 14)], before=13)
    [item], skips = feeds([Product("A", None, pictures), later])

    assert len(item["additional_image_link"]) == 10
    assert skips == [
        ("p11", "TOO_MANY_IMAGES"),
        ("p12", "TOO_MANY_IMAGES"),
        ("later", "TOO_MANY_IMAGES"),
    ]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("x" * 51, "CODE_TOO_LONG"),
        ("=1+1", "CODE_UNSAFE"),
        ("a\tb", "CODE_UNSAFE"),
        ("a\x0bb", "CODE_UNSAFE"),
    ],
)
def test_a_code_that_would_have_to_be_altered_is_left_out(code: str, reason: str) -> None:
    """An id that is not the shop's is no id."""
    items, skips = feeds([Product(code, None, [picture("a")])])

    assert (items, skips) == ([], [("a", reason)])


def test_hostile_codes_and_addresses_stay_what_they_are() -> None:
    """Markup and quotes do not break the file."""
    made = File("LARGE", f"{BASE}/a&b,c<é>.jpg", "image/jpeg", 900, 900, 9)
    [item], skips = feeds([Product('<A> & "B"', None, [picture("a", files=[made])])])

    assert item["id"] == ['<A> & "B"']
    assert item["image_link"] == [f"{BASE}/a&b%2Cc%3C%C3%A9%3E.jpg"]
    assert skips == []


def test_the_rules_find_what_is_wrong() -> None:
    """A validator that finds nothing would prove nothing."""
    small = file("small", 499, 900)
    items: Items = [
        {"id": ["A"], "image_link": [small.url, small.url]},
        {"id": ["A"], "lifestyle_image_link": [webp("w").url], "price": ["1"]},
        {"id": ["x" * 51], "image_link": ["nowhere"], "additional_image_link": [small.url] * 11},
    ]
    found = violations(items, {small.url: small, webp("w").url: webp("w")})

    for said in (
        "ids are not unique",
        "A: not one image_link",
        "A: unknown attributes",
        "over ten additional",
        "no id of 1 to 50 characters",
        "under 500 x 500",
        ": WebP",
        "nothing lies there",
    ):
        assert any(said in one for one in found), said
