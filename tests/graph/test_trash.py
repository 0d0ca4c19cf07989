"""Deleting, bringing back, and removing for good."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.batches import ErrorPolicy
from actions.deleting import deletion, trash
from actions.deleting.retention import Retention
from actions.pictures.file_versions import sweep_versions
from documents.audit import AuditEntry
from documents.clock import now
from documents.images import Image
from documents.jobs import Job, JobKind, JobState
from graph.ids import object_id
from jobs.run import run
from jobs.tools import Tools
from storage.bucket import Bucket
from tests import photos
from tests.graph.documents import APPROVE, CATALOG, DELETE, IMAGE, REJECT, UPDATE
from tests.graph.steps import fetched, image, processed, published, upload
from tests.graph.trashing import (
    PURGE,
    RESTORE,
    TRASHED,
    Killed,
    Mortal,
    objects,
    replaced,
    settled,
    trashed,
)
from tests.server import Client, Sent, codes

PHOTO = Sent("a.jpg", photos.jpeg())
UNKNOWN = "SW1hZ2U6NjUwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
PROCESSING = {"state": "PROCESSING"}
LIST = "{ images { nodes { id } totalCount } }"


async def delete(client: Client, *ids: str) -> None:
    """Put into the trash."""
    answer = (await client.ask(DELETE, input={"ids": list(ids)}))["deleteImages"]
    assert (answer["deletedIds"], answer["userErrors"]) == (list(ids), [])


async def restored(client: Client, *ids: str, **more: Any) -> Any:
    """The payload of bringing back."""
    return (await client.ask(RESTORE, input={"ids": list(ids), **more}))["restoreImages"]


async def purged(client: Client, *ids: str, **more: Any) -> Any:
    """The payload of removing for good."""
    return (await client.ask(PURGE, input={"ids": list(ids), **more}))["purgeImages"]


async def test_the_trash_hides_and_gives_back(reviewer: Client, worker: None) -> None:
    """What was deleted is nowhere but in the trash; it comes back whole, but is not public."""
    [id] = await processed(reviewer, PHOTO, productCode="SKU-1", group={"name": "May"})
    [shown] = await published(reviewer, id)
    before = await image(reviewer, id)
    links = [reviewer.address + one["url"] for one in shown["publication"]["renditions"]]
    await delete(reviewer, id)
    assert {(await fetched(link)).status_code for link in links} == {410}
    assert (await reviewer.ask(IMAGE, id=id))["image"] is None
    assert (await reviewer.ask(LIST))["images"] == {"nodes": [], "totalCount": 0}
    [product] = (await reviewer.ask(CATALOG))["products"]["nodes"]
    assert product["images"] == []
    [node] = (await reviewer.ask(TRASHED))["trashedImages"]["nodes"]
    answer = await restored(reviewer, id)
    after = await image(reviewer, id)

    assert node["image"] == {"id": id, "fileName": "a.jpg", "group": {"name": "May"}}
    assert node["deletedByUserId"]
    assert node["purgeAt"][:10] == (now() + timedelta(days=30)).date().isoformat()
    assert [one["id"] for one in answer["images"]] == [id]
    assert (after["review"]["state"], after["publication"]) == ("PENDING", None)
    assert after["version"] > before["version"]
    same = before.keys() - {"version", "review", "publication", "updatedAt", "renditions"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert {(await fetched(one["url"])).status_code for one in after["renditions"]} == {200}
    assert {(await fetched(link)).status_code for link in links} == {410}
    assert await trashed(reviewer) == []


async def test_a_rejection_survives_the_trash(reviewer: Client, worker: None) -> None:
    """Only an approval is taken back by it; it may then be given again."""
    [id] = await processed(reviewer, PHOTO)
    await reviewer.ask(REJECT, input={"ids": [id], "reason": "QUALITY"})
    await delete(reviewer, id)
    await restored(reviewer, id)

    assert (await image(reviewer, id))["review"]["state"] == "REJECTED"


async def test_the_trash_is_paged_newest_first(reviewer: Client) -> None:
    """By cursors one walks what was deleted, the last one first."""
    ids = [one["imageId"] for one in await upload(reviewer, PHOTO, PHOTO, PHOTO)]
    for id in ids:
        await delete(reviewer, id)
    walked, after = [], None
    while True:
        page = (await reviewer.ask(TRASHED, first=2, after=after))["trashedImages"]
        walked += [edge["node"]["image"]["id"] for edge in page["edges"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break

    assert walked == ids[::-1]
    assert page["totalCount"] == 3


async def test_what_was_deleted_on_its_way_goes_on(reviewer: Client, tools: Tools) -> None:
    """Deleted before it was processed and brought back, a picture still becomes READY."""
    [result] = await upload(reviewer, PHOTO)
    await delete(reviewer, result["imageId"])
    late, inner = await Job.claim("late"), object_id("Image", result["imageId"])
    assert late is not None
    await Image.get_pymongo_collection().update_one({"_id": inner}, {"$set": PROCESSING})
    answer = await restored(reviewer, result["imageId"])
    assert [one["state"] for one in answer["images"]] == ["QUEUED"]
    await run(late, tools)
    assert (await image(reviewer, result["imageId"]))["state"] == "QUEUED"
    fresh = await Job.claim("fresh")
    assert fresh is not None
    await run(fresh, tools)

    assert (await image(reviewer, result["imageId"]))["state"] == "READY"
    assert (await Job.among([late.id]))[late.id].state is JobState.CANCELLED


async def test_what_cannot_come_back_is_told(reviewer: Client, admin: Client) -> None:
    """Live, unknown and removed ones are each refused at their place; the others come back."""
    ids = [one["imageId"] for one in await upload(reviewer, PHOTO, PHOTO, PHOTO)]
    [live, good, gone] = ids
    await delete(reviewer, good, gone)
    await purged(admin, gone)
    answer = await restored(reviewer, live, good, UNKNOWN, gone)

    assert [one["id"] for one in answer["images"]] == [good]
    assert [(error["code"], error["path"]) for error in answer["userErrors"]] == [
        ("NOT_IN_TRASH", ["ids", "0"]),
        ("NOT_FOUND", ["ids", "2"]),
        ("NOT_FOUND", ["ids", "3"]),
    ]
    await delete(reviewer, good)
    answer = await restored(reviewer, live, good, errorPolicy="ABORT")
    assert (answer["images"], codes(answer)) == ([], ["NOT_IN_TRASH"])
    assert await trashed(reviewer) == [good]


async def test_purged_is_gone_for_good(admin: Client, reviewer: Client, worker: None) -> None:
    """Only what is in the trash is removed, and only by an ADMIN; to repeat it is no error."""
    [id, live] = await processed(reviewer, PHOTO, PHOTO)
    await delete(reviewer, id)
    assert await reviewer.refused(PURGE, input={"ids": [id]}) == "FORBIDDEN"
    aborted = await purged(admin, id, live, errorPolicy="ABORT")
    assert (aborted["purgedIds"], codes(aborted)) == ([], ["NOT_IN_TRASH"])
    assert await trashed(reviewer) == [id]
    for _ in range(2):
        answer = await purged(admin, id, live)
        assert answer["purgedIds"] == [id]
        assert [(one["code"], one["path"]) for one in answer["userErrors"]] == [
            ("NOT_IN_TRASH", ["ids", "1"])
        ]
    entries = await AuditEntry.find({"subject_id": object_id("Image", id)}).sort("+at").to_list()

    assert await trashed(reviewer) == []
    assert (await image(reviewer, live))["state"] == "READY"
    told = [entry.action for entry in entries]
    assert told == ["image.uploaded", "image.deleted", "image.purged"]


async def test_the_trash_is_for_reviewers(importer: Client, stranger: Client) -> None:
    """Others neither see it nor take anything out."""
    input = {"ids": [UNKNOWN]}

    assert await importer.refused(TRASHED) == "FORBIDDEN"
    assert await importer.refused(RESTORE, input=input) == "FORBIDDEN"
    assert await stranger.refused(TRASHED) == "UNAUTHENTICATED"


async def test_what_is_too_old_is_swept(reviewer: Client, bucket: Bucket) -> None:
    """The sweeper removes what lay in the trash for its time, with all of it, and no more."""
    ids = [one["imageId"] for one in await upload(reviewer, PHOTO, PHOTO, PHOTO)]
    await delete(reviewer, *ids[:2])
    old = {"$set": {"deleted_at": now() - timedelta(days=31)}}
    await Image.get_pymongo_collection().update_one({"_id": object_id("Image", ids[0])}, old)
    removed = await trash.sweep_trash(bucket, Retention())
    left = {key.split("/")[0] for key in await objects(bucket)}

    assert removed == 1
    assert await trashed(reviewer) == [ids[1]]
    assert left == {str(object_id("Image", id)) for id in ids[1:]}
    entry = await AuditEntry.find_one({"action": "image.purged"})
    assert entry is not None
    assert entry.actor.user_id is None


async def test_a_sweep_takes_batches(
    reviewer: Client, bucket: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However much there is, it goes in bounded steps, and the next sweep goes on."""
    ids = [one["imageId"] for one in await upload(reviewer, *[PHOTO] * 5)]
    await delete(reviewer, *ids)
    monkeypatch.setattr(trash, "SWEPT", 2)
    monkeypatch.setattr(trash, "MOST_BATCHES", 2)
    at_once = Retention(trash=timedelta(seconds=-1))

    assert [await trash.sweep_trash(bucket, at_once) for _ in range(3)] == [4, 1, 0]
    assert await objects(bucket) == []


