"""How a shop mirrors the catalogue, over HTTP: a snapshot, then one feed of changes."""

import asyncio
import json
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.publishing.feed import KEPT, sweep_changes
from documents.changes import Change
from documents.clock import now
from tests import photos
from tests.graph.documents import CATALOG, DELETE, WITHDRAW
from tests.graph.order import done
from tests.graph.steps import image, processed, published
from tests.graph.test_metadata import EDIT
from tests.graph.test_review import shop
from tests.server import Client, Sent

SEEN = """
  id productCode productName role position sortKey title description altText decorative
  altTexts { locale text } credit copyrightNotice licenseUrl digitalSourceType
  width height ratio dominantColor thumbHash focalPoint { x y }
  renditions { preset url width height bytes contentType } sources { contentType srcset }
  sequence updatedAt
"""
CHANGES = f"""
query Changes($after: String, $first: Int! = 100) {{
  changes(after: $after, first: $first) {{
    nodes {{
      sequence kind at imageId productCode previousProductCode fields image {{ {SEEN} }}
    }}
    edges {{ cursor node {{ sequence }} }}
    pageInfo {{ hasNextPage hasPreviousPage endCursor }}
    latest
  }}
}}"""
SNAPSHOT = f"""
query Snapshot($after: String, $first: Int! = 100) {{
  catalogSnapshot(first: $first, after: $after) {{
    nodes {{ {SEEN} }} pageInfo {{ hasNextPage endCursor }} cursor
  }}
}}"""
ALT = """
query Alt($list: String, $own: String) {
  products(codes: ["SKU-1"], locale: $list) {
    nodes { images { altText own: altText(locale: $own) altTexts { locale text } } }
  }
}"""
PHOTO = Sent(
    "secret-name.jpg", photos.jpeg(800, 600, gps=photos.LISBON, camera=("Canon", "EOS R5"))
)
SMALL = Sent("a.jpg", photos.jpeg(24, 16))


async def changes(client: Client, after: str | None = None, first: int = 100) -> dict[str, Any]:
    """A page of the feed."""
    return dict((await client.ask(CHANGES, after=after, first=first))["changes"])


async def snapshot(client: Client, first: int = 100) -> tuple[dict[str, Any], str]:
    """All pictures by id, and the cursor to go on from."""
    copy: dict[str, Any] = {}
    after = None
    while True:
        page = (await client.ask(SNAPSHOT, after=after, first=first))["catalogSnapshot"]
        copy |= {one["id"]: one for one in page["nodes"]}
        if not page["pageInfo"]["hasNextPage"]:
            return copy, page["cursor"]
        after = page["pageInfo"]["endCursor"]


async def edit(client: Client, id: str, **changed: Any) -> None:
    """Say something else of a picture."""
    version = (await image(client, id))["version"]
    one = {"id": id, "expectedVersion": version, **changed}
    answer = (await client.ask(EDIT, input={"images": [one]}))["updateImages"]
    assert answer["userErrors"] == []


async def test_a_shop_mirrors_the_catalogue(admin: Client, reviewer: Client, worker: None) -> None:
    """From a snapshot on, each change tells what to store, or to remove, under which id."""
    one, two = await processed(reviewer, PHOTO, SMALL, productCode="SKU-1", productName="Shoe")
    await published(reviewer, one)
    async with await shop(admin) as client:
        copy, cursor = await snapshot(client)
        assert list(copy) == [one]
        await published(reviewer, two)
        await edit(reviewer, one, title="Red")
        order = {"productCode": "SKU-1", "imageIds": [two], "to": {"end": "START"}}
        await done(reviewer, "reorderProductImages", **order)
        await reviewer.ask(WITHDRAW, input={"ids": [one], "reason": "RIGHTS"})
        page = await changes(client, cursor)
        for change in page["nodes"]:
            copy.pop(change["imageId"], None)
            if change["image"]:
                copy[change["imageId"]] = change["image"]
        truth, _ = await snapshot(client)
        rest = await changes(client, page["pageInfo"]["endCursor"])

    told = [(c["sequence"], c["kind"], c["imageId"], c["fields"]) for c in page["nodes"]]
    assert told == [
        (2, "PUBLISHED", two, []),
        (3, "UPDATED", one, ["title"]),
        (4, "REORDERED", two, ["sortKey"]),
        (5, "REORDERED", one, ["sortKey"]),
        (6, "WITHDRAWN", one, []),
    ]
    assert {c["productCode"] for c in page["nodes"]} == {"SKU-1"}
    assert [bool(c["image"]) for c in page["nodes"]] == [True, False, True, False, False]
    assert copy == truth
    assert (rest["nodes"], rest["pageInfo"]["endCursor"], rest["latest"]) == ([], None, 6)


