"""importFromBucket, and what holds for every import: lists, rights, cancel, retry, progress."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO

import pytest

from actions.arriving.incoming import UploadRules
from actions.importing.sources import ImportRules
from documents.images import Image
from documents.import_items import ImportItem
from documents.imports import Import
from documents.jobs import Job, JobKind
from documents.users import Role
from graph.context import House
from graph.ids import global_id, object_id
from jobs.tools import Tools
from storage.bucket import Bucket
from tests import photos
from tests.graph.conftest import MOST_BYTES, SignUp, working
from tests.graph.importing import (
    CANCEL,
    FROM_BUCKET,
    IMPORT,
    ITEMS,
    PROGRESS,
    RETRY,
    begun,
    counted,
    ended,
    followed,
    heard,
    items,
    present,
    verdicts,
)
from tests.graph.steps import image
from tests.server import Client, codes

COLLECTION = """
mutation ($input: CreateCollectionInput!) { createCollection(input: $input) { collection { id } } }
"""
SELECTION = "query ($id: ID!) { collection(id: $id) { images { nodes { fileName } } } }"


@pytest.fixture
def tools(tools: Tools) -> Tools:
    """A worker that knows the limits of the tests."""
    rules = ImportRules(parallel=3)
    return replace(tools, uploads=UploadRules(max_bytes=MOST_BYTES), imports=rules)


async def put(bucket: Bucket, **files: bytes) -> None:
    """Objects below the prefix for imports, by their names."""
    for name, content in files.items():
        await bucket.put(f"import/{name}", BytesIO(content), content_type="image/jpeg")


def pictures(count: int, first: int = 0) -> dict[str, bytes]:
    """Pictures that differ, by names that sort as they are numbered."""
    return {f"p{n:03}.jpg": photos.jpeg(64 + n, 48) for n in range(first, first + count)}


async def originals(bucket: Bucket) -> list[str]:
    """The originals in the store."""
    return sorted([info.key async for info in bucket.list("") if "/original/" in info.key])


async def kept(images: Sequence[Image]) -> list[str]:
    """The keys of the originals that images name."""
    return sorted(image.original.key for image in images)


async def test_every_object_below_the_prefix_comes_in(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """Objects become images with what was said of all of them; hidden ones are left out."""
    await put(bucket, **{"spring/.hidden.jpg": photos.jpeg(), "winter/c.jpg": photos.jpeg(99, 40)})
    await put(bucket, **{"spring/a.jpg": photos.jpeg(80, 40), "spring/deep/b.png": photos.png()})
    made = await begun(importer, FROM_BUCKET, prefix="spring/", productCode="SKU-1")
    end = await ended(importer, made["id"])
    found = await items(importer, made["id"])

    assert (made["source"], made["state"]) == ("BUCKET", "QUEUED")
    assert (end["state"], end["progress"], counted(end)) == ("FINISHED", 1.0, {"taken": 2})
    assert end["job"]["state"] == "SUCCEEDED"
    assert [one["name"] for one in end["job"]["stages"]] == [
        "QUEUED",
        "LISTED",
        "TAKEN",
        "FINISHED",
    ]
    assert [one["name"] for one in found] == ["import/spring/a.jpg", "import/spring/deep/b.png"]
    assert [one["image"]["productCode"] for one in found] == ["SKU-1", "SKU-1"]
    assert found[0]["image"]["imported"]["source"] == "BUCKET"


async def test_a_bad_object_does_not_disturb_the_others(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """Text, half a picture, nothing and too much are refused with their reasons; the rest is in."""
    await put(
        bucket,
        **{
            "1.jpg": photos.jpeg(),
            "2.jpg": b"this is no picture",
            "3.jpg": b"",
            "4.jpg": photos.truncated(photos.jpeg(640, 480)),
            "5.jpg": photos.jpeg() + b"\0" * MOST_BYTES,
            "6.png": photos.png(),
        },
    )
    made = await begun(importer, FROM_BUCKET)
    end = await ended(importer, made["id"])
    found = await items(importer, made["id"])

    assert verdicts(found) == [
        ("TAKEN", None),
        ("REFUSED", "UNSUPPORTED_FORMAT"),
        ("REFUSED", "EMPTY_FILE"),
        ("REFUSED", "FILE_TRUNCATED"),
        ("REFUSED", "FILE_TOO_LARGE"),
        ("TAKEN", None),
    ]
    assert counted(end) == {"taken": 2, "refused": 4}
    assert await originals(bucket) == await kept(await Image.find_all().to_list())
    assert await Image.count() == 2


async def test_nothing_outside_of_the_prefix_can_be_named(importer: Client) -> None:
    """A prefix leads down, never up or aside."""
    wrong = ["/", "../", "a/../../x", "a//b", "./", "..", "a/.", "a\0b", "x" * 513]
    answers = [await importer.ask(FROM_BUCKET, input={"prefix": prefix}) for prefix in wrong]

    assert {tuple(codes(one["importFromBucket"])) for one in answers} == {("INVALID_PREFIX",)}
    assert await Import.count() == 0


async def test_private_pictures_cannot_be_imported(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """The key of a private original leads to nothing, for it is taken as one below the prefix."""
    key = "5f0000000000000000000000/original/secret.jpg"
    await bucket.put(key, BytesIO(photos.jpeg()), content_type="image/jpeg")
    made = await begun(importer, FROM_BUCKET, prefix=key)

    assert counted(await ended(importer, made["id"])) == {}


async def test_what_is_there_already_is_skipped(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """A second import of the same files says which images they are; doubles come in once."""
    await put(bucket, **pictures(2), **{"p900.jpg": pictures(1)["p000.jpg"]})
    first = await begun(importer, FROM_BUCKET)
    await ended(importer, first["id"])
    second = await begun(importer, FROM_BUCKET)
    end = await ended(importer, second["id"])
    before, after = [await items(importer, one["id"]) for one in (first, second)]

    assert sorted(verdicts(before), key=str) == [
        ("SKIPPED", "ALREADY_IMPORTED"),
        ("TAKEN", None),
        ("TAKEN", None),
    ]
    assert counted(end) == {"skipped": 3}
    assert [one["imageId"] for one in after] == [one["imageId"] for one in before]
    assert await Image.count() == 2


async def test_doubles_come_in_where_that_is_wanted(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """With KEEP the same file may be many images."""
    await put(bucket, **{"a.jpg": photos.jpeg(), "b.jpg": photos.jpeg()})
    made = await begun(importer, FROM_BUCKET, duplicates="KEEP")

    assert counted(await ended(importer, made["id"])) == {"taken": 2}


async def test_collections_keep_the_order_of_the_source(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """However fast each comes in, a collection has them as they were listed."""
    answer = await importer.ask(COLLECTION, input={"name": "Spring"})
    id = answer["createCollection"]["collection"]["id"]
    await put(bucket, **pictures(7))
    made = await begun(importer, FROM_BUCKET, collectionIds=[id], group={"name": "Shoot"})
    await ended(importer, made["id"])
    chosen = (await importer.ask(SELECTION, id=id))["collection"]["images"]["nodes"]
    [one, *_] = await items(importer, made["id"])

    assert [node["fileName"] for node in chosen] == list(pictures(7))
    assert (await image(importer, one["imageId"]))["group"]["name"] == "Shoot"


async def test_the_same_key_begins_one_import(importer: Client) -> None:
    """A call that is sent again with its idempotency key is answered, not done."""
    input = {"prefix": "a/", "idempotencyKey": "k"}
    first = await begun(importer, FROM_BUCKET, **input)
    again = await begun(importer, FROM_BUCKET, **input)
    other = await importer.ask(FROM_BUCKET, input={**input, "prefix": "b/"})

    assert again["id"] == first["id"]
    assert codes(other["importFromBucket"]) == ["IDEMPOTENCY_KEY_REUSED"]
    assert (await Import.count(), await Job.count()) == (1, 1)


async def test_what_does_not_exist_begins_nothing(importer: Client) -> None:
    """A collection that is gone is told before anything is kept."""
    gone = global_id("Collection", "5f0000000000000000000000")
    answer = await importer.ask(FROM_BUCKET, input={"collectionIds": [gone]})

    assert codes(answer["importFromBucket"]) == ["NOT_FOUND"]
    assert (await Import.count(), await Job.count()) == (0, 0)


async def test_items_are_listed_page_by_page(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """In their order, of one state or of all, with a count when it is asked for."""
    await put(bucket, **pictures(5), **{"p002x.jpg": b"no picture"})
    made = await begun(importer, FROM_BUCKET)
    await ended(importer, made["id"])
    first = (await importer.ask(ITEMS, id=made["id"], first=4))["import"]["items"]
    cursor = first["pageInfo"]["endCursor"]
    rest = (await importer.ask(ITEMS, id=made["id"], after=cursor))["import"]["items"]
    where = {"state": "REFUSED"}
    refused = (await importer.ask(ITEMS, id=made["id"], where=where))["import"]["items"]

    assert [one["position"] for one in first["nodes"] + rest["nodes"]] == [0, 1, 2, 3, 4, 5]
    assert (first["pageInfo"]["hasNextPage"], rest["pageInfo"]["hasNextPage"]) == (True, False)
    assert (first["totalCount"], refused["totalCount"]) == (6, 1)
    assert [one["fileName"] for one in refused["nodes"]] == ["p002x.jpg"]


async def test_imports_are_their_importers(
    importer: Client, sign_up: SignUp, reviewer: Client, stranger: Client
) -> None:
    """Others see nothing of one's imports but those who decide about pictures."""
    other = await sign_up("olga", Role.IMPORTER)
    viewer = await sign_up("vera", Role.VIEWER)
    made = await begun(importer, FROM_BUCKET)
    all = "{ imports { totalCount nodes { id items { nodes { state } } } } }"
    lists = [(await one.ask(all))["imports"]["nodes"] for one in (importer, other, reviewer)]
    node = "query ($id: ID!) { node(id: $id) { id } }"

    assert [len(nodes) for nodes in lists] == [1, 0, 1]
    assert (await other.ask(IMPORT, id=made["id"]))["import"] is None
    assert (await other.ask(node, id=made["id"]))["node"] is None
    assert (await importer.ask(node, id=made["id"]))["node"] == {"id": made["id"]}
    assert (await reviewer.ask(IMPORT, id=made["id"]))["import"]["id"] == made["id"]
    for query in (CANCEL, RETRY):
        [payload] = (await other.ask(query, input={"id": made["id"]})).values()
        assert codes(payload) == ["NOT_FOUND"]
    assert await viewer.refused(all) == "FORBIDDEN"
    assert await viewer.refused(FROM_BUCKET, input={}) == "FORBIDDEN"
    assert await stranger.refused(all) == "UNAUTHENTICATED"


