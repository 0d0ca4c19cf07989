"""Exports of the catalogue: what is in them, and whose they are."""

import asyncio
import csv
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.exporting import progress, walking, zipping
from actions.exporting.asking import sweep_exports
from actions.exporting.streaming import Stream
from documents.catalog_walk import Place, rows_after
from documents.clock import now
from documents.jobs import Job
from feeds.items import File
from graph.context import House
from graph.ids import global_id, object_id
from jobs.tools import Tools
from storage.bucket import Bucket
from storage.continuing import ContinuedWriter
from tests import photos
from tests.feeds.google_rules import from_tsv, from_xml, violations
from tests.feeds.shopify_rules import rows_of
from tests.feeds.shopify_rules import violations as of_shopify
from tests.graph.exporting import (
    CANCEL,
    CREATE,
    EXPORT,
    EXPORTS,
    PROGRESS,
    RESUME,
    asked,
    begun,
    catalogue,
    content,
    ended,
    found,
    keep,
    made,
    row,
    writing,
)
from tests.graph.steps import fetched, processed, published
from tests.graph.test_downloads import moving
from tests.graph.test_metadata import FORGET, edit
from tests.server import Client, Sent, codes

CDN = "https://cdn.shop.example/"
CREATE_KEY = """
mutation ($input: CreateApiKeyInput!) {
  createApiKey(input: $input) { secret userErrors { code } }
}"""


@pytest.fixture
def house(house: House) -> House:
    """Public files lie elsewhere."""
    return replace(house, published_url=lambda key: f"{CDN}{key}")


@pytest.fixture
async def writer(tools: Tools) -> AsyncIterator[None]:
    """Writes exports, as long as the test runs."""
    async with writing(tools):
        yield


async def lines(told: dict[str, Any]) -> list[dict[str, Any]]:
    """The pictures of JSON Lines."""
    return [json.loads(line) for line in (await content(told)).splitlines()]


def files(pictures: list[dict[str, Any]]) -> dict[str, File]:
    """The files behind the addresses, by what JSON Lines say of them."""
    every = [one for picture in pictures for one in picture["renditions"]]
    return {
        one["url"]: File(
            one["preset"],
            one["url"],
            one["contentType"],
            one["width"],
            one["height"],
            one["bytes"],
        )
        for one in every
    }


@pytest.mark.usefixtures("worker")
async def test_what_is_published_is_in_it_and_nothing_else(
    importer: Client, reviewer: Client
) -> None:
    """From the upload to the file: approved pictures, with addresses that the public can fetch."""
    ids = await processed(
        importer,
        Sent("a.jpg", photos.jpeg(640, 520, gps=photos.SYDNEY, artist="PLANTED")),
        Sent("b.jpg", photos.jpeg(700, 510)),
        productCode="SKU",
        productName="Chair",
    )
    await edit(importer, ids[0], title="A title", credit="Ana")
    await published(reviewer, ids[0])
    told = await made(importer)
    data = await content(told)
    [one] = await lines(told)

    assert (one["id"], one["productCode"], one["productName"]) == (ids[0], "SKU", "Chair")
    assert (one["title"], one["credit"]) == ("A title", "Ana")
    assert {file["url"].startswith(f"{CDN}published/") for file in one["renditions"]} == {True}
    assert b"PLANTED" not in data
    assert b"latitude" not in data
    assert (told["images"], told["products"], told["progress"]) == (1, 1, 1.0)


@pytest.mark.usefixtures("writer")
async def test_pictures_come_as_they_were_placed(importer: Client) -> None:
    """By product, then by place, counted from 1; those on none come first."""
    rows = catalogue()
    await keep(*rows)
    told = await made(importer)
    pictures = await lines(told)
    placed = [(one["productCode"], one["position"]) for one in pictures]

    assert placed == [(None, 1), ("A", 1), ("A", 2), ("A", 3), ("B", 1)]
    assert [one["id"] for one in pictures] == [
        global_id("Image", rows[n].id) for n in (4, 2, 1, 3, 0)
    ]
    assert told["skippedImages"]["nodes"] == []
    assert told["fileName"].endswith(".jsonl")
    assert told["fileName"] in (await fetched(told["url"])).headers["content-disposition"]