async def test_a_death_at_any_step_is_made_good(
    reviewer: Client, worker: None, bucket: Bucket, database: AsyncDatabase[Any]
) -> None:
    """Killed after each call to the store in turn, the sweeper finishes what purging began."""
    ids = await processed(reviewer, *[PHOTO] * 3)
    for found in await published(reviewer, *ids):
        await replaced(reviewer, found["id"], found["version"], PHOTO)
    for id in ids:
        await settled(reviewer, id)
    await published(reviewer, *ids)
    await delete(reviewer, *ids)
    deaths = 0
    for last, id in enumerate(ids, start=1):
        inner = object_id("Image", id)
        async with Mortal(bucket, last) as mortal:
            try:
                await trash.purge(OPERATOR, [inner], policy=ErrorPolicy.ABORT, bucket=mortal)
            except Killed:
                deaths += 1
        assert codes(await restored(reviewer, id)) in (["BEING_PURGED"], ["NOT_FOUND"])
        await trash.sweep_trash(bucket, Retention())
        assert await objects(bucket, str(inner)) == []
        assert await database["images"].count_documents({"_id": inner}) == 0
        assert await database["file_versions"].count_documents({"image_id": inner}) == 0

    assert deaths == 2
    assert await objects(bucket) == []


async def test_a_death_while_hiding_is_made_good(
    reviewer: Client, worker: None, bucket: Bucket
) -> None:
    """Killed before the public files went, the job takes them away once its lease is over."""
    [id] = await processed(reviewer, PHOTO)
    await published(reviewer, id)
    inner = object_id("Image", id)
    async with Mortal(bucket, 0) as mortal:
        with pytest.raises(Killed):
            await deletion.delete(OPERATOR, [inner], bucket=mortal)
    assert await objects(bucket, "published/")
    job = {"image_id": inner, "kind": JobKind.UNPUBLISH}
    await Job.get_pymongo_collection().update_one(job, {"$set": {"due": now()}})
    async with asyncio.timeout(20):
        while await Job.find({**job, "state": JobState.SUCCEEDED}).count() == 0:
            await asyncio.sleep(0.05)

    assert await objects(bucket, "published/") == []
    assert await trashed(reviewer) == [id]