async def test_an_import_is_followed_to_its_end(
    importer: Client, bucket: Bucket, tools: Tools, worker: None
) -> None:
    """First as it is, then on and on, never back; the last word is the end."""
    await put(bucket, **pictures(6))
    made = await begun(importer, FROM_BUCKET)
    told = await followed(importer, made["id"])
    late = await followed(importer, made["id"])

    progress = [one["progress"] for one in told]
    assert progress == sorted(progress)
    assert (told[-1]["state"], told[-1]["finishedAt"] is not None) == ("FINISHED", True)
    assert late == [told[-1]]


async def test_nobody_follows_the_imports_of_others(importer: Client, sign_up: SignUp) -> None:
    """A subscription to somebody else's import ends without a word."""
    other = await sign_up("olga", Role.IMPORTER)
    made = await begun(importer, FROM_BUCKET)
    async with other.subscribed(PROGRESS, id=made["id"]) as stream:
        message = await stream.hear()

    assert message["type"] == "complete"


async def test_a_cancelled_import_takes_in_nothing_more(
    importer: Client, bucket: Bucket, house: House, tools: Tools
) -> None:
    """Cancelled before its worker came, it ends with every item given up, or none known."""
    await put(bucket, **pictures(2))
    made = await begun(importer, FROM_BUCKET)
    stopped = await begun(importer, CANCEL, id=made["id"])
    async with importer.subscribed(PROGRESS, id=made["id"]) as stream:
        await stream.next()
        async with working(tools):
            [*_, end] = await heard(stream)

    assert stopped["state"] == "CANCELLING"
    assert (end["state"], end["job"]["state"]) == ("CANCELLED", "CANCELLED")
    assert (counted(end), await Image.count()) == ({}, 0)


