"""Looking, editing and deleting."""

import asyncio
import base64
import json
from typing import Any

import pytest

from storage.bucket import Bucket
from tests import photos
from tests.graph.documents import DELETE, IMAGE, UPDATE
from tests.graph.steps import fetched, image, processed, published, upload
from tests.graph.trashing import PURGE
from tests.server import Client, Sent, codes

PHOTO = Sent("a.jpg", photos.jpeg(gps=photos.LISBON, description="A shoe"))
LIST = """
query List($where: ImagesWhere, $first: Int! = 20, $after: String, $order: ImageOrder) {
  images(where: $where, first: $first, after: $after, orderBy: $order) {
    nodes { id fileName }
    edges { cursor node { id } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    totalCount
  }
}"""


async def uploaded(client: Client, count: int, **said: Any) -> list[str]:
    """The ids of `count` pictures, in the order in which they came in."""
    ids = []
    for number in range(count):
        [result] = await upload(client, Sent(f"{number}.jpg", PHOTO.content), **said)
        ids.append(result["imageId"])
    return ids


async def test_pages_follow_each_other(importer: Client) -> None:
    """By cursors one walks the whole list once, newest first, whatever the page size."""
    ids = await uploaded(importer, 5)
    walked, after = [], None
    while True:
        page = (await importer.ask(LIST, first=2, after=after))["images"]
        walked += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    assert walked == list(reversed(ids))
    assert page["totalCount"] == 5


async def test_the_order_can_be_turned(importer: Client) -> None:
    """The oldest come first where that is asked for."""
    ids = await uploaded(importer, 3)
    order = {"field": "CREATED_AT", "direction": "ASC"}
    found = (await importer.ask(LIST, order=order))["images"]

    assert [node["id"] for node in found["nodes"]] == ids


async def test_filters_hold_together(importer: Client) -> None:
    """Review state, product code and group narrow the list, each and all at once."""
    [one] = await uploaded(importer, 1, productCode="SKU-1", group={"name": "May"})
    await uploaded(importer, 1, productCode="SKU-2")
    group = (await image(importer, one))["group"]["id"]

    for where in (
        {"productCode": "SKU-1"},
        {"groupId": group},
        {"reviewState": "PENDING", "productCode": "SKU-1", "groupId": group},
    ):
        found = (await importer.ask(LIST, where=where))["images"]
        assert [node["id"] for node in found["nodes"]] == [one]
    empty = await importer.ask(LIST, where={"reviewState": "APPROVED"})
    assert empty["images"]["nodes"] == []


@pytest.mark.parametrize("first", [0, 101, -1])
async def test_a_page_has_its_limits(importer: Client, first: int) -> None:
    """Too few or too many rows are refused with the limits."""
    answer = await importer.raw(LIST, first=first)

    [error] = answer["errors"]
    assert error["extensions"]["code"] == "BAD_REQUEST"
    assert "1 to 100" in error["message"]


@pytest.mark.parametrize("after", ["x", "W10=", "WyJhIiwgImIiXQ==", "ÿ"])
async def test_a_cursor_must_be_ours(importer: Client, after: str) -> None:
    """What is no cursor is refused, and is no error of ours."""
    assert await importer.refused(LIST, after=after) == "BAD_REQUEST"


FORGED = [
    ("images(after: $after)", "0001-01-01T00:00:00+14:00"),
    ("images(after: $after)", "9999-12-31T23:59:59-14:00"),
    ("images(before: $after, last: 2)", "0001-01-01T00:00:00+14:00"),
    ('images(search: "a", orderBy: {field: RELEVANCE}, after: $after)', str(2**70)),
    ('images(search: "a", orderBy: {field: RELEVANCE}, after: $after)', str(-(2**70))),
    ("libraryProducts(after: $after)", "\ud800"),
    ("users(after: $after)", "\ud800"),
]


@pytest.mark.parametrize(("list", "value"), FORGED)
async def test_a_forged_cursor_is_refused(admin: Client, list: str, value: str) -> None:
    """What no database could compare with is the sender's fault, whatever the list."""
    pair = json.dumps([value, "6" * 24]).encode()
    query = f"query($after: String) {{ {list} {{ pageInfo {{ hasNextPage }} }} }}"

    forged = base64.urlsafe_b64encode(pair).decode()
    assert await admin.refused(query, after=forged) == "BAD_REQUEST"


async def test_a_cursor_that_is_a_bottomless_pit_is_refused(importer: Client) -> None:
    """Lists within lists, deeper than anybody reads."""
    pit = base64.urlsafe_b64encode(b"[" * 100_000).decode()
    changes = "query($after: String) { changes(after: $after) { cursor } }"

    assert await importer.refused(LIST, after=pit) == "BAD_REQUEST"
    assert await importer.refused(changes, after=pit) in {"BAD_REQUEST", "FORBIDDEN"}


async def test_objects_are_found_by_their_ids(importer: Client) -> None:
    """`node` and `nodes` give any object back, in order, null for what is not there."""
    [id] = await uploaded(importer, 1, group={"name": "May"})
    found = await image(importer, id)
    query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
    unknown = "SW1hZ2U6NjUwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
    ids = [found["group"]["id"], unknown, id, found["jobId"]]
    nodes = (await importer.ask(query, ids=ids))["nodes"]

    assert [node and node["__typename"] for node in nodes] == ["ImageGroup", None, "Image", "Job"]
    assert [node and node["id"] for node in nodes] == [ids[0], None, ids[2], ids[3]]