async def test_what_shops_see_has_all_that_a_page_needs(reviewer: Client, worker: None) -> None:
    """Sizes, sources narrowest first, colours; a small picture has each width once."""
    one, two = await processed(reviewer, PHOTO, SMALL, productCode="SKU-1")
    await published(reviewer, one, two)
    copy, _ = await snapshot(reviewer)
    seen = copy[one]

    assert (seen["width"], seen["height"], seen["ratio"]) == (800, 600, 800 / 600)
    assert seen["dominantColor"].startswith("#")
    urls = {(r["contentType"], r["width"]): r["url"] for r in seen["renditions"]}
    webp, jpeg = seen["sources"]
    assert webp["srcset"] == (f"{urls['image/webp', 480]} 480w, {urls['image/webp', 800]} 800w")
    assert jpeg["contentType"] == "image/jpeg"
    assert [one["srcset"].count(" 24w") for one in copy[two]["sources"]] == [1, 1]
    assert [copy[id]["position"] for id in (one, two)] == [1, 2]
    assert copy[one]["sortKey"] < copy[two]["sortKey"]
    [product] = (await reviewer.ask(CATALOG))["products"]["nodes"]
    assert [found["id"] for found in product["images"]] == [one, two]


async def test_the_catalogue_keeps_nothing_that_is_private(
    reviewer: Client, worker: None, database: AsyncDatabase[dict[str, Any]]
) -> None:
    """No place, name of a file or of a person, key of an original or note is in its collections."""
    [one] = await processed(reviewer, PHOTO, productCode="SKU-1")
    said = {"creators": ["Ada Secret"], "city": "Lisbon-Secret", "keywords": ["secret-word"]}
    await edit(reviewer, one, title="Public", **said)
    await published(reviewer, one)
    input = {"ids": [one], "reason": "RIGHTS", "note": "secret note"}
    texts = [await _all_text(database)]
    await reviewer.ask(WITHDRAW, input=input)
    texts.append(await _all_text(database))

    assert "Public" in texts[0]
    for text in texts:
        for private in ("secret", "38.72", "original", "fullsize", "canon", "example.com"):
            assert private not in text.lower(), private


async def _all_text(database: AsyncDatabase[dict[str, Any]]) -> str:
    """All that shops could ever be told, as text; names of public files are public."""
    rows = [
        raw
        for name in ("catalog", "changes", "catalog_products")
        for raw in await database[name].find().to_list()
    ]
    for raw in rows:
        for rendition in raw.get("renditions", []):
            assert rendition["key"].startswith("published/")
            rendition["key"] = ""
    return json.dumps(rows, default=str)


async def test_a_feed_is_read_page_by_page(reviewer: Client, worker: None) -> None:
    """Each page goes on after the one before; edges say the same as nodes."""
    [one] = await processed(reviewer, SMALL)
    await published(reviewer, one)
    for title in ("Red", "Green"):
        await edit(reviewer, one, title=title)
    first = await changes(reviewer, first=2)
    second = await changes(reviewer, first["pageInfo"]["endCursor"], first=2)

    assert [c["sequence"] for c in first["nodes"]] == [1, 2]
    assert [edge["node"]["sequence"] for edge in first["edges"]] == [1, 2]
    assert first["edges"][-1]["cursor"] == first["pageInfo"]["endCursor"]
    assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (True, False)
    assert [c["sequence"] for c in second["nodes"]] == [3]
    # The picture is told as it is now, whichever change it is told with.
    assert first["nodes"][0]["image"]["title"] == "Green"
    assert first["latest"] == second["latest"] == 3


async def test_deleted_is_told(reviewer: Client, worker: None) -> None:
    """A picture that goes into the trash is DELETED, with the product that it was on."""
    [one] = await processed(reviewer, SMALL, productCode="SKU-1")
    await published(reviewer, one)
    await reviewer.ask(DELETE, input={"ids": [one]})
    told = (await changes(reviewer))["nodes"][-1]

    assert (told["kind"], told["imageId"], told["productCode"]) == ("DELETED", one, "SKU-1")
    assert (told["image"], told["previousProductCode"]) == (None, None)