async def test_deleting_meets_publishing(reviewer: Client, worker: None, bucket: Bucket) -> None:
    """Deleted while its publication is being made, nothing of a picture is public in the end."""
    ids = await processed(reviewer, *[PHOTO] * 4)
    await reviewer.ask(APPROVE, input={"ids": ids})
    for id in ids:
        await asyncio.sleep(0.05)
        await delete(reviewer, id)
    async with asyncio.timeout(30):
        while await Job.find({"state": {"$in": ["QUEUED", "RUNNING"]}}).count():
            await asyncio.sleep(0.05)

    assert await objects(bucket, "published/") == []
    await restored(reviewer, *ids)
    after = [await image(reviewer, id) for id in ids]
    assert [one["publication"] for one in after] == [None] * 4
    assert {one["review"]["state"] for one in after} == {"PENDING"}


async def test_restoring_meets_purging(admin: Client, reviewer: Client, bucket: Bucket) -> None:
    """Of both at the same moment one wins: whole and in the library, or gone without a rest."""
    ids = [one["imageId"] for one in await upload(reviewer, *[PHOTO] * 6)]
    await delete(reviewer, *ids)
    for id in ids:
        back, away = await asyncio.gather(restored(reviewer, id), purged(admin, id))
        there = (await reviewer.ask(IMAGE, id=id))["image"] is not None
        kept = await objects(bucket, str(object_id("Image", id)))

        assert bool(back["images"]) == there == bool(kept)
        assert bool(away["purgedIds"]) == (not there)
        assert len(codes(back)) + len(codes(away)) == 1
    assert await trashed(reviewer) == []


async def test_deleting_meets_deleting(reviewer: Client) -> None:
    """Ten who delete at once make one deletion, and each is told that it is done."""
    [result] = await upload(reviewer, PHOTO)
    await asyncio.gather(*(delete(reviewer, result["imageId"]) for _ in range(10)))

    assert await AuditEntry.find({"action": "image.deleted"}).count() == 1
    assert await trashed(reviewer) == [result["imageId"]]


async def test_deleting_meets_replacing(reviewer: Client, worker: None, bucket: Bucket) -> None:
    """Whichever is first: the picture is in the trash, comes back sound, and no file is lost."""
    ids = await processed(reviewer, *[PHOTO] * 3)
    new = Sent("new.png", photos.png())
    for id in ids:
        version = (await image(reviewer, id))["version"]
        answer, _ = await asyncio.gather(replaced(reviewer, id, version, new), delete(reviewer, id))
        assert codes(answer) in ([], ["CONFLICT"], ["NOT_FOUND"])
        await restored(reviewer, id)
        assert (await settled(reviewer, id))["state"] == "READY"
    await sweep_versions(bucket)
    for id in ids:
        originals = [
            key for key in await objects(bucket, str(object_id("Image", id))) if "/original/" in key
        ]
        kept = await image(reviewer, id)
        assert len(originals) == (2 if kept["fileName"] == "new.png" else 1)


async def test_what_is_in_the_trash_is_not_edited(reviewer: Client) -> None:
    """Neither an edit nor a file reaches a picture that was deleted."""
    [result] = await upload(reviewer, PHOTO)
    id = result["imageId"]
    await delete(reviewer, id)
    input = {"id": id, "expectedVersion": 1, "title": "New"}
    answer = (await reviewer.ask(UPDATE, input=input))["updateImage"]

    assert codes(answer) == ["NOT_FOUND"]
    assert codes(await replaced(reviewer, id, 1, PHOTO)) == ["NOT_FOUND"]