async def test_of_two_who_cancel_one_is_told_that_it_is_done(
    importer: Client, reviewer: Client
) -> None:
    """At the same moment, one stops the import and the other learns that it is being stopped."""
    made = await begun(importer, FROM_BUCKET)
    both = await asyncio.gather(
        *(one.ask(CANCEL, input={"id": made["id"]}) for one in (importer, reviewer))
    )

    assert sorted(codes(one["cancelImport"]) for one in both) == [[], ["INVALID_TRANSITION"]]
    assert (await present(importer, made["id"]))["state"] == "CANCELLING"


async def test_what_was_refused_can_be_tried_again(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """Once the file is mended it comes in; what was in already stays as it is."""
    await put(bucket, **pictures(2), **{"z.jpg": b"not yet", "zz.jpg": b"never"})
    made = await begun(importer, FROM_BUCKET)
    await ended(importer, made["id"])
    before = await items(importer, made["id"], state="TAKEN")
    await put(bucket, **{"z.jpg": photos.jpeg(200, 100)})
    again = await begun(importer, RETRY, id=made["id"])
    end = await ended(importer, made["id"])
    after = await items(importer, made["id"])

    assert (again["state"], again["finishedAt"]) == ("QUEUED", None)
    assert (end["state"], counted(end)) == ("FINISHED", {"taken": 3, "refused": 1})
    assert after[:2] == before
    assert await originals(bucket) == await kept(await Image.find_all().to_list())


async def test_an_object_that_is_gone_is_told(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """What was listed and then removed is refused, not waited for."""
    await put(bucket, **{"a.jpg": b"no picture"})
    made = await begun(importer, FROM_BUCKET)
    await ended(importer, made["id"])
    await bucket.delete(["import/a.jpg"])
    await begun(importer, RETRY, id=made["id"])
    await ended(importer, made["id"])

    assert verdicts(await items(importer, made["id"])) == [("REFUSED", "OBJECT_MISSING")]


async def test_of_two_who_retry_one_begins(
    importer: Client, reviewer: Client, bucket: Bucket, tools: Tools
) -> None:
    """At the same moment, one makes a job and the other learns that it is under way."""
    await put(bucket, **{"a.jpg": b"no picture"})
    made = await begun(importer, FROM_BUCKET)
    async with working(tools):
        await ended(importer, made["id"])
    both = await asyncio.gather(
        *(one.ask(RETRY, input={"id": made["id"]}) for one in (importer, reviewer))
    )

    assert sorted(codes(one["retryImport"]) for one in both) == [[], ["INVALID_TRANSITION"]]
    assert await Job.find({"kind": JobKind.IMPORT}).count() == 2


async def test_there_may_be_nothing_to_retry(
    importer: Client, bucket: Bucket, worker: None
) -> None:
    """Where nothing was refused there is nothing to try, and what is over cannot be stopped."""
    await put(bucket, **pictures(1))
    made = await begun(importer, FROM_BUCKET)
    running = await importer.ask(RETRY, input={"id": global_id("Import", "5f" * 12)})
    await ended(importer, made["id"])
    again = await importer.ask(RETRY, input={"id": made["id"]})
    stop = await importer.ask(CANCEL, input={"id": made["id"]})

    assert codes(running["retryImport"]) == ["NOT_FOUND"]
    assert codes(again["retryImport"]) == ["NOTHING_TO_RETRY"]
    assert codes(stop["cancelImport"]) == ["INVALID_TRANSITION"]


async def test_many_items_are_listed_in_pages(
    importer: Client, bucket: Bucket, worker: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An import of more than a page is all there, each item once."""
    monkeypatch.setattr("actions.importing.listing.PAGE", 2)
    monkeypatch.setattr("actions.importing.work.PAGE", 2)
    await put(bucket, **pictures(5))
    made = await begun(importer, FROM_BUCKET)

    assert counted(await ended(importer, made["id"])) == {"taken": 5}
    inner = object_id("Import", made["id"])
    assert await ImportItem.find({"import_id": inner}).count() == 5
