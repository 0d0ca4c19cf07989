"""Smart collections: filters with a name, applied whenever somebody looks."""

import asyncio
from typing import Any

from documents.audit import AuditEntry
from documents.collections import Collection
from documents.images import Image
from documents.users import Role
from graph.ids import global_id, object_id
from tests.graph.conftest import SignUp
from tests.graph.documents import ERRORS, UPLOAD
from tests.graph.order import (
    collection,
    do,
    done,
    found,
    group,
    order,
    paths,
    uploaded,
)
from tests.graph.test_cost import Commands, commands
from tests.graph.test_custom_fields import DELETE as DELETE_FIELD
from tests.graph.test_custom_fields import created
from tests.server import Client, Sent, codes

__all__ = ["commands"]

WHERE = """where { productCode groupId reviewState expiringWithinDays
    customFields { key number { min max } date { min } } quality { minScore failed } }"""
SMART = f"""id version name description kind imageCount cover {{ id }} {WHERE}
    orderBy {{ field direction }} whereErrors {{ code path message }} images {{ nodes {{ id }} }}"""
CREATE = f"""mutation ($input: CreateSmartCollectionInput!) {{
  createSmartCollection(input: $input) {{ collection {{ {SMART} }} {ERRORS} }} }}"""
UPDATE = f"""mutation ($input: UpdateSmartCollectionInput!) {{
  updateSmartCollection(input: $input) {{ collection {{ {SMART} }} {ERRORS} }} }}"""
SEEN = f"query ($id: ID!) {{ collection(id: $id) {{ {SMART} }} }}"
Json = dict[str, Any]


async def made(client: Client, **input: Any) -> Json:
    """What came of saving a filter."""
    told = {"name": "Open", "where": {}, **input}
    return dict((await client.ask(CREATE, input=told))["createSmartCollection"])


async def saved(client: Client, **input: Any) -> Json:
    """A new smart collection."""
    payload = await made(client, **input)
    assert payload["userErrors"] == []
    return dict(payload["collection"])


async def changed(client: Client, **input: Any) -> Json:
    """What came of changing one."""
    return dict((await client.ask(UPDATE, input=input))["updateSmartCollection"])


async def seen(client: Client, id: str) -> Json:
    """A collection as it is now."""
    return dict((await client.ask(SEEN, id=id))["collection"])


async def test_it_holds_what_its_filter_finds_now(importer: Client) -> None:
    """Pictures come and go with what is said of them; pages, count and cover follow its order."""
    a, b, c = await uploaded(importer, 3, productCode="SKU-1")
    [other] = await uploaded(importer, 1, productCode="SKU-2")
    oldest = {"field": "CREATED_AT", "direction": "ASC"}
    smart = await saved(importer, where={"productCode": "SKU-1"}, orderBy=oldest)
    walked = await order(importer, smart["id"])
    move = {"images": [{"id": a, "expectedVersion": 1, "productCode": "SKU-2"}]}
    await importer.ask(
        "mutation ($input: UpdateImagesInput!) { updateImages(input: $input) { images { id } } }",
        input=move,
    )
    later = await seen(importer, smart["id"])
    newest = await saved(importer, where={"productCode": "SKU-2"})

    assert (smart["kind"], smart["imageCount"], smart["cover"]) == ("SMART", 3, {"id": a})
    assert walked == [a, b, c]
    assert (later["imageCount"], later["cover"]) == (2, {"id": b})
    assert await order(importer, smart["id"]) == [b, c]
    assert await order(importer, newest["id"]) == [other, a]


async def test_its_filter_is_read_back(importer: Client, admin: Client) -> None:
    """Field by field as it was given, by node and in the list beside hand-made ones."""
    group_id, manual = await group(importer), await collection(importer)
    await created(admin, "day", "DATE")
    where = {
        "productCode": "SKU-1",
        "groupId": group_id,
        "reviewState": "PENDING",
        "expiringWithinDays": 30,
        "quality": {"minScore": 20, "failed": ["SHARPNESS"]},
        "customFields": [{"key": "day", "number": None, "date": {"min": "2026-02-28"}}],
    }
    updated = {"field": "UPDATED_AT", "direction": "ASC"}
    smart = await saved(importer, where=where, orderBy=updated, description="Due")
    listed = await importer.ask(f"{{ collections {{ nodes {{ id kind {WHERE} }} }} }}")
    entry = await AuditEntry.find_one({"subject_id": object_id("Collection", smart["id"])})

    assert smart["where"] == where
    assert (smart["orderBy"], smart["description"]) == (updated, "Due")
    assert [(one["id"], one["kind"]) for one in listed["collections"]["nodes"]] == [
        (smart["id"], "SMART"),
        (manual, "MANUAL"),
    ]
    assert listed["collections"]["nodes"][0]["where"] == smart["where"]
    assert listed["collections"]["nodes"][1]["where"] is None
    assert entry is not None
    assert entry.action == "collection.created"
    assert entry.after["filter"]["product_code"] == "SKU-1"


