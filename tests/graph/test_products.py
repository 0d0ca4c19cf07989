"""Products: by hand, and what is placed on them."""

import asyncio
import random
from typing import Any

from documents.images import Image
from tests.graph.documents import CATALOG, UPDATE
from tests.graph.order import (
    NOBODY,
    do,
    document,
    done,
    on_product,
    paths,
    uploaded,
)
from tests.graph.steps import image, processed, published
from tests.photos import jpeg
from tests.server import Client, Sent, codes

PLACE = {"productCode": "SKU-1"}
SHOP = """query ($code: String!) { product(code: $code) {
  code name images { id role position renditions { url } } } }"""


async def product(client: Client, code: str = "SKU-1") -> dict[str, Any]:
    """A new product."""
    return dict((await done(client, "createProduct", code=code, name="Shoe"))["product"])


def placement(image_id: str, role: str | None = None, position: int | None = None) -> Any:
    """One placement of an input."""
    return {"imageId": image_id, "role": role, "position": position}


async def test_a_product_is_made_by_hand(importer: Client) -> None:
    """Once: its code is its own, also in a race; the same key gets the same product."""
    input = {"code": " SKU-1 ", "name": "Shoe"}
    race = [do(importer, "createProduct", **input, idempotencyKey="a") for _ in range(2)]
    race += [do(importer, "createProduct", **input) for _ in range(4)]
    answers = await asyncio.gather(*race)
    again = await do(importer, "createProduct", code="SKU-1")
    nameless = await do(importer, "createProduct", code=" ")

    made = {answer["product"]["id"] for answer in answers if answer["product"]}
    assert len(made) == 1
    assert (codes(again), codes(nameless)) == (["PRODUCT_CODE_IN_USE"], ["TEXT_MISSING"])
    listed = await importer.ask("{ libraryProducts { nodes { code name version } } }")
    assert listed["libraryProducts"]["nodes"] == [{"code": "SKU-1", "name": "Shoe", "version": 1}]


async def test_one_of_many_names_wins(importer: Client) -> None:
    """Of ten names for one version one is taken; a name by `updateImage` counts as one too."""
    made = await product(importer)
    edits = [
        do(importer, "updateProduct", id=made["id"], expectedVersion=1, name=f"Shoe {number}")
        for number in range(10)
    ]
    answers = await asyncio.gather(*edits)
    [id] = await uploaded(importer, 1, productCode="SKU-1")
    rename = {"id": id, "expectedVersion": 1, "productName": "$name"}
    await importer.ask(UPDATE, input=rename)
    stale = await do(importer, "updateProduct", id=made["id"], expectedVersion=2, name=None)

    assert sum(codes(answer) == ["CONFLICT"] for answer in answers) == 9
    assert codes(stale) == ["CONFLICT"]
    assert (stale["product"]["name"], stale["product"]["version"]) == ("$name", 3)


async def test_images_take_their_places(importer: Client) -> None:
    """Placed one after the other, those behind move on; a new MAIN takes the old one's role."""
    await product(importer)
    a, b, c, d = await uploaded(importer, 4)
    late = await uploaded(importer, 1, productCode="SKU-1")
    first = [placement(a, "MAIN"), placement(b, "DETAIL"), placement(c, None, 1)]
    await done(importer, "placeImages", **PLACE, placements=first)
    rows = [await on_product(importer, "SKU-1")]
    second = [placement(d, "MAIN", 2), placement(b, None, 900)]
    placed = await done(importer, "placeImages", **PLACE, placements=second)
    rows.append(await on_product(importer, "SKU-1"))
    moved = {"imageIds": [b, a], "to": {"before": c}}
    await done(importer, "reorderProductImages", **PLACE, **moved)
    rows.append(await on_product(importer, "SKU-1"))

    [e] = late
    assert rows[0] == [
        (c, "ADDITIONAL", 1),
        (e, "ADDITIONAL", 2),
        (a, "MAIN", 3),
        (b, "DETAIL", 4),
    ]
    assert [one[:2] for one in rows[1]] == [
        (c, "ADDITIONAL"),
        (d, "MAIN"),
        (e, "ADDITIONAL"),
        (a, "ADDITIONAL"),
        (b, "DETAIL"),
    ]
    assert [one[0] for one in rows[2]] == [b, a, c, d, e]
    assert [one[2] for one in rows[2]] == [1, 2, 3, 4, 5]
    assert [one["productPosition"] for one in placed["images"]] == [2, 5]