@pytest.mark.usefixtures("writer")
async def test_each_format_holds_its_rules(importer: Client) -> None:
    """Made by a worker, read by validators that know the published rules alone."""
    rows = catalogue()
    await keep(*rows)
    every = {one: await made(importer, one) for one in ("JSON_LINES", "GOOGLE_XML", "GOOGLE_TSV")}
    there = files(await lines(every["JSON_LINES"]))
    xml = from_xml(await content(every["GOOGLE_XML"]))
    tsv = from_tsv(await content(every["GOOGLE_TSV"]))
    skips = [
        (one["imageId"], one["reason"]) for one in every["GOOGLE_XML"]["skippedImages"]["nodes"]
    ]

    assert violations(xml, there) == []
    assert xml == tsv
    assert [item["id"] for item in xml] == [["A"], ["B"]]
    assert skips == [
        (global_id("Image", rows[4].id), "NO_PRODUCT"),
        (global_id("Image", rows[3].id), "IMAGE_TOO_SMALL"),
    ]
    assert every["GOOGLE_XML"]["skipped"] == [
        {"reason": "IMAGE_TOO_SMALL", "count": 1},
        {"reason": "NO_PRODUCT", "count": 1},
    ]
    for format, legacy in (("SHOPIFY_CSV", False), ("SHOPIFY_CSV_LEGACY", True)):
        told = await made(importer, format)
        shopify = rows_of(await content(told), legacy=legacy)
        assert of_shopify(shopify, there) == []
        assert (len(shopify), told["images"], told["products"]) == (4, 4, 2)


@pytest.mark.usefixtures("writer")
async def test_a_sheet_and_a_table_have_a_row_for_each(importer: Client) -> None:
    """One opens in Excel, the other anywhere."""
    await keep(*catalogue(), row("=1+1"))
    table = (await content(await made(importer, "CSV"))).decode("utf-8-sig")
    rows = list(csv.DictReader(StringIO(table)))
    told = await made(importer, "XLSX")
    with zipfile.ZipFile(BytesIO(await content(told))) as opened:
        text = opened.read("xl/worksheets/sheet1.xml").decode()

    assert [one["productCode"] for one in rows] == ["", "'=1+1", "A", "A", "A", "B"]
    assert text.count("<row ") == 7
    assert ">=1+1<" in text
    assert "<f>" not in text
    assert (told["images"], told["products"]) == (6, 3)


@pytest.mark.usefixtures("writer")
async def test_only_what_is_asked_for_is_in_it(importer: Client) -> None:
    """By product, role, time and language; a picture keeps its place in the catalogue."""
    await keep(*catalogue())
    moment = "2026-06-01T00:00:00Z"
    for where, placed in (
        ({"productCodes": ["A", "A", "nobody"]}, [("A", 1), ("A", 2), ("A", 3)]),
        ({"productCodes": []}, []),
        ({"productCodes": ["B\x07", "\x00"]}, [("B", 1)]),
        ({"roles": ["LIFESTYLE"]}, [("A", 2)]),
        ({"productCodes": ["A"], "updatedAfter": moment}, [("A", 2), ("A", 3)]),
    ):
        told = await made(importer, where=where)
        found_ = [(one["productCode"], one["position"]) for one in await lines(told)]

        assert found_ == placed, where
        assert told["images"] == len(placed)
    for locale, text in ((None, "All"), ("pt", "Brasil"), ("de", "All")):
        [one] = await lines(await made(importer, where={"productCodes": ["B"]}, locale=locale))

        assert (one["altText"], one["altTexts"]) == (text, {"pt-BR": "Brasil"})


