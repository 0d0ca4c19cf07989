"""images(where, search, first, after, last, before): looking for pictures."""

import base64
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from beanie import PydanticObjectId
from graphql import parse

from actions.access import OPERATOR
from actions.searching import facets, likeness, relevance
from actions.searching.errors import FacetsTookTooLong
from documents.fingerprints import Fingerprint
from documents.groups import ImageGroup
from documents.image_files import ImportSource
from documents.images import Image
from documents.problems import Problem
from documents.processing_states import ProcessingState
from documents.products import Product
from documents.reviews import Review, ReviewState
from documents.transactions import together
from graph.cost import cost_of
from graph.ids import global_id
from graph.schema import schema
from tests.documents.pictures import picture
from tests.server import Client

START = datetime(2026, 1, 1, tzinfo=UTC)
GROUP, COLLECTION, SENDER = PydanticObjectId(), PydanticObjectId(), PydanticObjectId()
LIST = """query($where: ImagesWhere, $search: String, $order: ImageOrder, $first: Int! = 20,
    $after: String, $last: Int, $before: String) {
  images(where: $where, search: $search, orderBy: $order, first: $first, after: $after,
    last: $last, before: $before) {
    nodes { imported { fileName } }
    pageInfo { hasPreviousPage hasNextPage startCursor endCursor }
  } }"""
EDIT = """mutation($input: UpdateImagesInput!) { updateImages(input: $input) {
  images { id } userErrors { code } } }"""


def shot(name: str, at: int, /, **said: Any) -> Image:
    """A picture by the name of its file, of the `at`th hour."""
    moment = START + timedelta(hours=at)
    made = picture(at, created_at=moment, updated_at=moment - timedelta(hours=2 * at), **said)
    made.imported.file_name = name
    return made


def library() -> list[Image]:
    """Four pictures that differ in everything."""
    mug = shot(
        "mug.jpg",
        1,
        state=ProcessingState.READY,
        review=Review(state=ReviewState.APPROVED, at=START + timedelta(days=3)),
        product_code="MUG-100",
        group_id=GROUP,
        collection_ids=[COLLECTION],
        facts={"width": 3000, "height": 2000},
        metadata={
            "title": "Red canecas",
            "description": "For the kitchen",
            "keywords": ["Sommer", "Café"],
            "camera_make": "Canon",
            "camera_model": "EOS R5",
            "lens_model": "RF 50",
            "captured_at": START - timedelta(days=10),
            "latitude": -23.5,
            "longitude": -46.6,
        },
    )
    mug.imported.importer_id = SENDER
    mug.original.bytes = 5_000
    shoe = shot(
        "shoe.png",
        2,
        state=ProcessingState.READY,
        product_code="mug-1000",
        facts={"width": 1000, "height": 1000},
        metadata={"title": "Running shoes", "alt_text": "A shoe", "camera_make": "Nikon"},
        valid_until=START + timedelta(days=30),
    )
    shoe.original.content_type = "image/png"
    shoe.imported.source = ImportSource.URL
    fiji = shot(
        "fiji.jpg",
        3,
        state=ProcessingState.READY,
        facts={"width": 1000, "height": 2000},
        metadata={"latitude": -17.0, "longitude": 179.5, "title": "Promoções de verão"},
    )
    broken = shot(
        "broken.jpg",
        4,
        state=ProcessingState.FAILED,
        problem=Problem(code="FILE_TRUNCATED", message="It ends too early."),
    )
    return [mug, shoe, fiji, broken]


@pytest.fixture
async def shelf(admin: Client) -> Client:
    """Somebody who looks at the four pictures."""
    assert await Image.reserve_all(library()) == []
    return admin


async def named(client: Client, **asked: Any) -> list[str]:
    """The names of what is found, without their endings."""
    found = (await client.ask(LIST, **asked))["images"]["nodes"]
    return [one["imported"]["fileName"].partition(".")[0] for one in found]