async def test_alternative_texts_fit_their_readers(reviewer: Client, worker: None) -> None:
    """The field's own locale goes before that of the list; decorative pictures say nothing."""
    [one] = await processed(reviewer, SMALL, productCode="SKU-1")
    texts = [{"locale": "pt-BR", "text": "Tênis"}, {"locale": "en", "text": "Trainer"}]
    await edit(reviewer, one, altText="Shoe", altTexts=texts)
    await published(reviewer, one)

    async def told(**asked: str) -> tuple[str, str]:
        [product] = (await reviewer.ask(ALT, **asked))["products"]["nodes"]
        [found] = product["images"]
        return found["altText"], found["own"]

    assert await told() == ("Shoe", "Shoe")
    assert await told(list="pt") == ("Tênis", "Tênis")
    assert await told(list="pt-PT", own="en-GB") == ("Tênis", "Trainer")
    assert await told(list="de") == ("Shoe", "Shoe")
    await edit(reviewer, one, decorative=True)
    assert await told(list="pt") == ("", "")


async def test_products_are_asked_by_the_clock(reviewer: Client, worker: None) -> None:
    """After a moment only those of which what shops see has changed are listed."""
    query = "query ($t: DateTime!) { products(updatedAfter: $t) { nodes { code } } }"
    one, _ = [
        (await processed(reviewer, SMALL, productCode=code))[0] for code in ("SKU-1", "SKU-2")
    ]
    before = now().isoformat()
    await published(reviewer, one)
    found = (await reviewer.ask(query, t=before))["products"]["nodes"]
    later = (await reviewer.ask(query, t="2100-01-01T00:00:00Z"))["products"]["nodes"]

    assert ([one["code"] for one in found], later) == (["SKU-1"], [])


async def test_an_old_cursor_is_told_what_to_do(reviewer: Client, worker: None) -> None:
    """CURSOR_EXPIRED names the way out, and that way works."""
    [one] = await processed(reviewer, SMALL)
    _, cursor = await snapshot(reviewer)
    await published(reviewer, one)
    await Change.get_pymongo_collection().update_many({}, {"$set": {"at": now() - 2 * KEPT}})
    await sweep_changes()
    for variables in ({"after": cursor}, {}):
        [error] = (await reviewer.raw(CHANGES, **variables))["errors"]
        assert error["extensions"]["code"] == "CURSOR_EXPIRED"
        assert "catalogSnapshot" in error["message"]
    copy, cursor = await snapshot(reviewer)

    assert list(copy) == [one]
    assert (await changes(reviewer, cursor))["nodes"] == []


@pytest.mark.parametrize("query", [CHANGES, SNAPSHOT])
async def test_what_makes_no_sense_is_refused(admin: Client, query: str) -> None:
    """Cursors of other lists, made up ones, and pages that are too large or too small."""
    for after in ("x", "WyJjaGFuZ2UiLCAtMV0=", "WyJhIiwgImIiXQ==", "WyJjaGFuZ2UiLCB0cnVlXQ=="):
        assert await admin.refused(query, after=after) == "BAD_REQUEST"
    for first in (0, -1, 501):
        assert await admin.refused(query, first=first) == "BAD_REQUEST"


async def test_shops_read_and_strangers_do_not(admin: Client, stranger: Client) -> None:
    """A key for the catalogue is enough; without any there is nothing."""
    async with await shop(admin) as client:
        assert (await changes(client))["latest"] == 0
        assert await snapshot(client) == ({}, (await snapshot(admin))[1])

    for query in (CHANGES, SNAPSHOT):
        assert await stranger.refused(query) == "UNAUTHENTICATED"


async def test_two_decide_at_once_and_each_change_is_told_once(
    admin: Client, reviewer: Client, worker: None
) -> None:
    """Of withdrawals and edits in a race each that was done is one change."""
    [one] = await processed(reviewer, SMALL)
    await published(reviewer, one)
    version = (await image(reviewer, one))["version"]
    input = {"ids": [one], "reason": "RIGHTS"}
    change = {"images": [{"id": one, "expectedVersion": version, "title": "Red"}]}
    answers = await asyncio.gather(
        *(client.ask(WITHDRAW, input=input) for client in (admin, reviewer)),
        *(client.ask(EDIT, input=change) for client in (admin, reviewer)),
    )
    withdrawn = sum(len(answer["withdrawImages"]["images"]) for answer in answers[:2])
    edited = sum(len(answer["updateImages"]["images"]) for answer in answers[2:])
    kinds = [change["kind"] for change in (await changes(reviewer))["nodes"]]

    assert withdrawn == kinds.count("WITHDRAWN") == 1
    # An edit that came after the withdrawal concerns no shop, and refuses what it has not seen.
    assert kinds.count("UPDATED") == edited