@pytest.mark.usefixtures("writer")
@pytest.mark.parametrize("format", ["JSON_LINES", "XLSX", "ZIP"])
async def test_only_what_a_channel_takes_is_in_it_and_the_rest_is_told(
    reviewer: Client, format: str
) -> None:
    """PASS and WARN; what fails, or was never judged, is skipped, and positions stay."""
    labels: tuple[list[str], ...] = (
        ["google:PASS"],
        ["google:FAIL", "ebay:PASS"],
        ["google:WARN"],
        [],
    )
    rows = [row("A", n, readiness=known) for n, known in enumerate(labels, start=1)]
    await keep(*rows)
    told = await made(reviewer, format, where={"channel": "google"})
    left = [one for one in told["skippedImages"]["nodes"] if one["reason"] == "CHANNEL_REFUSES"]

    assert told["where"]["channel"] == "google"
    assert [one["imageId"] for one in left] == [global_id("Image", rows[n].id) for n in (1, 3)]
    assert {one["productCode"] for one in left} == {"A"}
    assert left[0]["params"] == [{"name": "channel", "value": "google"}]
    assert {"reason": "CHANNEL_REFUSES", "count": 2} in told["skipped"]
    if format == "JSON_LINES":
        assert [one["position"] for one in await lines(told)] == [1, 3]
        assert (told["images"], told["products"]) == (2, 1)


@pytest.mark.usefixtures("worker")
async def test_an_export_of_a_channel_agrees_with_the_catalogue_of_it(
    importer: Client, reviewer: Client
) -> None:
    """From the upload to the file: what `products(channel)` shows, the export has."""
    ids = await processed(
        importer,
        Sent("small.jpg", photos.jpeg(60, 60)),
        Sent("large.jpg", photos.jpeg(1600, 1600)),
        productCode="SKU",
    )
    await published(reviewer, *ids)
    told = await made(reviewer, where={"channel": "google"})
    # Pictures are judged a moment after they are published: the export takes longer than that.
    shown = await reviewer.ask(
        '{ products(channel: "google") { nodes { images { id position } } } }'
    )
    [product] = shown["products"]["nodes"]
    placed = [{"id": one["id"], "position": one["position"]} for one in await lines(told)]

    assert placed == product["images"] == [{"id": ids[1], "position": 2}]
    assert [one["imageId"] for one in told["skippedImages"]["nodes"]] == [ids[0]]


