"""Another file for a picture, an earlier one again, and processing again."""

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from pymongo.asynchronous.database import AsyncDatabase

from actions.access import OPERATOR
from actions.arriving.incoming import Incoming, UploadRules
from actions.deleting.retention import Retention
from actions.delivery import by_change_stream
from actions.pictures import replacing
from actions.pictures.file_versions import sweep_versions
from documents.clock import now
from documents.jobs import Job, JobKind, JobState
from graph.ids import object_id
from storage.bucket import Bucket
from tests import photos
from tests.graph.conftest import MOST_BYTES
from tests.graph.documents import APPROVE, CATALOG, DELETE, REJECT, UPDATE
from tests.graph.steps import fetched, image, processed, published, upload
from tests.graph.trashing import (
    FILES,
    PURGE,
    REPROCESS,
    Killed,
    Mortal,
    brought_back,
    files,
    objects,
    replaced,
    settled,
)
from tests.server import Client, Sent, codes

OLD = Sent("a.jpg", photos.jpeg(64, 48, description="Old"))
NEW = Sent("new.png", photos.png(80, 60))
UNKNOWN = "SW1hZ2U6NjUwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"


def sha256(file: Sent) -> str:
    """What a file's content is known by."""
    return hashlib.sha256(file.content).hexdigest()


async def version(client: Client, id: str) -> int:
    """The version that an edit has to expect."""
    return int((await image(client, id))["version"])


async def renewed(client: Client, id: str, *given: Sent) -> dict[str, Any]:
    """The picture, after it was given each of these files in turn."""
    for file in given:
        answer = await replaced(client, id, await version(client, id), file)
        assert answer["userErrors"] == []
        assert (await settled(client, id))["state"] == "READY"
    return await image(client, id)


async def reprocessed(client: Client, *ids: str, **more: Any) -> Any:
    """The payload of processing again."""
    return (await client.ask(REPROCESS, input={"ids": list(ids), **more}))["reprocessImages"]


async def test_a_new_file_leaves_the_shop_at_once(reviewer: Client, worker: None) -> None:
    """It keeps id and edits, is read and rendered anew, and waits for a decision again."""
    [id] = await processed(reviewer, OLD, productCode="SKU-1", group={"name": "May"})
    edit = {"id": id, "expectedVersion": await version(reviewer, id), "title": "Red shoe"}
    await reviewer.ask(UPDATE, input=edit)
    [before] = await published(reviewer, id)
    public = [reviewer.address + one["url"] for one in before["publication"]["renditions"]]
    answer = await replaced(reviewer, id, before["version"], NEW)
    statuses = {(await fetched(link)).status_code for link in public}
    [product] = (await reviewer.ask(CATALOG))["products"]["nodes"]
    after = await settled(reviewer, id)

    assert answer["userErrors"] == []
    assert answer["image"]["review"] == {"state": "PENDING"}
    assert answer["image"]["publication"] is None
    assert (statuses, product["images"]) == ({410}, [])
    assert (after["fileName"], after["contentType"]) == ("new.png", "image/png")
    assert (after["width"], after["height"], after["sha256"]) == (80, 60, sha256(NEW))
    assert (after["title"], after["description"]) == ("Red shoe", None)
    assert (after["group"], after["productCode"]) == (before["group"], "SKU-1")
    assert after["imported"] == before["imported"]
    shown = [await fetched(one["url"]) for one in after["renditions"]]
    assert [len(one.content) for one in shown] == [one["bytes"] for one in after["renditions"]]
    old_links = {one["url"].partition("?")[0] for one in before["renditions"]}
    assert old_links.isdisjoint(one["url"].partition("?")[0] for one in after["renditions"])
    [again] = await published(reviewer, id)
    link = again["publication"]["renditions"][0]["url"]
    assert "~" not in link
    assert (await fetched(reviewer.address + link)).status_code == 200


async def test_files_are_told_and_come_back(reviewer: Client, worker: None) -> None:
    """Each file is listed, newest first; an earlier one comes back as a new version of its own."""
    [id] = await processed(reviewer, OLD)
    [only] = await files(reviewer, id)
    current = await renewed(reviewer, id, NEW)
    answer = await brought_back(reviewer, id, 1, current["version"])
    after = await settled(reviewer, id)
    told = (await reviewer.ask(FILES, id=id))["image"]

    assert (only["number"], only["current"], only["sha256"]) == (1, True, sha256(OLD))
    assert answer["userErrors"] == []
    listed = [(one["number"], one["fileName"], one["sha256"]) for one in told["fileVersions"]]
    assert listed == [
        (3, "a.jpg", sha256(OLD)),
        (2, "new.png", sha256(NEW)),
        (1, "a.jpg", sha256(OLD)),
    ]
    assert [one["current"] for one in told["fileVersions"]] == [True, False, False]
    assert all(one["createdByUserId"] and one["createdAt"] for one in told["fileVersions"])
    assert told["fileVersions"][2] == {**only, "current": False}
    assert (after["fileName"], after["description"], after["width"]) == ("a.jpg", "Old", 64)
    assert (await fetched(told["originalUrl"])).content == OLD.content