async def test_bad_placements_do_not_disturb_good_ones(importer: Client) -> None:
    """Each refusal is told at its place; with ABORT, or on no product, nothing is placed."""
    await product(importer)
    a, b = await uploaded(importer, 2)
    some = [placement(NOBODY), placement(a, "MAIN"), placement(b, None, 0)]
    abort = await do(importer, "placeImages", **PLACE, placements=some, errorPolicy="ABORT")
    nowhere = await do(importer, "placeImages", productCode="SKU-9", placements=some)
    mixed = await do(importer, "placeImages", **PLACE, placements=some)
    stray = {**PLACE, "imageIds": [b, a], "to": {"end": "END"}}
    foreign = await do(importer, "reorderProductImages", **stray)
    beside = {**PLACE, "imageIds": [a], "to": {"after": b}}
    nobody = await do(importer, "reorderProductImages", **beside)

    told = [("NOT_FOUND", ["placements", "0"]), ("INVALID_POSITION", ["placements", "2"])]
    assert (abort["images"], paths(abort), paths(mixed)) == ([], told, told)
    assert codes(nowhere) == ["NOT_FOUND"]
    assert paths(foreign) == [("NOT_ON_PRODUCT", ["imageIds", "0"])]
    assert paths(nobody) == [("INVALID_PLACE", ["to"])]
    assert await on_product(importer, "SKU-1") == [(a, "MAIN", 1)]


async def test_an_image_is_on_one_product(importer: Client) -> None:
    """Placed elsewhere, or edited to be elsewhere, it has no place where it was."""
    await product(importer)
    await product(importer, "SKU-2")
    a, b = await uploaded(importer, 2)
    main = [placement(a, "MAIN"), placement(b)]
    await done(importer, "placeImages", **PLACE, placements=main)
    taken = [placement(a)]
    [moved] = (await done(importer, "placeImages", productCode="SKU-2", placements=taken))["images"]
    before = (await image(importer, b))["version"]
    edit = {"id": b, "expectedVersion": before, "productCode": "SKU-2"}
    await importer.ask(UPDATE, input=edit)

    assert (moved["productRole"], moved["productPosition"]) == ("ADDITIONAL", 1)
    assert moved["version"] == 3
    assert await on_product(importer, "SKU-1") == []
    assert await on_product(importer, "SKU-2") == [(a, "ADDITIONAL", 1), (b, "ADDITIONAL", None)]


async def test_racing_placements_leave_one_main_and_one_order(importer: Client) -> None:
    """Whoever places, moves and uploads at once: one MAIN, positions 1 to n, all are there."""
    chance = random.Random(3)
    await product(importer)
    ids = await uploaded(importer, 8)
    places = [
        do(
            importer,
            "placeImages",
            **PLACE,
            placements=[placement(id, "MAIN", chance.randint(1, 3))],
        )
        for id in ids
    ]
    await done(importer, "placeImages", **PLACE, placements=[placement(id) for id in ids])
    moves = [
        do(
            importer,
            "reorderProductImages",
            **PLACE,
            imageIds=chance.sample(ids, 2),
            to={"end": chance.choice(["START", "END"])},
        )
        for _ in range(8)
    ]
    fresh, answers = await asyncio.gather(
        uploaded(importer, 2, productCode="SKU-1"), asyncio.gather(*places, *moves)
    )
    await done(importer, "placeImages", **PLACE, placements=[placement(ids[0])])
    row = await on_product(importer, "SKU-1")

    assert [one["userErrors"] for one in answers] == [[]] * 16
    assert {id for id, _, _ in row} == {*ids, *fresh}
    assert [position for _, _, position in row] == list(range(1, 11))
    assert [role for _, role, _ in row].count("MAIN") == 1