async def test_nobody_fills_it_by_hand(importer: Client) -> None:
    """Adding, taking out, sorting, a cover and uploads are refused, and nothing of them is kept."""
    [a] = await uploaded(importer, 1)
    id = (await saved(importer))["id"]
    one = {"collectionId": id, "imageIds": [a]}
    refused = [
        await do(importer, "addImagesToCollection", **one),
        await do(importer, "removeImagesFromCollection", **one),
        await do(importer, "reorderCollection", **one, to={"end": "START"}),
    ]
    cover = await do(importer, "updateCollection", id=id, expectedVersion=1, coverId=a)
    answer = await importer.upload(UPLOAD, [Sent("x.jpg", b"x")], collectionIds=[id])
    renamed = await done(importer, "updateCollection", id=id, expectedVersion=1, name="All")

    assert [paths(payload) for payload in refused] == [
        [("COLLECTION_IS_SMART", ["collectionId"])]
    ] * 3
    assert paths(cover) == [("COLLECTION_IS_SMART", ["coverId"])]
    assert paths(answer["uploadImages"]) == [("COLLECTION_IS_SMART", ["collectionIds"])]
    assert renamed["collection"]["name"] == "All"
    assert await Image.find({"collection_ids": object_id("Collection", id)}).to_list() == []


async def test_what_is_wrong_is_told_at_its_place(importer: Client) -> None:
    """Filters that name nothing, or a smart collection, and names that are none are not kept."""
    id, manual = (await saved(importer))["id"], await collection(importer)
    nothing = global_id("Collection", "650000000000000000000000")
    wrong = [
        await made(importer, where={"collectionId": id}),
        await changed(importer, id=id, expectedVersion=1, where={"collectionId": id}),
        await made(importer, where={"groupId": manual}),
        await made(importer, where={"customFields": [{"key": "nope"}]}),
        await made(importer, name="  "),
        await changed(importer, id=manual, expectedVersion=1, where={}),
        await made(importer, where={"collectionId": nothing}),
    ]
    unknown = await importer.refused(CREATE, input={"name": "x", "where": {"sku": "1"}})
    days = await importer.refused(CREATE, input={"name": "x", "where": {"expiringWithinDays": 0}})

    assert [paths(payload) for payload in wrong] == [
        [("SMART_COLLECTION_NESTED", ["where"])],
        [("SMART_COLLECTION_NESTED", ["where"])],
        [("INVALID_ID", ["where", "groupId"])],
        [("CUSTOM_FIELD_UNKNOWN", ["customFields"])],
        [("TEXT_MISSING", [])],
        [("COLLECTION_IS_MANUAL", ["id"])],
        [("NOT_FOUND", ["where"])],
    ]
    assert (unknown, days) == ("BAD_REQUEST", "BAD_REQUEST")
    assert await Collection.find({"kind": "SMART"}).count() == 1


async def test_a_filter_that_names_what_is_gone_finds_nothing(
    reviewer: Client, admin: Client
) -> None:
    """A group, a collection and a custom field are missed by name; the collection is empty then."""
    [a] = await uploaded(reviewer, 1)
    group_id, manual = await group(reviewer), await collection(reviewer, a)
    field = await created(admin, "grams", "NUMBER")
    asked = {"customFields": [{"key": "grams", "number": {"max": 5}}]}
    by_group = (await saved(reviewer, where={"groupId": group_id}))["id"]
    by_collection = (await saved(reviewer, where={"collectionId": manual}))["id"]
    by_field = (await saved(admin, where=asked))["id"]
    before = await seen(reviewer, by_collection)
    await do(reviewer, "deleteImageGroup", id=group_id, images="KEEP")
    await do(reviewer, "deleteCollection", id=manual)
    await admin.ask(DELETE_FIELD, input={"id": field["id"], "expectedVersion": 1})
    after = [await seen(reviewer, id) for id in (by_group, by_collection, by_field)]
    mended = await changed(reviewer, id=by_group, expectedVersion=1, where={})

    assert (before["imageCount"], before["whereErrors"]) == (1, [])
    assert [one["whereErrors"][0]["code"] for one in after] == [
        "NOT_FOUND",
        "NOT_FOUND",
        "CUSTOM_FIELD_UNKNOWN",
    ]
    assert [(one["imageCount"], one["cover"], one["images"]["nodes"]) for one in after] == [
        (0, None, [])
    ] * 3
    assert after[2]["where"]["customFields"] == [
        {"key": "grams", "number": {"min": None, "max": 5}, "date": None}
    ]
    assert (mended["collection"]["whereErrors"], mended["collection"]["imageCount"]) == ([], 1)