async def test_a_list_tells_names_and_files_together(importer: Client) -> None:
    """What a page reads of the database does not collide, whatever is asked for together."""
    [result] = await upload(importer, OLD)
    fields = "id fileName bytes imported { fileName } fileVersions { number fileName current }"
    [node] = (await importer.ask(f"{{ images {{ nodes {{ {fields} }} }} }}"))["images"]["nodes"]

    assert node["id"] == result["imageId"]
    assert node["fileVersions"] == [{"number": 1, "fileName": "a.jpg", "current": True}]


async def test_only_some_earlier_files_are_kept(
    admin: Client, reviewer: Client, worker: None, bucket: Bucket, database: AsyncDatabase[Any]
) -> None:
    """What is beyond the number that is kept goes with its renditions; purging takes the rest."""
    [id] = await processed(reviewer, OLD)
    inner = object_id("Image", id)
    for number in range(2, 4):
        sent = Incoming(photos_file(NEW), NEW.name)
        await replacing.replace(
            OPERATOR,
            inner,
            sent,
            await version(reviewer, id),
            bucket=bucket,
            rules=UploadRules(max_bytes=MOST_BYTES),
            retention=Retention(earlier_versions=1),
            deliver=by_change_stream,
        )
        await settled(reviewer, id)
        assert [one["number"] for one in await files(reviewer, id)] == [number, number - 1]
    assert len(await objects(bucket, str(inner))) == 9
    assert await sweep_versions(bucket) == 1
    answer = await brought_back(reviewer, id, 1, await version(reviewer, id))
    kept = await objects(bucket, str(inner))
    await reviewer.ask(DELETE, input={"ids": [id]})
    await admin.ask(PURGE, input={"ids": [id]})

    assert codes(answer) == ["FILE_VERSION_GONE"]
    assert len(kept) == 6
    assert not any(key.endswith("/a.jpg") for key in kept)
    assert await objects(bucket) == []
    assert await database["file_versions"].count_documents({}) == 0