async def test_the_shop_sees_the_order(reviewer: Client, worker: None) -> None:
    """The catalogue has the published pictures as placed, numbered without gaps, with roles."""
    files = [Sent(f"{number}.jpg", jpeg()) for number in range(3)]
    a, b, c = await processed(reviewer, *files, productCode="SKU-1")
    placements = [placement(c, "MAIN", 1), placement(b, "SWATCH", 2)]
    await done(reviewer, "placeImages", **PLACE, placements=placements)
    await published(reviewer, a, c)
    one = (await reviewer.ask(SHOP, code="SKU-1"))["product"]
    await published(reviewer, b)
    [other] = (await reviewer.ask(CATALOG))["products"]["nodes"]

    told = [(one["id"], one["role"], one["position"]) for one in one["images"]]
    assert told == [(c, "MAIN", 1), (a, "ADDITIONAL", 2)]
    assert [one["id"] for one in other["images"]] == [c, b, a]
    assert (await reviewer.ask(SHOP, code="SKU-9"))["product"] is None


async def test_a_product_is_not_deleted_under_its_images(reviewer: Client) -> None:
    """Refused while images are on it; with KEEP they are on none; to repeat it changes nothing."""
    id = (await product(reviewer))["id"]
    a, b = await uploaded(reviewer, 2, productCode="SKU-1")
    await done(reviewer, "placeImages", **PLACE, placements=[placement(a, "MAIN")])
    refused = await do(reviewer, "deleteProduct", id=id)
    for _ in range(2):
        assert (await done(reviewer, "deleteProduct", id=id, images="KEEP"))["deletedId"] == id
    left = await Image.find_all().to_list()

    assert codes(refused) == ["PRODUCT_HAS_IMAGES"]
    assert (await reviewer.ask(SHOP, code="SKU-1"))["product"] is None
    assert {(await image(reviewer, one))["productCode"] for one in (a, b)} == {None}
    assert {one.product_role for one in left} == {None}


async def test_no_image_is_left_on_a_product_that_is_gone(reviewer: Client) -> None:
    """Whoever uploads, edits or places while it is deleted: each image's product is there."""
    id = (await product(reviewer))["id"]
    [a, b] = await uploaded(reviewer, 2)
    edit = {"id": a, "expectedVersion": 1, "productCode": "SKU-1"}
    await asyncio.gather(
        do(reviewer, "deleteProduct", id=id),
        uploaded(reviewer, 3, productCode="SKU-1"),
        reviewer.ask(UPDATE, input=edit),
        do(reviewer, "placeImages", **PLACE, placements=[placement(b)]),
        do(reviewer, "deleteProduct", id=id, images="KEEP"),
    )
    query = "{ images { totalCount nodes { productCode product { code } } } }"
    listed = (await reviewer.ask(query))["images"]

    assert listed["totalCount"] == 5
    for one in listed["nodes"]:
        assert one["productCode"] == (one["product"] and one["product"]["code"])


async def test_products_are_found_by_the_beginning_of_their_code(importer: Client) -> None:
    """By page in the order of the codes, signs of patterns taken as they are; also by `node`."""
    for code in ("B-1", "A.1", "A.2", "AX1", "a.1"):
        await product(importer, code)
    query = """query ($search: String, $after: String) { libraryProducts(
      search: $search, first: 1, after: $after) {
      totalCount nodes { id code } pageInfo { hasNextPage endCursor } } }"""
    one = (await importer.ask(query, search="A."))["libraryProducts"]
    after = one["pageInfo"]["endCursor"]
    two = (await importer.ask(query, search="A.", after=after))["libraryProducts"]
    hostile = (await importer.ask(query, search="\0(.*"))["libraryProducts"]
    by_id = "query ($id: ID!) { node(id: $id) { ... on Product { code } } }"
    node = (await importer.ask(by_id, id=one["nodes"][0]["id"]))["node"]

    assert [one["nodes"][0]["code"], two["nodes"][0]["code"]] == ["A.1", "A.2"]
    assert (one["totalCount"], two["pageInfo"]["hasNextPage"]) == (2, False)
    assert (hostile["nodes"], node) == ([], {"code": "A.1"})
    assert await importer.refused(query, search="A" * 65) == "BAD_REQUEST"


async def test_importers_do_not_delete_products(importer: Client) -> None:
    """Deleting needs the role for it."""
    input = {"id": (await product(importer))["id"]}

    assert await importer.refused(document("deleteProduct"), input=input) == "FORBIDDEN"