async def test_a_filter_of_another_version_is_told(importer: Client) -> None:
    """What was kept and cannot be read any more is no failure of ours."""
    id = (await saved(importer))["id"]
    await Collection.get_pymongo_collection().update_one(
        {"_id": object_id("Collection", id)}, {"$set": {"filter": {"review_state": "NONE"}}}
    )
    outdated = await seen(importer, id)

    assert [one["code"] for one in outdated["whereErrors"]] == ["FILTER_OUTDATED"]
    assert outdated["images"]["nodes"] == []


async def test_of_many_changes_one_wins(importer: Client) -> None:
    """Of ten changes of one version one is made; the others get CONFLICT and the new filter."""
    id = (await saved(importer))["id"]
    answers = await asyncio.gather(
        *(
            changed(importer, id=id, expectedVersion=1, where={"productCode": f"SKU-{number}"})
            for number in range(10)
        )
    )
    [winner] = [one["collection"]["where"] for one in answers if not one["userErrors"]]

    assert sum(codes(one) == ["CONFLICT"] for one in answers) == 9
    assert all(one["collection"]["where"] == winner for one in answers)
    assert (await seen(importer, id))["version"] == 2


async def test_name_and_order_change_without_the_filter(importer: Client) -> None:
    """What is not sent stays; null clears the description, and no name."""
    a, b = await uploaded(importer, 2)
    id = (await saved(importer, where={"reviewState": "PENDING"}, description="Old"))["id"]
    oldest = {"field": "CREATED_AT", "direction": "ASC"}
    edit = {"id": id, "name": " New ", "description": None, "orderBy": oldest}
    payload = await changed(importer, **edit, expectedVersion=1)
    after = payload["collection"]

    assert payload["userErrors"] == []
    assert (after["name"], after["description"], after["version"]) == ("New", None, 2)
    assert (after["orderBy"], after["where"]["reviewState"]) == (oldest, "PENDING")
    assert await order(importer, id) == [a, b]


async def test_the_same_key_gives_the_same_collection(importer: Client) -> None:
    """Sent again it is answered as before; with another filter it is refused."""
    key = {"idempotencyKey": "k", "where": {"productCode": "A"}}
    first, second = [await made(importer, **key) for _ in range(2)]
    other = await made(importer, **{**key, "where": {"productCode": "B"}})

    assert first == second
    assert codes(other) == ["IDEMPOTENCY_KEY_REUSED"]
    assert await Collection.count() == 1


async def test_deleting_it_deletes_no_image(reviewer: Client) -> None:
    """The filter goes, what it found stays."""
    [a] = await uploaded(reviewer, 1)
    id = (await saved(reviewer))["id"]
    await done(reviewer, "deleteCollection", id=id)

    assert await found(reviewer, "Collection", id) is None
    assert await Image.find({"_id": object_id("Image", a), "deleted_at": None}).count() == 1


async def test_it_is_shared_and_changed_by_those_who_may(
    importer: Client, sign_up: SignUp, stranger: Client
) -> None:
    """Viewers see it and change nothing; strangers see nothing."""
    viewer = await sign_up("vera", Role.VIEWER)
    id = (await saved(importer))["id"]

    assert (await seen(viewer, id))["kind"] == "SMART"
    assert await viewer.refused(CREATE, input={"name": "x", "where": {}}) == "FORBIDDEN"
    assert await viewer.refused(UPDATE, input={"id": id, "expectedVersion": 1}) == "FORBIDDEN"
    assert await stranger.refused(SEEN, id=id) == "UNAUTHENTICATED"


async def test_a_page_of_them_costs_the_same_whatever_its_size(
    commands: Commands, importer: Client
) -> None:
    """Images, counts, covers and errors of six are read with as many queries as those of one."""
    ids, group_id = await uploaded(importer, 3, productCode="A"), await group(importer)
    for number in range(3):
        await saved(importer, where={"groupId": group_id}, name=f"G{number}")
        await saved(importer, where={"productCode": "A"}, name=f"P{number}")
    text = """query ($first: Int!) { collections(first: $first) { nodes {
      imageCount cover { id } whereErrors { code } where { productCode }
      images(first: 2) { totalCount nodes { id title } } } } }"""
    costs = []
    for first in (1, 6):
        commands.names.clear()
        nodes = (await importer.ask(text, first=first))["collections"]["nodes"]
        costs.append(len(commands.names))
    found = [[image["id"] for image in one["images"]["nodes"]] for one in nodes]

    # Each of the lists also looks for the groups that the filters name.
    assert costs[1] <= costs[0] + 4
    assert costs[1] <= 13
    assert found == [ids[:0:-1], []] * 3
    assert [one["imageCount"] for one in nodes] == [3, 0] * 3