async def test_an_id_must_be_ours(importer: Client) -> None:
    """What is no global id, or one of another type, is refused by name."""
    [id] = await uploaded(importer, 1, group={"name": "May"})
    group = (await image(importer, id))["group"]["id"]

    assert await importer.refused(IMAGE, id="nonsense") == "BAD_REQUEST"
    assert await importer.refused(IMAGE, id=group) == "BAD_REQUEST"


async def test_private_links_show_clean_pictures(reviewer: Client, worker: None) -> None:
    """Signed links lead to renditions without the position, which the original still has."""
    [id] = await processed(reviewer, Sent("a.jpg", photos.jpeg(3000, 2000, gps=photos.LISBON)))
    found = await image(reviewer, id)
    sizes = [(one["preset"], one["width"], one["height"]) for one in found["renditions"]]
    query = "query ($id: ID!) { image(id: $id) { originalUrl } }"
    original = (await reviewer.ask(query, id=id))["image"]["originalUrl"]

    assert sizes == [("FULLSIZE", 2048, 1365), ("THUMB", 400, 267)]
    for one in found["renditions"]:
        answer = await fetched(one["url"])
        assert answer.headers["content-type"] == one["contentType"] == "image/jpeg"
        assert len(answer.content) == one["bytes"]
        assert b"Exif" not in answer.content
    assert (
        b"GPS" in (await fetched(original)).content or b"Exif" in (await fetched(original)).content
    )
    assert found["metadata"]["latitude"] is not None


async def test_originals_are_for_reviewers(importer: Client, worker: None) -> None:
    """The untouched file, with its position, is not for every role."""
    [id] = await processed(importer, PHOTO)
    query = "query ($id: ID!) { image(id: $id) { originalUrl } }"

    assert await importer.refused(query, id=id) == "FORBIDDEN"


async def test_edits_win_over_the_file(importer: Client, worker: None) -> None:
    """What is sent is set, null clears, what is not sent stays as it was."""
    [id] = await processed(importer, PHOTO)
    before = await image(importer, id)
    assert before["description"] == "A shoe"
    set_both = {"title": " Red shoe ", "keywords": ["red", "shoe", "red", " "]}
    input = {"id": id, "expectedVersion": before["version"], **set_both}
    edited = (await importer.ask(UPDATE, input=input))["updateImage"]["image"]
    input = {"id": id, "expectedVersion": edited["version"], "description": None}
    cleared = (await importer.ask(UPDATE, input=input))["updateImage"]["image"]

    assert edited["title"] == "Red shoe"
    assert edited["keywords"] == ["red", "shoe"]
    assert edited["description"] == "A shoe"
    assert (cleared["title"], cleared["description"]) == ("Red shoe", None)


async def test_a_product_is_made_and_renamed(importer: Client) -> None:
    """A new code makes its product; a name renames it for all of its pictures."""
    [one, other] = await uploaded(importer, 2, productCode="SKU-1")
    input = {"id": one, "expectedVersion": 1, "productCode": "SKU-1", "productName": "Shoe"}
    await importer.ask(UPDATE, input=input)

    assert (await image(importer, other))["product"] == {"code": "SKU-1", "name": "Shoe"}


async def test_nobody_overwrites_what_they_have_not_seen(importer: Client) -> None:
    """Of twenty edits of one version one is made; the others get CONFLICT and the new state."""
    [id] = await uploaded(importer, 1)
    edits = [
        importer.ask(UPDATE, input={"id": id, "expectedVersion": 1, "title": f"Title {n}"})
        for n in range(20)
    ]
    answers = [answer["updateImage"] for answer in await asyncio.gather(*edits)]
    winner = next(answer["image"]["title"] for answer in answers if not answer["userErrors"])

    assert sum(codes(answer) == ["CONFLICT"] for answer in answers) == 19
    assert {answer["image"]["title"] for answer in answers} == {winner}
    assert {answer["image"]["version"] for answer in answers} == {2}


async def test_a_text_has_its_limit(importer: Client) -> None:
    """A text that is too long is refused with the field and the limit, and nothing is written."""
    [id] = await uploaded(importer, 1)
    input = {"id": id, "expectedVersion": 1, "title": "x" * 257, "description": "good"}
    answer = (await importer.ask(UPDATE, input=input))["updateImage"]
    params = {param["name"]: param["value"] for param in answer["userErrors"][0]["params"]}

    assert codes(answer) == ["TEXT_TOO_LONG"]
    assert params == {"field": "title", "limit": "256", "actual": "257"}
    assert (await image(importer, id))["description"] is None


async def test_deleted_and_purged_is_gone_for_good(
    admin: Client, reviewer: Client, worker: None, bucket: Bucket
) -> None:
    """Record and objects are gone, the public ones too; to delete again changes nothing."""
    files = [PHOTO, Sent("b.jpg", PHOTO.content)]
    [id, other] = await processed(reviewer, *files, group={"name": "May"})
    [found] = await published(reviewer, id)
    for _ in range(2):
        answer = (await reviewer.ask(DELETE, input={"ids": [id]}))["deleteImages"]
        assert (answer["deletedIds"], answer["userErrors"]) == ([id], [])
    answer = (await admin.ask(PURGE, input={"ids": [id]}))["purgeImages"]
    assert (answer["purgedIds"], answer["userErrors"]) == ([id], [])
    link = reviewer.address + found["publication"]["renditions"][0]["url"]
    left = sorted([info.key.split("/", 1)[1] async for info in bucket.list("")])

    assert (await reviewer.ask(IMAGE, id=id))["image"] is None
    assert (await fetched(link)).status_code == 410
    assert left == ["fullsize/b.jpg", "original/b.jpg", "thumb/b.jpg"]
    assert (await image(reviewer, other))["state"] == "READY"