SEARCHES = {
    "caneca": ["mug"],
    "canecas": ["mug"],
    "caneca red": ["mug"],
    "caneca blue ": [],
    "running shoes": ["shoe"],
    "shoe run": ["shoe"],
    "running sho": ["shoe"],
    "runn shoes ": [],
    "promocao": ["fiji"],
    "promoções do verao": ["fiji"],
    "kitchen": ["mug"],
    "cafe": ["mug"],
    "MUG-100": ["shoe", "mug"],
    "mug-100 ": ["mug"],
    "mug100 ": ["mug"],
    "mug 1000": ["shoe"],
    "fiji.jpg": ["fiji"],
    "de": ["fiji"],
    "": ["broken", "fiji", "shoe", "mug"],
    " \0 !": ["broken", "fiji", "shoe", "mug"],
}


async def test_every_word_of_a_search_must_be_there(shelf: Client) -> None:
    """In any form and language, the last one as it begins, codes with and without dashes."""
    found = {text: await named(shelf, search=text) for text in SEARCHES}

    assert found == SEARCHES


def day(number: int) -> str:
    """A moment so many days after the start."""
    return (START + timedelta(days=number)).isoformat()


ALL = ["broken", "fiji", "shoe", "mug"]
FILTERS: list[tuple[dict[str, Any], list[str]]] = [
    ({}, ALL),
    ({"processing": {"eq": "FAILED"}}, ["broken"]),
    ({"processing": {"in": ["FAILED", "QUEUED"]}}, ["broken"]),
    ({"processing": {"in": []}}, []),
    ({"review": {"eq": "APPROVED"}}, ["mug"]),
    ({"review": {"in": ["PENDING"]}}, ["broken", "fiji", "shoe"]),
    ({"product": {"eq": "MUG-100"}}, ["mug"]),
    ({"product": {"in": ["MUG-100", "mug-1000"]}}, ["shoe", "mug"]),
    ({"product": {"startsWith": "mug-"}}, ["shoe"]),
    ({"product": {"exists": True}}, ["shoe", "mug"]),
    ({"product": {"exists": False}}, ["broken", "fiji"]),
    ({"group": {"eq": global_id("ImageGroup", GROUP)}}, ["mug"]),
    ({"group": {"exists": False}}, ["broken", "fiji", "shoe"]),
    ({"collection": {"in": [global_id("Collection", COLLECTION)]}}, ["mug"]),
    ({"collection": {"exists": True}}, ["mug"]),
    ({"collection": {"exists": False}}, ["broken", "fiji", "shoe"]),
    ({"importer": {"eq": global_id("User", SENDER)}}, ["mug"]),
    ({"source": {"eq": "URL"}}, ["shoe"]),
    ({"source": {"in": ["URL", "ARCHIVE"]}}, ["shoe"]),
    ({"createdAt": {"gt": (START + timedelta(hours=3)).isoformat()}}, ["broken"]),
    ({"updatedAt": {"gte": (START - timedelta(hours=1)).isoformat()}}, ["mug"]),
    ({"capturedAt": {"lt": day(0)}}, ["mug"]),
    ({"capturedAt": {"exists": True}}, ["mug"]),
    ({"capturedAt": {"exists": False}}, ["broken", "fiji", "shoe"]),
    ({"decidedAt": {"gte": day(3), "lte": day(3)}}, ["mug"]),
    ({"validUntil": {"lte": day(30)}}, ["shoe"]),
    ({"validUntil": {"exists": True}}, ["shoe"]),
    ({"validUntil": {"exists": False}}, ["broken", "fiji", "mug"]),
    ({"bytes": {"gte": 5000}}, ["mug"]),
    ({"bytes": {"lt": 10**40}}, ALL),
    ({"width": {"gt": 1000, "lte": 3000}}, ["mug"]),
    ({"height": {"eq": 2000}}, ["fiji", "mug"]),
    ({"pixels": {"lte": 1_000_000}}, ["shoe"]),
    ({"ratio": {"gte": 1.5}}, ["mug"]),
    ({"shape": {"eq": "PORTRAIT"}}, ["fiji"]),
    ({"shape": {"in": ["SQUARE", "LANDSCAPE"]}}, ["shoe", "mug"]),
    ({"cameraMake": {"eq": "canon"}}, ["mug"]),
    ({"cameraMake": {"exists": True}}, ["shoe", "mug"]),
    ({"cameraMake": {"exists": False}}, ["broken", "fiji"]),
    ({"cameraModel": {"startsWith": "eos"}}, ["mug"]),
    ({"lensModel": {"in": ["RF 50"]}}, ["mug"]),
    ({"keyword": {"eq": "cafe"}}, ["mug"]),
    ({"keyword": {"startsWith": "som"}}, ["mug"]),
    ({"contentType": {"eq": "image/png"}}, ["shoe"]),
    ({"fileName": {"eq": "Fiji.JPG"}}, ["fiji"]),
    ({"fileName": {"startsWith": "s"}}, ["shoe"]),
    ({"problem": {"eq": "FILE_TRUNCATED"}}, ["broken"]),
    ({"problem": {"exists": True}}, ["broken"]),
    ({"missing": ["ALT_TEXT"]}, ["broken", "fiji", "mug"]),
    ({"missing": ["PRODUCT"]}, ["broken", "fiji"]),
    ({"missing": []}, []),
    ({"place": {"circle": {"latitude": -23.5, "longitude": -46.5, "metres": 20000}}}, ["mug"]),
    ({"place": {"box": {"south": -20, "west": 170, "north": 0, "east": -170}}}, ["fiji"]),
    ({"place": {"box": {"south": -90, "west": -180, "north": 90, "east": 180}}}, ["fiji", "mug"]),
    ({"place": {"box": {"south": -24, "west": -47, "north": -23.5, "east": -46.6}}}, ["mug"]),
    ({"place": {"box": {"south": -24, "west": -47, "north": -23.6, "east": -46}}}, []),
    ({"search": "canecas"}, ["mug"]),
    ({"reviewState": "PENDING", "shape": {"eq": "SQUARE"}}, ["shoe"]),
    ({"and": [{"search": "mug"}, {"shape": {"eq": "SQUARE"}}]}, ["shoe"]),
    ({"and": []}, ALL),
    ({"or": [{"search": "caneca"}, {"problem": {"exists": True}}]}, ["broken", "mug"]),
    ({"or": []}, []),
    ({"not": {"processing": {"eq": "READY"}}}, ["broken"]),
    ({"not": {}}, []),
    ({"not": {"or": [{"search": "caneca"}, {"missing": ["PRODUCT"]}]}}, ["shoe"]),
    ({"product": {"eq": "\0"}}, []),
    ({"keyword": {"startsWith": "\0.*"}}, []),
]