@pytest.mark.usefixtures("writer")
async def test_pages_do_not_show(importer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """However few rows are read at once, each comes once, in its place."""
    await keep(*catalogue(), *(row("C", n) for n in (1, 2, 3)), row(None, 2**31), row("D"))
    expected = await lines(await made(importer))
    xml = await content(await made(importer, "GOOGLE_XML"))
    for size in (1, 2, 3, 5):
        monkeypatch.setattr(walking, "PAGE", size)

        assert await lines(await made(importer)) == expected, size
        assert from_xml(await content(await made(importer, "GOOGLE_XML")))
    monkeypatch.setattr(walking, "PAGE", 4)
    assert await content(await made(importer, "GOOGLE_XML")) == xml


async def test_no_page_looks_at_the_rows_before_it(database: AsyncDatabase[Any]) -> None:
    """Wherever it begins, an index leads there; a row that is gone does not matter."""
    rows = [row(code, n) for code in ("A", "B") for n in range(50)]
    await keep(*rows)
    begin = Place("B", 40, rows[90].id)
    profile = {"profile": 2}
    await database.command(profile)
    try:
        told = await rows_after(begin, None, limit=5)
    finally:
        await database.command({"profile": 0})
    [seen] = await database["system.profile"].find({"ns": f"{database.name}.catalog"}).to_list()

    assert [one["position"] for one in told] == [41, 42, 43, 44, 45]
    assert seen["docsExamined"] <= 6
    assert seen["keysExamined"] <= 7
    assert "COLLSCAN" not in seen["planSummary"]


@pytest.mark.usefixtures("worker")
async def test_originals_come_with_what_people_say_of_them(
    importer: Client, reviewer: Client, bucket: Bucket, database: AsyncDatabase[Any]
) -> None:
    """A ZIP with a table; what is gone is told, and forgetting a place takes the ZIPs away."""
    files = [Sent(f"{n}.jpg", photos.jpeg(64 + n, 48)) for n in range(3)]
    ids = await processed(importer, *files, productCode="SKU")
    [loose] = await processed(importer, Sent("moving.avif", moving()))
    for id in (loose, ids[0]):
        await edit(importer, id, title="A new title")
    await published(reviewer, loose, *ids)
    told = await made(reviewer, "ZIP")
    with zipfile.ZipFile(BytesIO(await content(told))) as opened:
        assert opened.testzip() is None
        packed = {name: opened.read(name) for name in opened.namelist()}
    table = list(csv.DictReader(StringIO(packed.pop("manifest.csv").decode("utf-8-sig"))))
    inner = [object_id("Image", id) for id in ids]
    lost = await database["images"].find_one({"_id": inner[1]})
    assert lost is not None
    await bucket.delete([lost["original"]["key"]])
    await database["images"].delete_one({"_id": inner[2]})
    later = await made(reviewer, "ZIP")
    public = await made(reviewer)
    await reviewer.ask(FORGET, input={"ids": ids[:1]})

    names = [f"{object_id('Image', loose)}.avif", "SKU_1.jpg", "SKU_2.jpg", "SKU_3.jpg"]
    assert list(packed) == [names[0], names[0].replace(".avif", ".xmp"), *names[1:]]
    assert b"A new title" in packed["SKU_1.jpg"]
    assert [(one["imageId"], one["fileName"], one["position"]) for one in table] == [
        (id, name, place) for id, name, place in zip([loose, *ids], names, "1123", strict=True)
    ]
    assert [bool(one["sidecarName"]) for one in table] == [True, False, False, False]
    assert (told["images"], told["products"]) == (4, 1)
    assert [(one["imageId"], one["reason"]) for one in later["skippedImages"]["nodes"]] == [
        (ids[1], "FILE_MISSING"),
        (ids[2], "IMAGE_GONE"),
    ]
    assert await found(reviewer, told["id"]) is None
    assert await found(reviewer, public["id"]) is not None
    assert await sweep_exports(bucket) == 2
    assert (await fetched(told["url"])).status_code == 404


async def test_originals_are_for_those_who_may_see_places(
    importer: Client, reviewer: Client, stranger: Client
) -> None:
    """Whoever reads the catalogue may have all other formats."""
    refused = [
        await importer.refused(CREATE, input={"format": "ZIP"}),
        await stranger.refused(CREATE, input={"format": "CSV"}),
        await stranger.refused(EXPORT, id=global_id("Export", "6" * 24)),
        await stranger.refused(EXPORTS),
    ]

    assert refused == ["FORBIDDEN", "UNAUTHENTICATED", "UNAUTHENTICATED", "UNAUTHENTICATED"]
    assert (await asked(reviewer, "ZIP"))["userErrors"] == []


@pytest.mark.usefixtures("writer")
async def test_a_shop_exports_with_its_key(admin: Client, address: str) -> None:
    """And sees its own exports alone."""
    await keep(*catalogue())
    secrets = [
        (await admin.ask(CREATE_KEY, input={"name": name, "scopes": ["CATALOG_READ"]}))
        for name in ("shop", "other")
    ]
    shop_key, other_key = (one["createApiKey"]["secret"] for one in secrets)
    async with Client(address, key=shop_key) as shop, Client(address, key=other_key) as other:
        told = await made(shop, "GOOGLE_TSV")
        listed = await shop.ask(EXPORTS)
        others = await other.ask(EXPORTS)
        hidden = await found(other, told["id"])

    assert told["images"] == 3
    assert [one["id"] for one in listed["exports"]["nodes"]] == [told["id"]]
    assert (others["exports"]["nodes"], hidden) == ([], None)


async def test_exports_are_ones_own(importer: Client, reviewer: Client, admin: Client) -> None:
    """Others find, stop and follow nothing; an ADMIN sees all, newest first, page by page."""
    ids = [await begun(importer), await begun(importer, "CSV"), await begun(reviewer)]
    first = (await admin.ask(EXPORTS, first=2))["exports"]
    cursor = first["pageInfo"]["endCursor"]
    rest = (await admin.ask(EXPORTS, first=2, after=cursor))["exports"]
    mine = (await importer.ask(EXPORTS))["exports"]
    stopped = (await reviewer.ask(CANCEL, input={"id": ids[0]}))["cancelExport"]
    resumed = (await reviewer.ask(RESUME, input={"id": ids[0]}))["resumeExport"]
    node = "query ($id: ID!) { node(id: $id) { id __typename } }"

    assert [one["id"] for one in first["nodes"] + rest["nodes"]] == ids[::-1]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (3, True)
    assert [one["id"] for one in mine["nodes"]] == [ids[1], ids[0]]
    assert await found(reviewer, ids[0]) is None
    assert (await admin.ask(node, id=ids[0]))["node"] == {"id": ids[0], "__typename": "Export"}
    assert (await reviewer.ask(node, id=ids[0]))["node"] is None
    assert codes(stopped) == codes(resumed) == ["NOT_FOUND"]
    async with reviewer.subscribed(PROGRESS, id=ids[0]) as stream:
        assert (await stream.hear())["type"] == "complete"


async def test_hostile_wishes_are_refused(importer: Client) -> None:
    """With a code each; what has no sense at all is no export."""
    many = await asked(importer, where={"productCodes": ["x"] * 251})
    long = await asked(importer, locale="x" * 36)
    nowhere = await asked(importer, where={"channel": "nowhere"})
    wrong = (await importer.ask(CANCEL, input={"id": "nonsense"}))["cancelExport"]
    image = await importer.ask(RESUME, input={"id": global_id("Image", "6" * 24)})
    none = await importer.ask(CANCEL, input={"id": global_id("Export", "6" * 24)})

    assert codes(many) == ["TOO_MANY"]
    assert codes(long) == ["TEXT_TOO_LONG"]
    [unknown] = nowhere["userErrors"]
    facts = {one["name"]: one["value"] for one in unknown["params"]}
    assert (unknown["code"], unknown["path"]) == ("UNKNOWN_CHANNEL", ["where", "channel"])
    assert (facts["channel"], "google" in facts["known"].split(", ")) == ("nowhere", True)
    assert nowhere["export"] is None
    assert codes(wrong) == codes(image["resumeExport"]) == ["INVALID_ID"]
    assert codes(none["cancelExport"]) == ["NOT_FOUND"]


async def test_the_same_key_makes_one(importer: Client, database: AsyncDatabase[Any]) -> None:
    """At once or later; another wish needs another key."""
    both = await asyncio.gather(*(asked(importer, idempotencyKey="k") for _ in range(2)))
    again = await asked(importer, idempotencyKey="k")
    other = await asked(importer, "CSV", idempotencyKey="k")
    ids = {one["export"]["id"] for one in (*both, again) if one["export"]}

    assert len(ids) == 1
    assert {code for one in both for code in codes(one)} <= {"CALL_IN_PROGRESS"}
    assert codes(other) == ["IDEMPOTENCY_KEY_REUSED"]
    assert await database["exports"].count_documents({}) == 1
    assert await database["audit"].count_documents({"action": "export.created"}) == 1


async def test_an_export_is_kept_for_a_day(
    importer: Client, bucket: Bucket, database: AsyncDatabase[Any], tools: Tools
) -> None:
    """Then nobody finds it, and file, parts and report go."""
    await keep(*catalogue())
    async with writing(tools):
        told = await made(importer, "GOOGLE_XML")
    await database["exports"].update_many(
        {}, {"$set": {"expires_at": now() - timedelta(seconds=1)}}
    )
    hidden = await found(importer, told["id"])
    swept = await sweep_exports(bucket)

    assert (hidden, swept) == (None, 1)
    assert [info.key async for info in bucket.list("")] == []
    assert await database["exports"].count_documents({}) == 0
    assert await database["export_skips"].count_documents({}) == 0


async def test_reports_come_page_by_page(
    importer: Client, database: AsyncDatabase[Any], tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every picture that is not in the file, however many; of many exports in a query or so."""
    monkeypatch.setattr(progress, "MOST_WAITING", 4)
    await keep(*(row("A", n, side=100) for n in range(11)))
    async with writing(tools):
        ids = [(await made(importer, "GOOGLE_XML"))["id"] for _ in range(2)]
    query = """
    query ($id: ID!, $after: String) {
      export(id: $id) { skippedImages(first: 4, after: $after) {
        nodes { number reason params { name value } } pageInfo { hasNextPage endCursor } totalCount
      } }
    }"""
    numbers, after = [], None
    for _ in range(3):
        page = (await importer.ask(query, id=ids[0], after=after))["export"]["skippedImages"]
        numbers += [one["number"] for one in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
    every = (await importer.ask(EXPORTS))["exports"]["nodes"]

    assert numbers == list(range(1, 12))
    assert (page["totalCount"], page["pageInfo"]["hasNextPage"]) == (11, False)
    assert {one["name"]: one["value"] for one in page["nodes"][0]["params"]} == {
        "width": "100",
        "height": "100",
        "bytes": "10000",
    }
    assert [len(one["skippedImages"]["nodes"]) for one in every] == [11, 11]


async def test_stopped_before_anybody_began_it_is_cancelled_at_once(
    importer: Client, tools: Tools
) -> None:
    """Of two who stop it one does; resumed, it is written after all."""
    await keep(*catalogue())
    id = await begun(importer)
    early = (await importer.ask(RESUME, input={"id": id}))["resumeExport"]
    both = await asyncio.gather(*(importer.ask(CANCEL, input={"id": id}) for _ in range(2)))
    stopped = await found(importer, id)
    again = await asyncio.gather(*(importer.ask(RESUME, input={"id": id}) for _ in range(2)))
    async with writing(tools):
        told = await ended(importer, id)
    late = (await importer.ask(CANCEL, input={"id": id}))["cancelExport"]

    assert codes(early) == ["INVALID_TRANSITION"]
    assert sorted(len(one["cancelExport"]["userErrors"]) for one in both) == [0, 1]
    assert sorted(len(one["resumeExport"]["userErrors"]) for one in again) == [0, 1]
    assert stopped is not None
    assert (stopped["state"], stopped["progress"]) == ("CANCELLED", 1.0)
    assert (told["state"], told["images"]) == ("READY", 5)
    assert codes(late) == ["INVALID_TRANSITION"]
    assert await Job.find({"state": "CANCELLED"}).count() == 1


@pytest.mark.usefixtures("writer")
@pytest.mark.parametrize("where", [(Stream, "take"), (ContinuedWriter, "end")])
async def test_stopped_while_a_worker_is_at_it_nothing_is_made(
    importer: Client, monkeypatch: pytest.MonkeyPatch, where: tuple[type, str]
) -> None:
    """In the midst of it, or when all is sent and nobody was told."""
    await keep(*catalogue())
    reached, released = asyncio.Event(), asyncio.Event()
    real = getattr(*where)

    async def waiting(*arguments: Any) -> Any:
        reached.set()
        await released.wait()
        return await real(*arguments)

    monkeypatch.setattr(*where, waiting)
    id = await begun(importer)
    await reached.wait()
    stopped = (await importer.ask(CANCEL, input={"id": id}))["cancelExport"]["export"]
    again = (await importer.ask(RESUME, input={"id": id}))["resumeExport"]
    released.set()
    told = await ended(importer, id)

    assert (stopped["state"], codes(again)) == ("CANCELLING", ["INVALID_TRANSITION"])
    assert (told["state"], told["url"], told["bytes"]) == ("CANCELLED", None, None)


@pytest.mark.usefixtures("worker")
async def test_a_full_archive_tells_what_is_not_in_it(
    importer: Client, reviewer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store takes an object of so many parts, and no more."""
    [id] = await processed(importer, Sent("a.jpg", photos.jpeg(64, 48)))
    await published(reviewer, id)
    monkeypatch.setattr(zipping, "MOST_BYTES", zipping.SPARE)
    told = await made(reviewer, "ZIP")

    assert told["images"] == 0
    assert told["skipped"] == [{"reason": "ARCHIVE_FULL", "count": 1}]