def photos_file(sent: Sent) -> Any:
    """A file in memory, as a request has it on disk."""
    return BytesIO(sent.content)


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (Sent("x.jpg", b"this is no picture"), "UNSUPPORTED_FORMAT"),
        (Sent("x.jpg", b""), "EMPTY_FILE"),
        (Sent("x.jpg", photos.truncated(photos.jpeg(640, 480))), "FILE_TRUNCATED"),
        (Sent("x.jpg", photos.jpeg() + b"\0" * MOST_BYTES), "FILE_TOO_LARGE"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_a_bad_file_changes_nothing(
    reviewer: Client, worker: None, bucket: Bucket, file: Sent, code: str
) -> None:
    """It is refused by name, and the picture stays as it was, in the shop too."""
    [id] = await processed(reviewer, OLD)
    before, kept = await image(reviewer, id), await objects(bucket)
    answer = await replaced(reviewer, id, before["version"], file)
    after = await image(reviewer, id)

    assert (answer["image"], codes(answer)) == (None, [code])
    assert (after["version"], after["state"]) == (before["version"], "READY")
    assert await objects(bucket) == kept
    assert len(await files(reviewer, id)) == 1


async def test_what_cannot_be_replaced_is_told(reviewer: Client, worker: None) -> None:
    """An unknown picture, a stale version, and files that it has or never had."""
    [id] = await processed(reviewer, OLD)
    present = await version(reviewer, id)
    stale = await replaced(reviewer, id, present + 1, NEW)

    assert codes(await replaced(reviewer, UNKNOWN, 1, NEW)) == ["NOT_FOUND"]
    assert (codes(stale), stale["image"]["version"]) == (["CONFLICT"], present)
    assert codes(await brought_back(reviewer, id, 1, present)) == ["ALREADY_CURRENT"]
    assert codes(await brought_back(reviewer, id, 7, present)) == ["FILE_VERSION_GONE"]
    assert codes(await brought_back(reviewer, id, -1, present + 1)) == ["CONFLICT"]


async def test_what_is_on_its_way_waits(importer: Client) -> None:
    """While a file is QUEUED or PROCESSING there is no other one, and no second processing."""
    [result] = await upload(importer, OLD)
    id = result["imageId"]
    again = await reprocessed(importer, id)

    assert codes(await replaced(importer, id, 1, NEW)) == ["STILL_PROCESSING"]
    assert codes(again) == ["INVALID_TRANSITION"]


async def test_a_failed_picture_may_be_replaced(importer: Client, worker: None) -> None:
    """A good file makes it READY, and nothing of its failure stays."""
    whole = photos.png(640, 480)
    middle = len(whole) // 2
    damage = bytes(byte ^ 0xFF for byte in whole[middle : middle + 16])
    broken = whole[:middle] + damage + whole[middle + 16 :]
    [result] = await upload(importer, Sent("broken.png", broken))
    id = result["imageId"]
    assert (await settled(importer, id))["state"] == "FAILED"
    after = await renewed(importer, id, NEW)

    assert (after["state"], after["problem"]) == ("READY", None)


async def test_a_replacement_sent_twice_is_made_once(reviewer: Client, worker: None) -> None:
    """With the same key the picture is answered and no second version made."""
    [id] = await processed(reviewer, OLD)
    present = await version(reviewer, id)
    answers = [await replaced(reviewer, id, present, NEW, idempotencyKey="one") for _ in range(2)]
    other = await replaced(reviewer, id, present, OLD, idempotencyKey="one")

    assert [codes(answer) for answer in answers] == [[], []]
    assert {answer["image"]["id"] for answer in answers} == {id}
    assert codes(other) == ["IDEMPOTENCY_KEY_REUSED"]
    assert len(await files(reviewer, id)) == 2


async def test_an_earlier_file_comes_back_once(reviewer: Client, worker: None) -> None:
    """Sent twice with the same key it is one version; with another input the key is refused."""
    [id] = await processed(reviewer, OLD)
    await replaced(reviewer, id, await version(reviewer, id), NEW)
    present = (await settled(reviewer, id))["version"]
    answers = [await brought_back(reviewer, id, 1, present, idempotencyKey="one") for _ in range(2)]
    other = await brought_back(reviewer, id, 2, present, idempotencyKey="one")

    assert [codes(answer) for answer in answers] == [[], []]
    assert {answer["image"]["id"] for answer in answers} == {id}
    assert codes(other) == ["IDEMPOTENCY_KEY_REUSED"]
    assert codes(await brought_back(reviewer, id, 1, present, idempotencyKey="two")) == ["CONFLICT"]
    assert len(await files(reviewer, id)) == 3


async def test_replacing_meets_replacing(reviewer: Client, worker: None, bucket: Bucket) -> None:
    """Of six at the same moment one is taken; nothing of the others stays in the store."""
    [id] = await processed(reviewer, OLD)
    present = await version(reviewer, id)
    given = [Sent(f"{n}.png", photos.png(70 + n, 60)) for n in range(6)]
    answers = await asyncio.gather(*(replaced(reviewer, id, present, file) for file in given))
    after = await settled(reviewer, id)
    await sweep_versions(bucket)
    originals = [key for key in await objects(bucket) if "/original/" in key]

    assert sorted(map(str, map(codes, answers))) == ["['CONFLICT']"] * 5 + ["[]"]
    winner = next(file for file, answer in zip(given, answers, strict=True) if not codes(answer))
    assert (after["fileName"], after["sha256"]) == (winner.name, sha256(winner))
    assert len(originals) == 2


async def test_replacing_meets_approving(reviewer: Client, worker: None, bucket: Bucket) -> None:
    """Either the approval or the new file is refused; what is public was approved as it is."""
    ids = await processed(reviewer, *[OLD] * 4)
    for id in ids:
        present = await version(reviewer, id)
        new, approved = await asyncio.gather(
            replaced(reviewer, id, present, NEW), reviewer.ask(APPROVE, input={"ids": [id]})
        )
        after = await settled(reviewer, id)
        said = (codes(new), codes(approved["approveImages"]))
        assert said in (([], ["NOT_READY"]), (["CONFLICT"], []))
        assert after["review"]["state"] == ("APPROVED" if said[0] else "PENDING")
        assert after["fileName"] == ("a.jpg" if said[0] else "new.png")


async def test_a_publication_under_way_is_stopped(
    reviewer: Client, worker: None, bucket: Bucket
) -> None:
    """Replaced right after its approval, nothing of the old file is public in the end."""
    [id] = await processed(reviewer, OLD)
    await reviewer.ask(APPROVE, input={"ids": [id]})
    await replaced(reviewer, id, await version(reviewer, id), NEW)
    await settled(reviewer, id)
    async with asyncio.timeout(20):
        while await Job.find({"state": {"$in": ["QUEUED", "RUNNING"]}}).count():
            await asyncio.sleep(0.05)

    assert await objects(bucket, "published/") == []
    assert (await image(reviewer, id))["publication"] is None


async def test_a_death_while_replacing_is_made_good(
    reviewer: Client, worker: None, bucket: Bucket, database: AsyncDatabase[Any]
) -> None:
    """Killed before or after the file was stored, the picture keeps its old one, and no rest."""
    [id] = await processed(reviewer, OLD)
    inner = object_id("Image", id)
    [found] = await published(reviewer, id)
    for last in (0, 1):
        async with Mortal(bucket, last) as mortal:
            with pytest.raises(Killed):
                await replacing.replace(
                    OPERATOR,
                    inner,
                    Incoming(photos_file(NEW), NEW.name),
                    found["version"],
                    bucket=mortal,
                    rules=UploadRules(max_bytes=MOST_BYTES),
                    retention=Retention(),
                    deliver=by_change_stream,
                )
    reserved: Mapping[str, Any] = {"number": None}
    old = {"$set": {"created_at": now() - timedelta(hours=2), "dropped_at": None}}
    await database["file_versions"].update_many(reserved, old)

    assert await sweep_versions(bucket) == 2
    assert (await image(reviewer, id))["publication"] is not None
    assert [key for key in await objects(bucket, str(inner)) if "~" in key] == []


async def test_a_death_before_it_left_the_shop_is_made_good(
    reviewer: Client, worker: None, bucket: Bucket
) -> None:
    """Killed once the new file was the picture's, a job takes the old one out of the shop."""
    [id] = await processed(reviewer, OLD)
    [found] = await published(reviewer, id)
    inner = object_id("Image", id)

    async def dies(_: object) -> None:
        raise Killed

    with pytest.raises(Killed):
        await replacing.replace(
            OPERATOR,
            inner,
            Incoming(photos_file(NEW), NEW.name),
            found["version"],
            bucket=bucket,
            rules=UploadRules(max_bytes=MOST_BYTES),
            retention=Retention(),
            deliver=dies,
        )
    job = {"image_id": inner, "kind": JobKind.UNPUBLISH}
    await Job.get_pymongo_collection().update_one(job, {"$set": {"due": now()}})
    async with asyncio.timeout(20):
        while await Job.find({**job, "state": JobState.SUCCEEDED}).count() == 0:
            await asyncio.sleep(0.05)
    after = await settled(reviewer, id)

    assert (after["fileName"], after["review"]["state"]) == ("new.png", "PENDING")
    assert after["publication"] is None
    assert await objects(bucket, "published/") == []


async def test_processing_again(reviewer: Client, worker: None) -> None:
    """READY and FAILED ones go through again, with edits and decision; others are told."""
    [done, other] = await processed(reviewer, OLD, OLD)
    await reviewer.ask(REJECT, input={"ids": [done], "reason": "QUALITY"})
    before = await image(reviewer, done)
    answer = await reprocessed(reviewer, UNKNOWN, done)
    after = await settled(reviewer, done)
    aborted = await reprocessed(reviewer, other, UNKNOWN, errorPolicy="ABORT")

    assert [(one["id"], one["state"]) for one in answer["images"]] == [(done, "QUEUED")]
    assert [(one["code"], one["path"]) for one in answer["userErrors"]] == [
        ("NOT_FOUND", ["ids", "0"])
    ]
    assert after["state"] == "READY"
    assert after["jobId"] == answer["images"][0]["jobId"] != before["jobId"]
    assert (after["review"], after["version"]) == (before["review"], before["version"])
    assert aborted["images"] == []


async def test_processing_meets_processing(reviewer: Client, worker: None) -> None:
    """Of ten who ask at once one is heard, so that a picture has one job at a time."""
    [id] = await processed(reviewer, OLD)
    answers = await asyncio.gather(*(reprocessed(reviewer, id) for _ in range(10)))
    after = await settled(reviewer, id)
    jobs = await Job.find({"image_id": object_id("Image", id)}).count()

    assert jobs == 1 + sum(len(answer["images"]) for answer in answers)
    assert all(answer["images"] or codes(answer) == ["INVALID_TRANSITION"] for answer in answers)
    assert after["state"] == "READY"