async def test_every_condition_finds_what_it_says(shelf: Client) -> None:
    """Each operator on each field, alone and joined by and, or, not."""
    found = [(where, await named(shelf, where=where)) for where, _ in FILTERS]

    assert found == FILTERS


def within(levels: int) -> dict[str, Any]:
    """A filter within filters."""
    return {"not": within(levels - 1)} if levels else {"search": "mug"}


REFUSED: dict[str, dict[str, Any]] = {
    "levels": {"where": within(5)},
    "conditions": {"where": {"and": [{"fileName": {"eq": "x"}}] * 51}},
    "values": {"where": {"keyword": {"in": ["x"] * 101}}},
    "characters": {"search": "x" * 201},
    "words": {"search": "a1 " * 13},
    "latitudes": {"where": {"place": {"circle": {"latitude": 91, "longitude": 0, "metres": 1}}}},
    "radius": {"where": {"place": {"circle": {"latitude": 9, "longitude": 0, "metres": 0}}}},
    "south": {"where": {"place": {"box": {"south": 9, "west": 0, "north": 1, "east": 1}}}},
    "`last` is 0": {"last": 0},
}


@pytest.mark.parametrize("said", REFUSED)
async def test_what_goes_too_far_is_refused(shelf: Client, said: str) -> None:
    """With the limit in the sentence, before anything is read."""
    answer = await shelf.raw(LIST, **REFUSED[said])

    [error] = answer["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert said in error["message"]


async def test_the_last_levels_are_allowed(shelf: Client) -> None:
    """Four levels of filters within filters are a filter."""
    assert await named(shelf, where=within(4)) == ["shoe", "mug"]


async def test_pages_go_both_ways(shelf: Client) -> None:
    """From the end as from the beginning, in the same order."""
    order = {"field": "UPDATED_AT", "direction": "ASC"}
    end = (await shelf.ask(LIST, order=order, last=2))["images"]
    before = end["pageInfo"]["startCursor"]
    begin = (await shelf.ask(LIST, order=order, last=2, before=before))["images"]
    ends = (begin["pageInfo"]["startCursor"], end["pageInfo"]["endCursor"])
    between = await named(shelf, order=order, after=ends[0], before=ends[1])

    assert [one["imported"]["fileName"] for one in end["nodes"]] == ["shoe.png", "mug.jpg"]
    assert [one["imported"]["fileName"] for one in begin["nodes"]] == ["broken.jpg", "fiji.jpg"]
    assert (end["pageInfo"]["hasPreviousPage"], end["pageInfo"]["hasNextPage"]) == (True, False)
    assert (begin["pageInfo"]["hasPreviousPage"], begin["pageInfo"]["hasNextPage"]) == (False, True)
    assert between == ["fiji", "shoe"]


COSTS = {
    "images(first: 1, last: 100) { nodes { id } }": 101,
    "images(first: 3, last: $last) { nodes { id } }": 4,
    "images(last: $last) { nodes { id } }": 21,
    "images(last: 2) { nodes { id } }": 3,
    "images { facets { counted } }": 501,
}


@pytest.mark.parametrize(("asked", "points"), COSTS.items())
def test_pages_cost_what_they_may_hold(asked: str, points: int) -> None:
    """Whichever end they are read from; facets what they take to count."""
    declared = "query($last: Int)" if "$last" in asked else "query"
    document = parse(f"{declared} {{ {asked} }}")

    assert cost_of(schema._schema, document, None).points({"last": None}) == points


async def test_an_edit_is_found_when_it_is_acknowledged(shelf: Client) -> None:
    """The new words find the picture, the old ones no longer, whatever wrote them."""
    [id] = [image.id async for image in Image.find({"imported.file_name": "mug.jpg"})]
    said = {"id": global_id("Image", id), "expectedVersion": 1, "title": "Blaue Tasse"}
    answer = await shelf.ask(EDIT, input={"images": [{**said, "productCode": "CUP-7"}]})

    assert answer["updateImages"]["userErrors"] == []
    assert await named(shelf, search="tasse") == ["mug"]
    assert await named(shelf, search="cup-7 ") == ["mug"]
    assert await named(shelf, search="caneca") == []
    assert await named(shelf, search="mug-100 ") == []


async def test_a_product_that_goes_takes_its_code_along(shelf: Client) -> None:
    """Whoever was on it is missing a product, and the code finds nobody."""
    await Product.ensure("MUG-100", None)
    [product] = [one async for one in Product.find({"code": "MUG-100"})]
    gone = """mutation($input: DeleteProductInput!) { deleteProduct(input: $input) {
      userErrors { code } } }"""
    said = {"id": global_id("Product", product.id), "images": "KEEP"}
    answer = await shelf.ask(gone, input=said)

    assert answer["deleteProduct"]["userErrors"] == []
    assert await named(shelf, search="mug-100 ") == []
    assert await named(shelf, where={"missing": ["PRODUCT"]}) == ["broken", "fiji", "mug"]


async def test_strangers_find_nothing(shelf: Client, stranger: Client) -> None:
    """Searching needs a sign-in as listing does."""
    answer = await stranger.raw(LIST, search="mug")

    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"


RANKED = {"field": "RELEVANCE"}


async def ranked(client: Client, **asked: Any) -> list[str]:
    """The names of what is found, those that a search means most in front."""
    return await named(client, order=RANKED, **asked)


@pytest.fixture
async def mugs(admin: Client) -> Client:
    """Somebody who looks at pictures that have to do with mugs; the best is the oldest."""
    said: list[dict[str, Any]] = [
        {"product_code": "MUG"},
        {"metadata": {"title": "A mug"}},
        {"metadata": {"title": "A table", "keywords": ["mug"]}},
        {"metadata": {"title": "A table", "description": "With a red mug"}},
        {"metadata": {"title": "Red mugs"}},
        {"metadata": {"title": "A mugshot"}},
    ]
    assert await Image.reserve_all([shot(f"{n}.jpg", n, **one) for n, one in enumerate(said)]) == []
    return admin


async def test_relevance_goes_by_where_and_how_a_word_stands(mugs: Client) -> None:
    """Codes, titles, keywords, descriptions; then other forms, then mere beginnings."""
    found = await ranked(mugs, search="mug")
    turned = await named(mugs, search="mug", order={**RANKED, "direction": "ASC"})

    assert found == list("014235")
    assert await ranked(mugs, search="mugs") == list("401235")
    assert turned == found[::-1]
    assert await ranked(mugs, search="red mug ") == ["4", "3"]
    assert await ranked(mugs, where={"search": "mug", "product": {"exists": True}}) == ["0"]


async def test_pages_by_relevance_go_both_ways(mugs: Client) -> None:
    """Each picture once, in the one order."""
    asked = {"search": "mug", "order": RANKED}
    front = (await mugs.ask(LIST, **asked, first=2))["images"]["pageInfo"]
    back = (await mugs.ask(LIST, **asked, last=2))["images"]["pageInfo"]

    assert await ranked(mugs, search="mug", first=9, after=front["endCursor"]) == list("4235")
    assert await ranked(mugs, search="mug", last=9, before=back["startCursor"]) == list("0142")
    assert back["hasPreviousPage"]


async def test_relevance_needs_words_that_find_not_too_much(
    mugs: Client, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever asks for what cannot be put in order is told why."""
    nothing = await mugs.raw(LIST, search=" !", order=RANKED)
    no_cursor = await mugs.raw(LIST, search="mug", order=RANKED, after="x")
    monkeypatch.setattr(relevance, "MOST_RANKED", 5)
    many = await mugs.raw(LIST, search="mug", order=RANKED)

    assert "RELEVANCE is the order of `images` with words" in nothing["errors"][0]["message"]
    assert no_cursor["errors"][0]["extensions"]["code"] == "BAD_REQUEST"
    assert "RELEVANCE orders up to 5 pictures" in many["errors"][0]["message"]
    assert await ranked(mugs, search="mug 1.jpg") == ["1"]
    assert await stranger.refused(LIST, search="mug", order=RANKED) == "UNAUTHENTICATED"


async def test_a_cursor_must_be_one_of_this_list(shelf: Client) -> None:
    """Backwards as forwards."""
    cursor = base64.urlsafe_b64encode(b"nonsense").decode()
    answer = await shelf.raw(LIST, before=cursor)

    assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


FACETS = """query($where: ImagesWhere, $first: Int! = 10) { images(where: $where, first: 1) {
  facets(first: $first) { counted more
    productCode { values { value count } more } review { values { value count } }
    camera { values { value } } keyword { values { value } } month { values { value } }
    group { values { value count } } state { values { value count } }
  } } }"""


async def test_facets_count_the_whole_list(shelf: Client) -> None:
    """Not the page, and of it only what the filter leaves; the most frequent first."""
    told = (await shelf.ask(FACETS))["images"]["facets"]
    ready = {"processing": {"eq": "READY"}}
    fewer = (await shelf.ask(FACETS, where=ready, first=1))["images"]["facets"]

    assert (told["counted"], told["more"]) == (4, False)
    assert told["state"]["values"] == [
        {"value": "READY", "count": 3},
        {"value": "FAILED", "count": 1},
    ]
    assert told["camera"]["values"] == [{"value": "EOS R5"}]
    assert told["keyword"]["values"] == [{"value": "Café"}, {"value": "Sommer"}]
    assert told["month"]["values"] == [{"value": "2025-12"}]
    assert told["group"]["values"] == [{"value": global_id("ImageGroup", GROUP), "count": 1}]
    assert fewer["counted"] == 3
    assert fewer["productCode"] == {"values": [{"value": "MUG-100", "count": 1}], "more": True}
    assert fewer["review"]["values"] == [{"value": "PENDING", "count": 2}]


async def test_facets_of_a_group_are_its_own(shelf: Client) -> None:
    """As of every list of pictures; an empty list has none."""
    query = """query($id: ID!) { imageGroup(id: $id) { images { facets { counted
      review { values { value } } } } } }"""
    empty = (await shelf.ask(FACETS, where={"or": []}))["images"]["facets"]
    await ImageGroup(id=GROUP, name="Mugs", created_by=None).insert()
    told = await shelf.ask(query, id=global_id("ImageGroup", GROUP))

    assert (empty["counted"], empty["review"]["values"]) == (0, [])
    assert told["imageGroup"]["images"]["facets"] == {
        "counted": 1,
        "review": {"values": [{"value": "APPROVED"}]},
    }


async def test_facets_that_ask_too_much_are_refused(shelf: Client) -> None:
    """A number of values beyond the limit."""
    answer = await shelf.raw(FACETS, first=51)

    assert answer["errors"][0]["extensions"]["code"] == "BAD_REQUEST"


async def test_facets_that_take_too_long_are_refused(
    shelf: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database stops counting, and the answer says what to do."""
    monkeypatch.setattr(facets, "MILLISECONDS", 1)
    added = {"initialValue": 0, "in": {"$add": [1, "$$value"]}}
    slow = {"$reduce": {"input": {"$range": ["$version", 10**6]}, **added}}
    with pytest.raises(FacetsTookTooLong, match="1 ms"):
        await facets.count(OPERATOR, {"$expr": {"$gt": [slow, "$version"]}}, ["state"], 10)


SIMILAR = """query($id: ID!, $where: ImagesWhere, $far: Int! = 6, $first: Int! = 20) {
  similarTo(id: $id, where: $where, maxDistance: $far, first: $first) {
    distance image { imported { fileName } } } }"""


LIKE = """query($like: SimilarToWhere!, $where: ImagesWhere, $search: String, $first: Int! = 20,
    $after: String, $order: ImageOrder) {
  images(similarTo: $like, where: $where, search: $search, first: $first, after: $after,
    orderBy: $order) {
    totalCount nodes { imported { fileName } } pageInfo { hasNextPage endCursor }
    facets { counted state { values { value count } } } } }"""


async def looking_alike() -> dict[str, Image]:
    """The pictures by name; three of them have looks that are near each other's."""
    hashes = {"mug.jpg": "0" * 16, "shoe.png": "0" * 15 + "1", "fiji.jpg": "0" * 15 + "7"}
    found = {one.imported.file_name: one async for one in Image.find()}
    for number, (name, hash) in enumerate(hashes.items()):
        facts = {"facts.perceptual_hash": hash, "facts.pixel_hash": str(number)}
        await Image.change(found[name].id, {}, {"$set": facts})
        await together(partial(Fingerprint.keep, hash))
    return found


async def test_pictures_that_look_alike_are_told_with_their_distance(shelf: Client) -> None:
    """Nearest first, the picture itself left out, within the filter."""
    found = await looking_alike()

    async def near(**asked: Any) -> list[tuple[str, int]]:
        id = global_id("Image", found["mug.jpg"].id)
        told = (await shelf.ask(SIMILAR, id=id, **asked))["similarTo"]
        return [(one["image"]["imported"]["fileName"], one["distance"]) for one in told]

    assert await near() == [("shoe.png", 1), ("fiji.jpg", 3)]
    assert await near(far=2) == [("shoe.png", 1)]
    assert await near(first=1, where={"shape": {"eq": "PORTRAIT"}}) == [("fiji.jpg", 3)]
    assert await near(where={"not": {}}) == []


async def test_what_is_not_there_looks_like_nothing(shelf: Client) -> None:
    """One that was never checked is like none; one that is not there is no picture."""
    [id] = [image.id async for image in Image.find({"imported.file_name": "broken.jpg"})]
    known = await shelf.ask(SIMILAR, id=global_id("Image", id))
    unknown = await shelf.raw(SIMILAR, id=global_id("Image", PydanticObjectId()))

    assert known["similarTo"] == []
    assert unknown["errors"][0]["extensions"]["code"] == "NOT_FOUND"


async def test_a_list_is_narrowed_to_what_looks_alike(
    shelf: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside any filter and search, in any order, page by page, counted and with facets."""
    found = await looking_alike()
    like = {"id": global_id("Image", found["mug.jpg"].id)}

    async def near(**asked: Any) -> dict[str, Any]:
        return dict((await shelf.ask(LIKE, **{"like": like, **asked}))["images"])

    def names(page: dict[str, Any]) -> list[str]:
        return [node["imported"]["fileName"] for node in page["nodes"]]

    first = await near(first=1)
    second = await near(first=1, after=first["pageInfo"]["endCursor"])
    ranked = {"field": "RELEVANCE", "direction": "DESC"}
    assert (names(first), first["pageInfo"]["hasNextPage"]) == (["fiji.jpg"], True)
    assert (names(second), second["pageInfo"]["hasNextPage"]) == (["shoe.png"], False)
    assert first["totalCount"] == first["facets"]["counted"] == 2
    assert first["facets"]["state"]["values"] == [{"value": "READY", "count": 2}]
    assert names(await near(like={**like, "maxDistance": 2})) == ["shoe.png"]
    assert names(await near(where={"shape": {"eq": "PORTRAIT"}})) == ["fiji.jpg"]
    assert names(await near(search="running", order=ranked)) == ["shoe.png"]
    monkeypatch.setattr(likeness, "MOST_LOOKS", 2)
    assert names(await near()) == ["shoe.png"]


async def test_what_nothing_looks_like_is_refused_or_finds_nothing(shelf: Client) -> None:
    """Never checked: nothing. Not there, no picture, too far: told which."""
    [id] = [image.id async for image in Image.find({"imported.file_name": "broken.jpg"})]
    unchecked = global_id("Image", id)
    empty = (await shelf.ask(LIKE, like={"id": unchecked}))["images"]

    assert (empty["totalCount"], empty["nodes"]) == (0, [])
    for like, code, said in (
        ({"id": global_id("Image", PydanticObjectId())}, "NOT_FOUND", "no image"),
        ({"id": global_id("User", id)}, "BAD_REQUEST", "similarTo"),
        ({"id": "x"}, "BAD_REQUEST", "similarTo"),
        ({"id": unchecked, "maxDistance": 9}, "BAD_REQUEST", "maxDistance"),
        ({"id": unchecked, "maxDistance": -1}, "BAD_REQUEST", "maxDistance"),
    ):
        [error] = (await shelf.raw(LIKE, like=like))["errors"]
        assert error["extensions"]["code"] == code
        assert said in error["message"] or said in str(error["extensions"]), error
